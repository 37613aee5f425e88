<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Replace\Backups;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\FoundManifest;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\RunState;

/**
 * Backups at their edges: which file is the original, what is counted when old ones go, what is known without a journal.
 *
 * @group acceptance-A9
 */
final class BackupPartsTest extends BackupTestCase
{
    public function testTheOriginalIsTheFileThatTheResultWasMadeOf(): void
    {
        $attachment = $this->attachmentOf(
            ['photo-scaled.jpg' => 'the scaled one', 'photo-upload.jpg' => 'the upload'],
            ['original_image' => 'photo-upload.jpg']
        );
        $original = fn (string $sha256): string
            => (string) file_get_contents($this->backups->original($this->backups->make($attachment, $sha256)));
        self::assertSame('the scaled one', $original(hash('sha256', 'the scaled one')));
        self::assertSame('the upload', $original(hash('sha256', 'the upload')));
        self::assertSame('the upload', $original(''), 'the best one where none is named');
        self::assertSame('the upload', $original(hash('sha256', 'something else')));
    }

    public function testAFileThatSeveralSizesShareIsKeptOnce(): void
    {
        $attachment = $this->attachmentOf(
            ['photo.jpg' => 'the original', 'photo-1x1.jpg' => 'a size'],
            ['sizes' => ['a' => ['file' => 'photo-1x1.jpg'], 'b' => ['file' => 'photo-1x1.jpg'], 'c' => ['file' => 'gone.jpg']]]
        );
        $name = $this->backups->make($attachment);
        self::assertSame(['photo.jpg' => 12, 'photo-1x1.jpg' => 6], $this->backups->bytes($name));
        self::assertSame(18, $this->backups->size($name));
        self::assertSame([], $this->backups->bytes(str_repeat('b', 32)), 'of a backup that is gone');
        self::assertSame([false, true], [$this->backups->exists(''), $this->backups->exists($name)]);
        self::assertContains($name, $this->backups->in(PrivateFolder::backups()));
        self::assertSame([], $this->backups->in('/nowhere'));
    }

    public function testAnInterruptedBackupGoesAndWhatElseLiesThereStays(): void
    {
        $whole = $this->backups->make($this->attachmentOf(['photo.jpg' => 'the original']));
        $begun = PrivateFolder::backups() . '/' . str_repeat('c', 32);
        mkdir($begun);
        touch("{$begun}/photo.jpg");
        $other = PrivateFolder::backups() . '/notes-of-somebody';
        mkdir($other);
        $this->backups->removeIncomplete();
        self::assertSame([true, false, true], [$this->backups->exists($whole), is_dir($begun), is_dir($other)]);
        rmdir($other);
    }

    public function testWhatGoesIsCountedByNumberAndBytes(): void
    {
        $this->keeper->expire(-5); // what earlier runs may have left
        $spare = $this->attachmentOf(['a.jpg' => '12345']);
        $needed = $this->attachmentOf(['b.jpg' => '123']);
        $names = [$this->spare($spare), $this->spare($spare), $this->backups->make($needed)];
        $this->replacement($needed, RunState::Applied, $names[2]);
        $kept = $this->keeper->expire(HOUR_IN_SECONDS);
        self::assertSame(['removed' => 0, 'bytes' => 0, 'kept' => 0], $kept, 'all are young');
        $result = $this->keeper->expire(-5);
        self::assertSame([2, 10], [$result['removed'], $result['bytes']]);
        self::assertGreaterThanOrEqual(1, $result['kept']);
        self::assertSame([$names[2]], array_values(array_intersect($this->backups->all(), $names)));
    }

