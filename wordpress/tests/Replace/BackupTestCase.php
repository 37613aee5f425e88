<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Database\Fence;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Replace\BackupKeeper;
use PictureOptimizer\Replace\Backups;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Journal;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\RunState;
use PictureOptimizer\Tests\TestCase;

/** Backups and an empty journal, and what stands in them. The files are texts; nobody looks into them. */
abstract class BackupTestCase extends TestCase
{
    protected Backups $backups;
    protected BackupKeeper $keeper;
    protected Journal $journal;
    protected Fence $fence;

    /** @var list<string> */
    protected array $before = [];

    protected function setUp(): void
    {
        // Before the transaction, so that all tests share the folder.
        PrivateFolder::backups();
        parent::setUp();
        $db = $this->plugin->db();
        foreach (['replacements', 'journal'] as $table) {
            $db->query("DELETE FROM {$db->prefix}picopt_{$table}");
        }
        $this->backups = new Backups($db);
        $this->before = $this->backups->all();
        $this->fence = new Fence($db);
        self::assertTrue($this->fence->acquire());
        $this->journal = new Journal($db, $this->fence, $this->plugin->tags());
        $this->keeper = new BackupKeeper($db, $this->backups, $this->journal);
    }

    protected function tearDown(): void
    {
        foreach (array_diff($this->backups->all(), $this->before) as $name) {
            $this->backups->remove($name);
        }
        parent::tearDown();
    }

    /** An image with one sub-size. */
    protected function attachment(string $name = 'photo.jpg', string $bytes = 'the original'): Attachment
    {
        $size = pathinfo($name, PATHINFO_FILENAME) . '-1x1.jpg';
        return $this->attachmentOf([$name => $bytes, $size => 'a size'], ['sizes' => ['medium' => ['file' => $size]]]);
    }

    /** @param array<string, string> $files bytes by name; the first is the full size */
    protected function attachmentOf(array $files, array $meta = []): Attachment
    {
        $upload = wp_upload_bits(array_key_first($files), null, reset($files));
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], $upload['file']);
        foreach (array_slice($files, 1) as $name => $bytes) {
            file_put_contents(dirname($upload['file']) . "/{$name}", $bytes);
        }
        update_post_meta($id, '_wp_attachment_metadata', $meta);
        return Attachment::load($id);
    }

    /** A replacement of the journal in some state. */
    protected function replacement(Attachment $attachment, RunState $state, string $backup = '', bool $files = true): Run
    {
        $new = $files ? [new NewFile('full', '', 'h', 1, 1, 1, 'image/webp', 'webp')] : [];
        $run = $this->journal->begin(new Change($attachment->id, 'aa', $new), $attachment);
        $run->state = $state;
        $run->backup = $backup;
        $this->journal->save($run, 'done');
        return $run;
    }

    /** A backup that was of use and is needed no more. */
    protected function spare(Attachment $attachment): string
    {
        $name = $this->backups->make($attachment);
        $this->replacement($attachment, RunState::Reverted, $name);
        return $name;
    }

    /** Makes backups look a little older. */
    protected function travel(string ...$names): void
    {
        foreach ($names as $name) {
            $this->describe($name, ['made_at' => gmdate('c', time() - 60)]);
        }
    }

    /** @param array<string, mixed> $values */
    protected function describe(string $name, array $values): void
    {
        $file = $this->backups->folder($name) . '/manifest.json';
        file_put_contents($file, json_encode($values + json_decode((string) file_get_contents($file), true)));
    }
}
