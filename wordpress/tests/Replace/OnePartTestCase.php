<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\CellLimits;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Database\ImageCaches;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\References\ReferenceWriter;
use PictureOptimizer\Replace\Backups;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Journal;
use PictureOptimizer\Replace\KeptSizes;
use PictureOptimizer\Replace\Metadata;
use PictureOptimizer\Replace\OtherOwners;
use PictureOptimizer\Replace\Referrer;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\RunState;
use PictureOptimizer\Replace\Unedited;
use PictureOptimizer\Tests\TestCase;

/** One part of a replacement at a time, on a run that was written down by hand: its files are texts, and nobody looks into them. */
abstract class OnePartTestCase extends TestCase
{
    protected Fence $fence;
    protected Journal $journal;
    protected Backups $backups;
    protected Cells $cells;
    protected OtherOwners $others;
    protected Metadata $metadata;
    protected Referrer $referrer;
    protected KeptSizes $keptSizes;
    protected ImageCaches $imageCaches;
    protected Unedited $unedited;

    protected int $id;
    protected string $folder;

    /** @var list<string> */
    private array $before = [];

    protected function setUp(): void
    {
        PrivateFolder::backups();
        parent::setUp();
        $db = $this->plugin->db();
        $this->fence = new Fence($db);
        self::assertTrue($this->fence->acquire());
        $this->journal = new Journal($db, $this->fence, $this->plugin->tags());
        $this->backups = new Backups($db);
        $this->imageCaches = new ImageCaches();
        $this->cells = new Cells($db, $this->fence, new Caches($db, $this->imageCaches), new CellLimits($db));
        $this->unedited = new Unedited($db, $this->cells, $this->backups);
        $this->others = new OtherOwners($db);
        $this->metadata = new Metadata($db, $this->cells, $this->others);
        $this->referrer = new Referrer(new ReferenceWriter($db, $this->plugin->scanner(), $this->cells, $this->fence));
        $this->keptSizes = new KeptSizes();
        $this->before = $this->backups->all();
        $this->id = $this->addPlainImage('harbor.png');
        $this->folder = dirname((string) get_attached_file($this->id));
    }

    protected function tearDown(): void
    {
        foreach (array_diff($this->backups->all(), $this->before) as $name) {
            $this->backups->remove($name);
        }
        parent::tearDown();
    }

    /** A replacement of the image's file by "red-bike.webp" that is in effect. */
    protected function replaced(): Run
    {
        $attachment = Attachment::load($this->id);
        $old = $attachment->absolute('harbor.png');
        $file = new NewFile('full', '', hash('sha256', 'new bytes'), 9, 30, 20, 'image/webp', 'webp');
        $run = $this->journal->begin(new Change($this->id, (string) hash_file('sha256', $old), [$file]), $attachment);
        $run->backup = $this->backups->make($attachment);
        [$run->newNames, $run->hashes] = [['full' => 'red-bike.webp'], ['full' => $file->sha256]];
        [$run->appliedSha256, $run->state] = [$file->sha256, RunState::Applied];
        file_put_contents("{$this->folder}/red-bike.webp", 'new bytes');
        unlink($old);
        $this->metadata->setMeta($run, '_wp_attached_file', $run->relative('red-bike.webp'));
        $this->journal->save($run, 'done');
        return $run;
    }

    /** @return list<string> names of the image's files */
    protected function files(): array
    {
        return array_values(preg_grep('/^(?:harbor|red-bike|blue-bike)[.-]/', scandir($this->folder) ?: []) ?: []);
    }
}
