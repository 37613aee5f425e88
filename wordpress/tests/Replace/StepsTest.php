<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Delivery\OldUrls;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\Adoption;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Journal;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Run;
use PictureOptimizer\Replace\RunState;
use PictureOptimizer\Replace\Text;

/**
 * Every step of a replacement and of its way back, with one tiny image without sub-sizes, so that each test takes no time.
 *
 * What is asked for over HTTP is answered here: by default all files load, and old names lead to new ones.
 */
final class StepsTest extends ReplaceTestCase
{
    private int $id;
    private string $folder;

    /** @var list<string> names of the steps */
    private array $steps = [];

    /** @var array<string, int> status by the end of an address */
    private array $codes = [];

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPlainImage('photo.png');
        $this->folder = dirname((string) get_attached_file($this->id));
        add_action('picture_optimizer_step', function (string $step): void {
            $this->steps[] = $step;
        });
        add_filter('pre_http_request', function (mixed $none, array $arguments, string $url): array {
            $isProbe = str_contains($url, OldUrls::PROBE);
            $code = $isProbe ? 301 : 200;
            foreach ($this->codes as $end => $of) {
                $code = str_ends_with($url, $end) ? $of : $code;
            }
            return ['response' => ['code' => $code], 'body' => '', 'headers' => ['location' => $url], 'cookies' => []];
        }, 10, 3);
        $this->forgetProbes();
    }

    private function forgetProbes(): void
    {
        global $wpdb;
        $wpdb->query("DELETE FROM {$wpdb->options} WHERE option_name LIKE '%picture\\_optimizer\\_probe%'");
        wp_cache_flush();
    }

    /** @return list<string> names of all files beside the image */
    private function files(): array
    {
        return array_values(array_filter(scandir($this->folder) ?: [], static fn (string $name): bool
            => preg_match('/^(?:photo|red-bike|blue-bike)[.-]/', $name) === 1));
    }

    private function bytes(string $name): string
    {
        return (string) file_get_contents("{$this->folder}/{$name}");
    }

    private function replacement(): Run
    {
        $runs = $this->workshop->journal->inEffect($this->id);
        return end($runs) ?: self::fail('nothing is in effect');
    }

    private function newest(): Run
    {
        global $wpdb;
        $id = (int) $wpdb->get_var("SELECT MAX(id) FROM {$wpdb->prefix}picopt_replacements");
        return $this->workshop->journal->find($id) ?? self::fail('nothing was begun');
    }

    private function assertReadableByTheServer(string $name): void
    {
        self::assertSame(fileperms($this->folder) & 0666, fileperms("{$this->folder}/{$name}") & 0777, $name);
    }

    // There.

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
        self::assertSame([OutcomeState::Failed, RunState::Failed, 0], [$outcome->state, $this->newest()->state, $outcome->places]);
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
        yield 'it does not ask WordPress' => [404, 'does not pass requests for missing images'];
        yield 'it wants a password' => [401, 'could not ask itself'];
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
        self::assertSame(0, $this->workshop->originals->bringBackOldFiles());
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

    // Back.

    public function testTheWayBackIsToTheByte(): void
    {
        $before = $this->stateOfSite();
        $this->applied($this->change($this->id, 'webp', 'Red bike', new Text('Alt', 'Title', 'Caption', 'Words', ['red'])));
        $outcome = $this->reverted($this->id);
        self::assertSame($before, $this->stateOfSite());
        $this->assertReadableByTheServer('photo.png');
        self::assertSame(7, $outcome->places, 'file, metadata, type, and four texts');
        self::assertSame([], $outcome->notes);
        self::assertSame(RunState::Reverted, $this->newest()->state);
        self::assertSame(OutcomeState::Unchanged, $this->replacer->revert($this->id)[$this->id]->state);
        self::assertSame(OutcomeState::Failed, $this->replacer->revert(9_999_999)[9_999_999]->state);
    }

    public function testNewNamesLeadToTheOldFilesAfterwards(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $path = $this->replacement()->relative('red-bike.webp');
        $this->reverted($this->id);
        self::assertStringEndsWith('/photo.png', (string) $this->plugin->delivery()->oldUrls->target($path));
    }

    public function testAnImageWithNothingToTakeBackDoesNotStopTheOthers(): void
    {
        $second = $this->addPlainImage('photo-b.png', seed: 7);
        $third = $this->addPlainImage('photo-c.png', seed: 9);
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->applied($this->change($third, 'webp', 'Blue bike'));
        $outcomes = $this->replacer->revert($this->id, $second, $third);
        self::assertEquals(
            [$this->id => OutcomeState::Reverted, $second => OutcomeState::Unchanged, $third => OutcomeState::Reverted],
            array_combine(array_keys($outcomes), array_column($outcomes, 'state'))
        );
    }

    public function testAFailedSecondReplacementLeadsBackToTheFirst(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike', quality: 80));
        $first = $this->bytes('red-bike.webp');
        $backups = $this->workshop->backups->all();
        $this->codes = ['/blue-bike.webp' => 404];
        $outcome = $this->replacer->apply($this->change($this->id, 'webp', 'Blue bike', quality: 1))[$this->id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('blue-bike.webp does not load', $outcome->reason);
        self::assertSame(['red-bike.webp'], $this->files());
        self::assertSame($first, $this->bytes('red-bike.webp'));
        self::assertEqualsCanonicalizing($backups, $this->workshop->backups->all(), 'the first result’s backup was for this time only');
        $this->codes = [];
        $this->reverted($this->id);
        self::assertSame(['photo.png'], $this->files());
    }

    public function testASecondReplacementKeepsTheFirstOriginal(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike', quality: 80));
        [$backup, $all] = [$this->replacement()->backup, $this->workshop->backups->all()];
        $this->applied($this->change($this->id, 'webp', 'Blue bike', quality: 1));
        self::assertSame($backup, $this->replacement()->backup);
        self::assertEqualsCanonicalizing($all, $this->workshop->backups->all());
        $this->reverted($this->id);
        self::assertSame(['photo.png'], $this->files());
    }

    public function testTheWayBackLeadsToTheFileThatSomebodyElsePutThere(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $image = imagecreatetruecolor(30, 20);
        imagefill($image, 0, 0, 0xcc0000);
        imagewebp($image, "{$this->folder}/red-bike.webp", 90);
        $theirs = $this->bytes('red-bike.webp');
        $this->applied($this->change($this->id, 'webp', 'Blue bike'));
        $this->reverted($this->id);
        self::assertStringEndsWith('/red-bike.webp', (string) get_attached_file($this->id));
        self::assertSame($theirs, $this->bytes('red-bike.webp'), 'ours that it replaced is history');
    }

    public function testADamagedBackupStopsASecondReplacement(): void
    {
        $id = $this->addPicture('sized.jpg', 400, 300);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $file = (string) get_attached_file($id);
        $run = $this->workshop->journal->inEffect($id)[0];
        $change = $this->change($id, 'webp', 'Blue bike', quality: 1);
        file_put_contents($this->workshop->backups->path($run->backup, $run->oldNames['medium']), 'rotten');
        $outcome = $this->replacer->apply($change)[$id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('damaged', $outcome->reason);
        self::assertSame($file, get_attached_file($id));
        self::assertFileExists($file);
    }

    public function testAFileThatWasWrittenAnewSinceStaysAndIsTold(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        update_post_meta($this->id, '_wp_attachment_backup_sizes', ['full-orig' => ['file' => 'red-bike.webp', 'width' => 1]]);
        file_put_contents("{$this->folder}/red-bike.webp", 'somebody else');
        $outcome = $this->reverted($this->id);
        self::assertSame(['The file red-bike.webp was written anew by something else since, so it stays.'], $outcome->notes);
        self::assertSame(['photo.png', 'red-bike.webp'], $this->files());
        $kept = get_post_meta($this->id, '_wp_attachment_backup_sizes', true)['full-orig'];
        self::assertSame(['photo.png', 30], [$kept['file'], $kept['width']], 'what the editor goes back to is there');
    }

    public function testAFileThatIsEmptyIsNobodys(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        file_put_contents("{$this->folder}/red-bike.webp", '');
        self::assertSame([], $this->reverted($this->id)->notes);
        self::assertSame(['photo.png'], $this->files());
    }

    public function testARefusedWayBackLeavesTheReplacementInEffect(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        file_put_contents("{$this->folder}/photo.png", 'somebody else');
        $this->steps = [];
        $outcome = $this->replacer->revert($this->id)[$this->id];
        self::assertSame([OutcomeState::Failed, ['revert', 'refused']], [$outcome->state, $this->steps]);
        self::assertStringContainsString('photo.png is now used by another file', $outcome->reason);
        self::assertSame(RunState::Applied, $this->newest()->state);
        self::assertStringEndsWith('/red-bike.webp', (string) get_attached_file($this->id));
        self::assertSame('somebody else', $this->bytes('photo.png'));
    }

    public function testTagsAreSomebodysAsSoonAsSomebodyTouchesThem(): void
    {
        $tags = $this->plugin->tags();
        $tags->set($this->id, ['old']);
        $this->applied(new Change($this->id, '', text: new Text(tags: ['red', 'bike'])));
        $tags->set($this->id, ['old', 'mine']);
        self::assertSame(['Tags were edited since and stay as they are.'], $this->reverted($this->id)->notes);
        self::assertEqualsCanonicalizing(['old', 'mine'], $tags->of($this->id));
        $tags->set($this->id, ['old']);
        $this->applied(new Change($this->id, '', text: new Text(tags: ['red', 'bike'])));
        $tags->set($this->id, ['old']);
        self::assertSame([], $this->reverted($this->id)->notes, 'somebody was quicker');
        self::assertSame(['red', 'bike'], $tags->unknown(['red', 'bike']));
    }

    // Taken up again.

    /** @return iterable<string, array{RunState, int, OutcomeState, RunState}> as it was left, attempts so far, what becomes of it */
    public static function left(): iterable
    {
        yield 'at work' => [RunState::Working, 0, OutcomeState::Applied, RunState::Applied];
        yield 'at work, and the last attempt' => [RunState::Working, 2, OutcomeState::Applied, RunState::Applied];
        yield 'at work, and once too often' => [RunState::Working, 3, OutcomeState::Failed, RunState::Abandoned];
        yield 'on the way back' => [RunState::Reverting, 0, OutcomeState::Reverted, RunState::Reverted];
        yield 'on the way back, once too often' => [RunState::Reverting, 3, OutcomeState::Failed, RunState::Abandoned];
    }

    /** @dataProvider left */
    public function testWhatWasLeftUndoneIsTakenUpThreeTimes(RunState $left, int $attempts, OutcomeState $outcome, RunState $state): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $run = $this->replacement();
        [$run->state, $run->attempts] = [$left, $attempts];
        $fence = new Fence($this->plugin->db());
        self::assertTrue($fence->acquire());
        (new Journal($this->plugin->db(), $fence, $this->plugin->tags()))->save($run, 'swap');
        $fence->release();
        $this->steps = [];
        $outcomes = $this->replacer->resume();
        self::assertSame([$this->id => $outcome], array_map(static fn (Outcome $one): OutcomeState => $one->state, $outcomes));
        self::assertSame([$state, 'resume'], [$this->newest()->state, $this->steps[0]]);
        if ($state === RunState::Abandoned) {
            self::assertStringContainsString('Given up after 3 attempts', $outcomes[$this->id]->reason);
            self::assertSame(0, $this->newest()->attempts, 'whoever asks for it again begins anew');
            $this->reverted($this->id);
        }
        self::assertSame([], $this->replacer->resume());
    }

    public function testNobodyWorksWhileAnotherDoes(): void
    {
        $fence = new Fence($this->plugin->db());
        self::assertTrue($fence->acquire());
        self::assertSame(OutcomeState::Busy, $this->replacer->revert($this->id)[$this->id]->state);
        self::assertSame([], $this->replacer->resume());
        $moved = $this->replacer->moveBackups(Budget::unlimited());
        self::assertSame([0, 0, [], ''], [$moved->moved, $moved->left, $moved->from, $moved->to]);
        self::assertIsArray($this->replacer->adopt(dryRun: true), 'who only looks disturbs nobody');
        try {
            $this->replacer->adopt();
            self::fail('two at a time');
        } catch (ChangeError $busy) {
            self::assertStringContainsString('Another process', $busy->getMessage());
        } finally {
            $fence->release();
        }
        self::assertSame([], array_filter($this->replacer->adopt(), fn (Adoption $one): bool => $one->attachmentId === $this->id));
        self::assertTrue($fence->acquire(), 'and lets go of it afterwards');
        $fence->release();
    }
}
