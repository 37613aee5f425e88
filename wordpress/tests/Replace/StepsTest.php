<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\RunState;
use PictureOptimizer\Replace\Text;

/** Every step of a replacement. */
final class StepsTest extends StepsTestCase
{
    public function testAllStepsAreWrittenDownInTheirOrder(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame(['backup', 'stage', 'names', 'swap', 'describe', 'metadata', 'references', 'recheck', 'verify', 'retire',
            'done'], $this->steps);
    }

    public function testTheStepsBackAreWrittenDownAsWell(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->steps = [];
        $this->reverted($this->id);
        self::assertSame(['revert', 'reverted'], $this->steps);
    }

    public function testTextAloneMakesNoBackupAndNoNames(): void
    {
        $this->applied(new Change($this->id, '', text: new Text('A bike')));
        self::assertSame(['describe', 'metadata', 'references', 'recheck', 'verify', 'retire', 'done'], $this->steps);
        self::assertSame(['', [], [], ''], [$this->replacement()->backup, $this->replacement()->newNames, $this->replacement()->hashes,
            $this->replacement()->appliedSha256]);
        self::assertSame(['photo.png'], $this->files());
    }

    public function testTheNewFileIsThereAndTheOldOneInItsBackup(): void
    {
        $old = $this->bytes('photo.png');
        $change = $this->change($this->id, 'webp', 'Red bike');
        $new = (string) file_get_contents($change->files[0]->path);
        $outcome = $this->applied($change);
        self::assertSame(['red-bike.webp'], $this->files());
        self::assertSame($new, $this->bytes('red-bike.webp'));
        $this->assertReadableByTheServer('red-bike.webp');
        self::assertFileDoesNotExist($change->files[0]->path, 'it was moved, not copied');
        self::assertStringEqualsFile($this->workshop->backups->original($this->replacement()->backup), $old);
        $meta = wp_get_attachment_metadata($this->id);
        self::assertSame([30, 20, strlen($new), []], [$meta['width'], $meta['height'], $meta['filesize'], $meta['sizes']]);
        self::assertStringEndsWith('/red-bike.webp', $meta['file']);
        self::assertSame('image/webp', get_post_mime_type($this->id));
        self::assertSame([strlen($old), strlen($new)], [$outcome->bytesBefore, $outcome->bytesAfter]);
        self::assertSame(['full' => hash('sha256', $new)], $outcome->sha256);
        self::assertSame($this->replacement()->appliedSha256, $outcome->sha256['full']);
        self::assertSame([], $outcome->notes);
        self::assertSame(RunState::Applied, $this->replacement()->state);
    }

    public function testWhatWasMadeIsNotedBesideTheBackup(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $note = $this->workshop->backups->noted($this->replacement()->backup);
        self::assertSame(['full' => 'red-bike.webp'], $note['new_names']);
        self::assertSame(['full' => $this->replacement()->appliedSha256], $note['hashes']);
    }

    public function testCachesAreToldOfTheFilesOnce(): void
    {
        $told = [];
        add_action('picture_optimizer_purge_urls', static function (array $urls, array $ids) use (&$told): void {
            $told[] = [array_map('basename', $urls), $ids];
        }, 10, 2);
        $this->applied(new Change($this->id, '', text: new Text('A bike')));
        self::assertSame([], $told, 'text changes no file');
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame([[['photo.png', 'red-bike.webp'], [$this->id]]], $told);
        $this->reverted($this->id);
        self::assertSame([['photo.png', 'red-bike.webp'], [$this->id]], $told[1] ?? null);
        self::assertCount(2, $told);
    }

    public function testAnAvifHasACopyThatSocialNetworksCanShow(): void
    {
        $old = $this->bytes('photo.png');
        $this->applied($this->change($this->id, 'avif', 'Red bike'));
        self::assertSame(['red-bike-social.png', 'red-bike.avif'], $this->files());
        self::assertSame($old, $this->bytes('red-bike-social.png'));
        $this->assertReadableByTheServer('red-bike-social.png');
        $size = wp_get_attachment_metadata($this->id)['sizes'][Attachment::SOCIAL];
        self::assertSame(['red-bike-social.png', 30, 20, 'image/png', strlen($old)], [$size['file'], $size['width'], $size['height'],
            $size['mime-type'], $size['filesize']]);
        self::assertSame('photo.png', $this->replacement()->socialSource);
        $this->reverted($this->id);
        self::assertSame(['photo.png'], $this->files());
    }