    public function testABackupThatAnotherReplacementsPlanNamesStays(): void
    {
        $attachment = $this->attachmentOf(['a.jpg' => '12345']);
        $rollback = $this->backups->make($attachment);
        $run = $this->journal->begin(new Change($attachment->id, 'aa'), $attachment);
        $run->rollback = $rollback;
        $this->journal->save($run, 'backup');
        $this->keeper->expire(-5);
        self::assertTrue($this->backups->exists($rollback), 'it is what the image was just before');
        $run->state = RunState::Failed;
        $this->journal->save($run, 'failed');
        $this->keeper->expire(-5);
        self::assertFalse($this->backups->exists($rollback));
    }

    // What a replacement is by default, and what is known of one whose journal is gone.

    public function testWhatNobodySaysIsTheCarefulWay(): void
    {
        $change = new Change(7, 'aa');
        self::assertSame([true, false, false, [], null, null], [$change->fillEmptyAlts, $change->replaceOldAlts, $change->keepLinks,
            $change->files, $change->baseName, $change->text]);
        $kept = $change->toArray();
        unset($kept['keep_links']);
        self::assertFalse(Change::fromArray($kept)->keepLinks, 'rows of the first version do not know it');
        $outcome = new Outcome(7, OutcomeState::Unchanged);
        self::assertSame([0, 0, 0, '', '', [], []], [$outcome->bytesBefore, $outcome->bytesAfter, $outcome->places, $outcome->reason,
            $outcome->verified, $outcome->sha256, $outcome->notes]);
    }

    public function testAReplacementIsKnownAgainByItsNote(): void
    {
        $path = get_temp_dir() . 'picopt-manifest-' . bin2hex(random_bytes(6)) . '.json';
        file_put_contents($path, (string) json_encode(['attachment' => 7, 'site' => 'x', 'made_at' => '2026-05-01T12:00:00Z',
            'folder' => '2026/05', 'files' => ['a.jpg' => ['sha256' => 'of a'], 'b.jpg' => ['sha256' => 'of b']],
            'names' => ['full' => 'a.jpg', 'medium' => 'a-1.jpg'], 'meta' => [], 'post' => []]));
        $manifest = FoundManifest::read($path);
        unlink($path);
        $plan = ['new_names' => ['full' => 'c.webp', 'medium' => 'c-1.webp'], 'hashes' => ['full' => 'of c', 'medium' => ['odd']],
            'bytes_before' => '300'];
        $run = Run::reinstated($manifest, $plan, 'backup', 'a.jpg');
        self::assertSame(
            [0, 7, '2026/05', 300, RunState::Applied, 'done', 'backup', 'of c', 'of a', true],
            [$run->id, $run->attachmentId(), $run->folder, $run->bytesBefore, $run->state, $run->step, $run->backup, $run->appliedSha256,
                $run->change->originalSha256, $run->hasFiles()]
        );
        self::assertSame([$plan['new_names'], ['full' => 'of c'], ['full' => 'a.jpg', 'medium' => 'a-1.jpg']], [$run->newNames,
            $run->hashes, $run->oldNames]);
        self::assertSame(['full', 'medium'], array_column($run->change->files, 'name'));
        self::assertSame([0, 0, 0], [$run->change->files[0]->bytes, $run->change->files[0]->width, $run->change->files[0]->height]);
        unset($plan['bytes_before']);
        self::assertSame([0, ''], [Run::reinstated($manifest, $plan, 'b', 'x.jpg')->bytesBefore,
            Run::reinstated($manifest, $plan, 'b', 'x.jpg')->change->originalSha256]);
    }

    public function testAddressesOfAllFilesAreKnownToCaches(): void
    {
        $run = new Run(1, new Change(7, ''), '2026/05 x', ['full' => 'a b.jpg', 'medium' => 'a.jpg'], '', 0);
        $run->newNames = ['full' => 'a.jpg', 'large' => 'é.webp'];
        $base = wp_get_upload_dir()['baseurl'] . '/2026/05%20x';
        self::assertSame(["{$base}/a%20b.jpg", "{$base}/a.jpg", "{$base}/%C3%A9.webp"], $run->urls());
    }
}
