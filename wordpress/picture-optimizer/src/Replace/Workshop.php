<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Delivery\Probe;
use PictureOptimizer\Delivery\Redirects;
use PictureOptimizer\References\Finder;
use PictureOptimizer\References\ReferenceWriter;
use PictureOptimizer\References\Scanner;
use PictureOptimizer\References\Tables;
use PictureOptimizer\Store\Tags;

/** Builds the replacer with all that it works with. */
final class Workshop
{
    public readonly Fence $fence;
    public readonly Tags $tags;
    public readonly Journal $journal;
    public readonly Backups $backups;
    public readonly BackupKeeper $backupKeeper;
    public readonly Originals $originals;
    public readonly Redirects $redirects;
    public readonly Replacer $replacer;
    public readonly Scanner $scanner;
    public readonly Finder $finder;

    public function __construct(\wpdb $db)
    {
        $this->fence = new Fence($db);
        $this->tags = new Tags();
        $this->journal = new Journal($db, $this->fence, $this->tags);
        $this->backups = new Backups($db);
        $this->backupKeeper = new BackupKeeper($db, $this->backups);
        $this->originals = new Originals($this->journal, $this->backups);
        $this->redirects = new Redirects($db);
        $this->scanner = $scanner = new Scanner($db, new Tables($db));
        $this->finder = new Finder($db, $scanner);
        $this->replacer = $this->replacer($db, $scanner);
    }

    private function replacer(\wpdb $db, Scanner $scanner): Replacer
    {
        $caches = new Caches($db);
        $cells = new Cells($db, $this->fence, $caches);
        $metadata = new Metadata($db, $cells, $others = new OtherOwners($db));
        $referrer = new Referrer(new ReferenceWriter($db, $scanner, $cells, $this->fence));
        $preparer = new Preparer(
            $this->journal,
            $this->originals,
            $this->backups,
            new Names($this->redirects),
            $metadata,
            new TextFields($metadata, $this->tags),
            $this->redirects
        );
        $reverter = new Reverter(
            $db,
            $this->journal,
            $this->backups,
            $cells,
            new CellReverter($cells),
            $referrer,
            $this->redirects,
            $this->tags
        );
        return new Replacer(
            $this->fence,
            $this->journal,
            $preparer,
            $referrer,
            new Verifier($this->journal, $cells, new Pages()),
            new Retirer($this->journal, $this->backups, $cells, new Probe(), $others),
            $reverter,
            $cells,
            $caches,
            $this->backups
        );
    }
}
