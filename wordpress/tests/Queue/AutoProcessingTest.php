<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;
use PictureOptimizer\Tests\ServiceTestCase;

/** New uploads that are processed without anybody asking. */
final class AutoProcessingTest extends ServiceTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        $this->plugin->settings()->save(['auto_process' => true, 'auto_pipeline' => 'export']);
        remove_all_filters('wp_generate_attachment_metadata');
        add_filter('wp_generate_attachment_metadata', fn (array $m, int $id): array
            => $this->plugin->autoProcessing()->notice($m, $id), 20, 2);
    }

    public function testOffByDefault(): void
    {
        delete_option('picture_optimizer_settings');
        $this->addPicture('photo.jpg', 400, 300);
        self::assertFalse($this->plugin->autoProcessing()->enqueue());
    }

    public function testAnUploadIsProcessedOnce(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        self::assertTrue($this->plugin->autoProcessing()->enqueue());
        self::assertFalse($this->plugin->autoProcessing()->enqueue());
        $this->work();
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($id)?->status);
        self::assertSame([true], array_column(self::$service->get('jobs'), 'automatic'));

        wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, (string) get_attached_file($id)));
        self::assertFalse($this->plugin->autoProcessing()->enqueue(), 'making sizes again is no upload');
        self::assertSame(1, self::$service->get('charged'));
    }

    /** @group acceptance-F1 */
    public function testWhereTheBrowserMakesTheSizesItWaitsForAllOfThem(): void
    {
        if (!function_exists('wp_is_client_side_media_processing_enabled')) {
            self::markTestSkipped('this WordPress makes sizes on the server only');
        }
        add_filter('wp_client_side_media_processing_enabled', '__return_true');
        $GLOBALS['wp_rest_server'] = null;
        $id = $this->uploadByRest(['generate_sub_sizes' => false]);
        self::assertSame([], wp_get_attachment_metadata($id)['sizes'] ?? []);
        self::assertFalse($this->plugin->autoProcessing()->enqueue(), 'it acted on a picture without sizes');

        $this->finalize($id);
        self::assertTrue($this->plugin->autoProcessing()->enqueue());
        $this->work();
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($id)?->status);
        self::assertArrayHasKey('medium', wp_get_attachment_metadata($id)['sizes']);
        self::assertSame(1, self::$service->get('charged'));
    }

    public function testAnUploadByRestIsProcessedAfterItsSizesWereMade(): void
    {
        $GLOBALS['wp_rest_server'] = null;
        $id = $this->uploadByRest([]);
        self::assertNotEmpty(wp_get_attachment_metadata($id)['sizes']);
        self::assertTrue($this->plugin->autoProcessing()->enqueue());
    }

    public function testNoMoreThanTheDaysCreditsAreSpent(): void
    {
        $this->plugin->settings()->save(['auto_daily_credits' => 2]);
        foreach ([1, 2, 3] as $seed) {
            $this->addPicture("p{$seed}.jpg", 400, 300, $seed);
            $this->plugin->autoProcessing()->enqueue();
        }
        $this->work();
        self::assertSame(2, self::$service->get('charged'));
        [$waiting] = $this->plugin->jobs()->ofSource(JobSource::Upload, [JobState::Planned]);
        self::assertStringContainsString('tomorrow', $waiting->message);

        global $wpdb;
        $wpdb->query("UPDATE {$this->plugin->jobs()->table()} SET started_at = started_at - 90000 WHERE started_at > 0");
        $this->plugin->jobs()->update($waiting->id, ['quote_expires' => 1]);
        $this->work();
        $this->work();
        self::assertSame(3, self::$service->get('charged'), 'the next day it goes on, with a new quote');
    }

    public function testAnImportOfManyIsSpreadOverDaysAndDoesNotWaitForEver(): void
    {
        $this->plugin->settings()->save(['auto_daily_credits' => 4]);
        foreach ([1, 2, 3, 4, 5] as $seed) {
            $this->addPicture("p{$seed}.jpg", 400, 300, $seed);
        }
        $this->plugin->autoProcessing()->enqueue();
        $this->work();
        self::assertSame(4, self::$service->get('charged'));
        self::assertCount(1, $this->plugin->jobs()->ofSource(JobSource::Upload, [JobState::Planned]), 'the fifth waits for tomorrow');
    }

    public function testWhatNoDayIsLongEnoughForIsSaidAndEnds(): void
    {
        $this->addPicture('photo.jpg', 400, 300);
        $this->plugin->autoProcessing()->enqueue();
        $this->plugin->settings()->save(['auto_daily_credits' => 0]);
        $this->work();
        self::assertSame(0, self::$service->get('charged'));
        self::assertFalse($this->plugin->jobs()->hasOpen(), 'nothing is asked again and again');
        [$job] = $this->plugin->jobs()->ofSource(JobSource::Upload, [JobState::Stopped]);
        self::assertStringContainsString('Raise the daily limit', (string) Why::unpack($job->message));
    }

    public function testAVetoOfAnotherPluginHoldsUpThatJobAndNoOther(): void
    {
        $upload = $this->addPicture('photo.jpg', 400, 300, 1);
        $this->plugin->autoProcessing()->enqueue();
        add_filter('picture_optimizer_before_order', static fn (?string $veto, int $job, int $credits, string $source): ?string
            => $source === 'upload' ? 'Not on a Friday.' : $veto, 10, 4);
        $this->plugin->settings()->save(['auto_process' => false]);
        $other = $this->addPicture('other.jpg', 400, 300, 2);
        [$done] = $this->process([$other], Pipeline::Export);
        self::assertSame(State::Done, $done->state);
        [$waiting] = $this->plugin->jobs()->ofSource(JobSource::Upload, [JobState::Planned]);
        self::assertSame('Not on a Friday.', (string) Why::unpack($waiting->message));
        self::assertNotSame(PictureStatus::Exported, $this->plugin->pictures()->get($upload)?->status);
        remove_all_filters('picture_optimizer_before_order');
        $this->work();
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($upload)?->status);
    }

    /** In the background, as optimizers work that are told of an upload as we are. */
    private function compressAgainEachTime(int $id, int $times): void
    {
        add_filter('picture_optimizer_before_apply', static function (?string $veto) use ($id, &$times): ?string {
            if ($times-- > 0) {
                $file = (string) get_attached_file($id);
                imagejpeg(imagecreatefromstring((string) file_get_contents($file)), $file, 60 + $times);
            }
            return $veto;
        });
    }

    public function testAnUploadThatAnotherOptimizerCompressesMeanwhileIsSentAgain(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->compressAgainEachTime($id, 1);
        $this->plugin->autoProcessing()->enqueue();
        $this->work();
        self::assertTrue($this->plugin->jobs()->hasOpen(), 'the next run sends it as it is now');
        $this->work();
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($id)?->status);
        self::assertSame([State::Done, State::Failed], array_column($this->plugin->items()->ofAttachment($id, 9), 'state'));
        self::assertSame(1, self::$service->get('charged'), 'the first result was given back');
    }

    public function testAnImageThatIsChangedEachTimeIsGivenUp(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->compressAgainEachTime($id, 20);
        $this->plugin->autoProcessing()->enqueue();
        for ($run = 0; $run < 6; $run++) {
            $this->work();
        }
        self::assertCount(3, $this->plugin->items()->ofAttachment($id, 9));
        self::assertFalse($this->plugin->jobs()->hasOpen());
    }

    public function testExcludedUploadsAreLeftAlone(): void
    {
        $this->plugin->settings()->save(['exclude_names' => "logo*\nicon-?.png"]);
        $id = $this->addPicture('Logo-2.jpg', 400, 300);
        $this->plugin->autoProcessing()->enqueue();
        $this->work();
        self::assertSame(0, self::$service->get('charged'));
        self::assertNotSame(PictureStatus::Exported, $this->plugin->pictures()->get($id)?->status);
    }

    public function testAServiceThatIsDownIsAskedAgainLater(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        self::$service->fail('POST /v1/quotes', 'html 500');
        $this->plugin->autoProcessing()->enqueue();
        $this->work(1);
        self::assertNull($this->plugin->pictures()->get($id)?->exportSettings ?: null);
        $this->work();
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($id)?->status);
    }

    /** @param array<string, mixed> $parameters */
    private function uploadByRest(array $parameters): int
    {
        $file = $this->makeJpeg(800, 600);
        $request = new \WP_REST_Request('POST', '/wp/v2/media');
        $request->set_header('Content-Type', 'image/jpeg');
        $request->set_header('Content-Disposition', 'attachment; filename=phone.jpg');
        $request->set_body((string) file_get_contents($file));
        unlink($file);
        $request->set_query_params($parameters);
        $answer = rest_do_request($request);
        self::assertSame(201, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
        return (int) $answer->get_data()['id'];
    }

    /** What the browser does: it sends each size, and then says that these were all. */
    private function finalize(int $id): void
    {
        $file = $this->makeJpeg(300, 225);
        $request = new \WP_REST_Request('POST', "/wp/v2/media/{$id}/sideload");
        $request->set_header('Content-Type', 'image/jpeg');
        $request->set_header('Content-Disposition', 'attachment; filename=phone-300x225.jpg');
        $request->set_body((string) file_get_contents($file));
        $request->set_query_params(['image_size' => 'medium']);
        unlink($file);
        $sideloaded = rest_do_request($request);
        self::assertSame(200, $sideloaded->get_status(), (string) wp_json_encode($sideloaded->get_data()));
        $request = new \WP_REST_Request('POST', "/wp/v2/media/{$id}/finalize");
        $request->set_body_params(['sub_sizes' => [$sideloaded->get_data()]]);
        $answer = rest_do_request($request);
        self::assertSame(200, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
    }
}
