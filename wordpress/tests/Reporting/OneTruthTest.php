<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Reporting;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Media\ImageFacts;
use PictureOptimizer\Media\Status;
use PictureOptimizer\Reporting\Achievements;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Savings;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * Result, library, details, totals and progress say the same of an image.
 *
 * @group acceptance-U4
 */
final class OneTruthTest extends ServiceTestCase
{
    /** @return array{list<array<string, mixed>>, int} what each screen is told, and the job */
    private function processed(int ...$ids): array
    {
        $items = $this->process($ids, Pipeline::Export);
        $job = $items[0]->jobId;
        return [json_decode((string) wp_json_encode($this->plugin->report()->results($job)), true)['items'], $job];
    }

    public function testAllScreensNameTheSameBytes(): void
    {
        $id = $this->addPicture('a.jpg', 900, 600);
        [[$line], $job] = $this->processed($id);
        $picture = $this->plugin->pictures()->get($id);
        $facts = new ImageFacts(
            $this->plugin->pictures(),
            $this->plugin->items(),
            $this->plugin->jobs(),
            $this->plugin->history(),
            $this->plugin->originals(),
            $this->plugin->events(),
        );
        $page = get_object_vars($facts->of($id));
        $progress = $this->plugin->report()->progress($job)->jsonSerialize();
        $truth = [$picture?->bytesBefore, $picture?->bytesAfter];
        self::assertSame($truth[1], Attachment::load($id)->servedBytes(), 'what lies on the disk');
        foreach (['result' => $line, 'details' => $page, 'progress' => $progress] as $screen => $told) {
            self::assertSame($truth, [$told['bytes_before'], $told['bytes_after']], $screen);
        }
        $totals = $this->plugin->pictures()->totals();
        $savings = new Savings(...$truth);
        self::assertSame([$savings->saved(), $savings->isSmaller() ? 1 : 0], [$totals['saved'], $totals['optimized']]);
        $library = Status::of($picture, null)->detail;
        self::assertStringContainsString(size_format(abs($savings->saved()), 1), $library);
    }

    /** Its files are smaller, its text waits: the badge, the widget, the report, the jobs and the image's page say both. */
    public function testAnImageWhoseTextWaitsIsOptimizedEverywhere(): void
    {
        self::$service->set('analysis', ['draft' => true]);
        $id = $this->addPicture('a.jpg', 900, 600);
        $job = $this->start([$id], Pipeline::AnalyzeExport)->id;
        $this->work();
        self::assertTrue($this->plugin->items()->ofJob($job)[0]->isInReview());
        $picture = $this->plugin->pictures()->get($id);
        self::assertNotNull($picture);
        $savings = $picture->savings();
        self::assertTrue($savings->isSmaller());

        $status = $this->freshStatuses()->of($id);
        self::assertSame(['review', 'Waiting for review'], [$status->name, $status->label]);
        self::assertSame(Status::of($picture, null)->detail, $status->detail, 'what it saves');
        self::assertFalse($status->canRevert());
        self::assertEquals($status, Status::of($picture, $this->plugin->items()->latestOf($id)), 'on its page as in the library');

        $totals = $this->plugin->pictures()->totals();
        self::assertSame([1, $savings->saved()], [$totals['optimized'], $totals['saved']]);
        $plugin = $this->plugin;
        $achieved = new Achievements($plugin->db(), $plugin->items(), $plugin->pictures(), $plugin->acceptedTypes());
        $row = ['images' => 1, 'before' => $savings->before, 'after' => $savings->after, 'credits' => 2];
        self::assertSame([['name' => wp_date('Y-m')] + $row], $achieved->byMonth());
        self::assertSame([['name' => get_userdata(1)->display_name] + $row], $achieved->byAuthor());

        $progress = $this->plugin->report()->progress($job);
        self::assertSame([$savings->before, $savings->after], [$progress->bytesBefore, $progress->bytesAfter]);
        self::assertSame('Waiting for review', $progress->label());
        [$line] = json_decode((string) wp_json_encode($this->plugin->report()->results($job)), true)['items'];
        self::assertSame(['review', 'Waiting for review'], [$line['state'], $line['state_label']]);
        $this->plugin->control()->pause($job);
        self::assertSame('Paused', $this->plugin->report()->progress($job)->label());
    }

    public function testTheCopyForSocialNetworksIsNoSizeOfThePage(): void
    {
        $id = $this->addPicture('a.jpg', 900, 600);
        $served = Attachment::load($id)->servedBytes();
        $meta = wp_get_attachment_metadata($id);
        $copy = 'a-social.jpg';
        copy((string) get_attached_file($id), dirname((string) get_attached_file($id)) . "/{$copy}");
        $meta['sizes'][Attachment::SOCIAL] = ['file' => $copy, 'width' => 900, 'height' => 600, 'mime-type' => 'image/jpeg'];
        wp_update_attachment_metadata($id, $meta);
        self::assertSame($served, Attachment::load($id)->servedBytes());
    }

    /** @return iterable<string, array{int, int, int, int}> before, after, saved, percent */
    public static function figures(): iterable
    {
        yield 'smaller' => [1000, 250, 750, 75];
        yield 'a hair' => [1_000_000, 999_999, 1, 1];
        yield 'nearly all' => [1_000_000, 1, 999_999, 99];
        yield 'no smaller version' => [1000, 1000, 0, 0];
        yield 'a wanted format that is larger' => [1000, 1500, -500, 0];
        yield 'no file was made' => [1000, 0, 0, 0];
    }

    /** @dataProvider figures */
    public function testEachFigureHasOneFunction(int $before, int $after, int $saved, int $percent): void
    {
        $savings = new Savings($before, $after);
        self::assertSame([$saved, $percent], [$savings->saved(), $savings->percent()]);
        self::assertSame($saved > 0, $savings->isSmaller());
    }

    public function testNoSmallerVersionIsNotOptimized(): void
    {
        $this->plugin->pictures()->save(7, ['status' => 'exported', 'bytes_before' => 900, 'bytes_after' => 900]);
        self::assertSame([0, 0], [$this->plugin->pictures()->totals()['optimized'], $this->plugin->pictures()->totals()['saved']]);
        self::assertSame('No smaller version found', Status::of($this->plugin->pictures()->get(7), null)->detail);
    }
}
