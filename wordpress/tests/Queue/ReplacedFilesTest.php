<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * Other plugins, and WordPress' own editor, put another file in place of a processed picture. They are played here by what they
 * do: they write the file, write the metadata, and fire their hooks.
 *
 * @group acceptance-D8
 */
final class ReplacedFilesTest extends ServiceTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        // WordPress' own would close PHPUnit's output.
        remove_all_actions('shutdown');
        $this->plugin->kick()->register();
    }

    public function testEnableMediaReplaceMakesNewWork(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->process([$id], Pipeline::Export);
        $other = $this->makeJpeg(400, 300, 9);
        rename($other, (string) get_attached_file($id));
        do_action('enable-media-replace-upload-done', 'https://example.org/new.jpg', 'https://example.org/old.jpg', $id);
        do_action('shutdown');
        self::assertSame(PictureStatus::Seen, $this->plugin->pictures()->get($id)?->status);
        [$item] = $this->process([$id], Pipeline::Export);
        self::assertSame(State::Done, $item->state, $item->reason);
        self::assertSame(2, self::$service->get('charged'));
    }

    public function testItIsProcessedByItselfWhereUploadsAre(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->process([$id], Pipeline::Export);
        do_action('shutdown');
        $this->plugin->settings()->save(['auto_process' => true, 'auto_pipeline' => 'export']);
        rename($this->makeJpeg(400, 300, 9), (string) get_attached_file($id));
        do_action('enable-media-replace-upload-done', 'https://example.org/new.jpg', 'https://example.org/old.jpg', $id);
        do_action('shutdown');
        self::assertCount(1, $this->plugin->jobs()->ofSource(JobSource::Upload, [JobState::Planning]));
        $this->work();
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($id)?->status);
    }

    /** Regenerate Thumbnails begins at the large original that WordPress keeps. */
    public function testRegenerateThumbnailsOfAScaledPictureMakesNewWork(): void
    {
        add_filter('big_image_size_threshold', static fn (): int => 500);
        $id = $this->addPicture('big.jpg', 900, 600);
        $this->process([$id], Pipeline::Export);
        $processed = (string) get_attached_file($id);
        $original = (string) wp_get_original_image_path($id);
        self::assertNotSame($processed, $original);
        wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $original));
        do_action('shutdown');
        self::assertNotSame($processed, get_attached_file($id));
        self::assertSame(PictureStatus::Seen, $this->plugin->pictures()->get($id)?->status);
        [$item] = $this->process([$id], Pipeline::Export);
        self::assertSame(State::Done, $item->state, $item->reason);
        self::assertSame(1, self::$service->get('charged'), 'the result of the same original is still kept');
    }

    public function testOurOwnWorkAndSizesMadeAgainOfOurFileAreNoNewWork(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->process([$id], Pipeline::Export);
        wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, (string) get_attached_file($id)));
        do_action('shutdown');
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($id)?->status);
        $this->plugin->control()->revert($id);
        do_action('shutdown');
        self::assertSame(PictureStatus::Reverted, $this->plugin->pictures()->get($id)?->status);
    }

    /** Two optimizers on one site must not take turns, as each turn of ours would be charged. */
    public function testWhatAnotherOptimizerCompressedAgainIsNoNewWork(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->process([$id], Pipeline::Export);
        do_action('shutdown');
        $this->plugin->settings()->save(['auto_process' => true, 'auto_pipeline' => 'export']);
        $file = (string) get_attached_file($id);
        imagewebp(imagecreatefromstring((string) file_get_contents($file)), $file, 30);
        clearstatcache();
        wp_update_attachment_metadata($id, ['filesize' => 1] + wp_get_attachment_metadata($id));
        do_action('shutdown');
        self::assertSame([], $this->plugin->jobs()->ofSource(JobSource::Upload, [JobState::Planning]));
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($id)?->status);
        self::assertSame(State::Skipped, $this->process([$id], Pipeline::Export)[0]->state);
        self::assertSame(1, self::$service->get('charged'));
    }
}