    public function testAFileWithoutTheFullSizeIsNoResult(): void
    {
        $change = $this->change($this->id, 'webp', 'Red bike');
        $source = $this->workshop->originals->sourceFor($this->id);
        $size = $this->result('medium', $source->path, 15, 10, 'webp', 60);
        $outcome = $this->replacer->apply(new Change($this->id, $change->originalSha256, [$size], 'Red bike'))[$this->id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('full-size image is missing', $outcome->reason);
        self::assertSame(['photo.png'], $this->files());
    }

    public function testAResultThatWasSpoiltOnItsWayIsNotUsed(): void
    {
        $change = $this->change($this->id, 'webp', 'Red bike');
        file_put_contents($change->files[0]->path, 'x', FILE_APPEND);
        $outcome = $this->replacer->apply($change)[$this->id];
        self::assertSame([OutcomeState::Failed, 0], [$outcome->state, $outcome->places], $outcome->reason);
        self::assertSame(['photo.png'], $this->files());
        self::assertStringEndsWith('/photo.png', (string) get_attached_file($this->id));
    }

    public function testAnImageThatChangedAfterItWasSentIsNotReplaced(): void
    {
        $change = $this->change($this->id, 'webp', 'Red bike');
        file_put_contents("{$this->folder}/photo.png", 'x', FILE_APPEND);
        $outcome = $this->replacer->apply($change)[$this->id];
        self::assertStringContainsString('was changed after it was sent', $outcome->reason);
        self::assertSame([OutcomeState::Changed, RunState::Failed, 0], [$outcome->state, $this->newest()->state, $outcome->places]);
        self::assertSame(['photo.png'], $this->files());
    }

    public function testAnotherPluginThatSpoilsTheMetadataIsNotFollowed(): void
    {
        add_filter('wp_update_attachment_metadata', '__return_false');
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame(30, wp_get_attachment_metadata($this->id)['width']);
    }

    // Old files.

    /** @return iterable<string, array{int, string}> what the server says to a question for a file that is gone, what is told */
    public static function probes(): iterable
    {
        yield 'it does not ask WordPress' => [404, 'doesn’t pass requests for missing images'];
        yield 'it wants a password' => [401, 'couldn’t check whether their URLs'];
    }

    /** @dataProvider probes */
    public function testOldFilesStayWhereTheirNamesWouldNotWorkWithoutThem(int $code, string $told): void
    {
        $this->codes = ['.png' => $code];
        $outcome = $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame(['photo.png', 'red-bike.webp'], $this->files());
        self::assertCount(1, $outcome->notes);
        self::assertStringContainsString($told, $outcome->notes[0]);
    }

    public function testAFileThatTheImageEditorOrAnotherImageNamesStays(): void
    {
        $other = (int) wp_insert_attachment(['post_mime_type' => 'image/png', 'post_title' => 'x'], "{$this->folder}/photo.png");
        wp_update_attachment_metadata($other, ['width' => 30, 'height' => 20, 'sizes' => ['thumb' => ['file' => 'photo.png']]]);
        $folder = dirname((string) get_post_meta($this->id, '_wp_attached_file', true));
        update_post_meta($other, '_wp_attached_file', "{$folder}/photo-2x2.png");
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame(['photo.png', 'red-bike.webp'], $this->files());
        $this->reverted($this->id);
        delete_post_meta($other, '_wp_attachment_metadata'); // To delete the image would delete the file.
        update_post_meta($this->id, '_wp_attachment_backup_sizes', ['full-orig' => ['file' => 'photo.png']]);
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertContains('photo.png', $this->files());
    }

    public function testOldFilesCanBeBroughtBackBesideTheNewOnes(): void
    {
        $old = $this->bytes('photo.png');
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $umask = umask(0077);
        self::assertSame(0, $this->workshop->originals->bringBackOldFiles());
        umask($umask);
        $this->assertReadableByTheServer('photo.png');
        self::assertSame(['photo.png', 'red-bike.webp'], $this->files());
        self::assertSame($old, $this->bytes('photo.png'));
        file_put_contents("{$this->folder}/photo.png", 'somebody else');
        self::assertSame(0, $this->workshop->originals->bringBackOldFiles());
        self::assertSame('somebody else', $this->bytes('photo.png'), 'what is there stays');
        unlink("{$this->folder}/photo.png");
        file_put_contents($this->workshop->backups->original($this->replacement()->backup), 'rotten');
        self::assertSame(1, $this->workshop->originals->bringBackOldFiles());
        $this->workshop->backups->remove($this->replacement()->backup);
        self::assertSame(1, $this->workshop->originals->bringBackOldFiles(), 'without its backup as well');
        self::assertSame(['red-bike.webp'], $this->files());
    }

    public function testWhatAFileReplacedIsKnownByBytes(): void
    {
        $old = strlen($this->bytes('photo.png'));
        self::assertSame([], $this->workshop->originals->bytesBefore($this->id));
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->applied(new Change($this->id, '', text: new Text('A bike')));
        self::assertSame([$this->replacement()->relative('red-bike.webp') => $old], $this->workshop->originals->bytesBefore($this->id));
        $this->workshop->backups->remove($this->workshop->journal->inEffect($this->id)[0]->backup);
        self::assertSame([], $this->workshop->originals->bytesBefore($this->id));
    }
}
