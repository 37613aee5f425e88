<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\CellLimits;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Database\ImageCaches;
use PictureOptimizer\Delivery\LastingNames;
use PictureOptimizer\Delivery\Probe;
use PictureOptimizer\Delivery\Redirects;
use PictureOptimizer\References\ReferenceWriter;
use PictureOptimizer\References\Scanner;
use PictureOptimizer\Store\Tags;

/** Builds the replacer with all that it works with. */
final class Workshop
{
    public readonly Journal $journal;
    public readonly Backups $backups;
    public readonly BackupKeeper $backupKeeper;
    public readonly Originals $originals;
    public readonly Replacer $replacer;

    public function __construct(
        private readonly \wpdb $db,
        private readonly Scanner $scanner,
        private readonly Redirects $redirects,
        private readonly LastingNames $lastingNames,
        private readonly Tags $tags,
        AcceptedTypes $accepted,
    ) {
        $fence = new Fence($db);
        $this->journal = new Journal($db, $fence, $tags);
        $this->backups = new Backups($db);
        $this->backupKeeper = new BackupKeeper($db, $this->backups, $this->journal);
        $this->originals = new Originals(
            $this->journal,
            $this->backups,
            $this->backupKeeper,
            $oldFiles = new OldFiles($this->journal, $this->backups),
            $accepted
        );
        $this->replacer = $this->replacer($fence, $oldFiles);
    }

    private function replacer(Fence $fence, OldFiles $oldFiles): Replacer
    {
        $images = new ImageCaches();
        $caches = new Caches($this->db, $images);
        $cells = new Cells($this->db, $fence, $caches, new CellLimits($this->db));
        $metadata = new Metadata($this->db, $cells, $others = new OtherOwners($this->db));
        $referrer = new Referrer(new ReferenceWriter($this->db, $this->scanner, $cells, $fence));
        $kept = new KeptSizes();
        $unedited = new Unedited($this->db, $cells, $this->backups);
        $adopter = new Adopter(
            $this->journal,
            $this->backups,
            new Reinstatement($this->journal, $this->backups, $cells, $metadata)
        );
        $preparer = new Preparer(
            $this->journal,
            $this->originals,
            $this->backups,
            new Names($this->redirects, $others),
            $metadata,
            new TextFields($metadata, $this->tags),
            $this->redirects,
            $unedited
        );
        $reverter = new Reverter(
            $this->db,
            $this->journal,
            $this->backups,
            $cells,
            new CellReverter($cells),
            $referrer,
            $this->redirects,
            $this->tags,
            $adopter,
            $kept,
            $others,
            $images,
            new FormerFiles($this->backups, $others),
            new Renaming($this->backups, $referrer, $this->redirects)
        );
        return new Replacer(
            $fence,
            $this->journal,
            $preparer,
            $referrer,
            new Verifier($this->journal, $cells, new Pages($this->db)),
            new Retirer($this->journal, $this->backups, $cells, new Probe(), $this->lastingNames, $others, $kept, $images, $unedited),
            $reverter,
            $cells,
            $caches,
            $this->backups,
            $adopter,
            new BackupMover($this->backups),
            new Deletions($this->journal, $this->backups, $this->redirects, $others),
            $oldFiles
        );
    }
}
