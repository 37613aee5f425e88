<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Planning\Order;
use PictureOptimizer\Planning\Payload;
use PictureOptimizer\Replace\Source;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\TestCase;

/** What the service is told of an image and of an order; nothing is sent here. */
final class OrderTest extends TestCase
{
    private function item(int $attachment, Pipeline $pipeline = Pipeline::AnalyzeExport): Item
    {
        return Item::fromRow(['id' => '5', 'job_id' => '3', 'attachment_id' => (string) $attachment, 'pipeline' => $pipeline->value]
            + array_fill_keys(['state', 'reason_code', 'reason', 'attempts', 'not_before', 'lease_token', 'lease_until',
                'source_sha256', 'quoted', 'order_key', 'remote_job', 'remote_item', 'result', 'reviewed', 'bytes_before',
                'bytes_after', 'credits', 'updated_at'], ''));
    }

    /** @param array<string, mixed> $chosen */
    private function job(JobSource $source, array $chosen = []): Job
    {
        $kept = JobSettings::from(Defaults::ALL, Chosen::from($chosen));
        return Job::fromRow(['id' => '3', 'state' => 'open', 'source' => $source->value, 'pipeline' => 'analyze_export',
            'settings' => $kept->toJson(), 'quote_id' => '', 'quote_expires' => '0', 'credits_quoted' => '0',
            'credits_available' => '0', 'message' => '', 'created_by' => '1', 'created_at' => '1700000000']);
    }

    private static function source(int $width, int $height): Source
    {
        return new Source('/nowhere/photo.jpg', str_repeat('a', 64), 10, 'image/jpeg', $width, $height);
    }

    /** @return iterable<string, array{int, int, array{int, int}}> sides as they were read, as they are told */
    public static function sides(): iterable
    {
        yield 'as they are' => [900, 600, [900, 600]];
        yield 'unread' => [0, 0, [1, 1]];
        yield 'as large as a side can be' => [65_535, 65_534, [65_535, 65_534]];
        yield 'larger' => [65_536, 70_000, [65_535, 65_535]];
    }

    /**
     * @dataProvider sides
     * @param array{int, int} $told
     */
    public function testSidesAreToldWithinTheServicesBounds(int $width, int $height, array $told): void
    {
        $payload = Payload::of($this->item($this->addPlainImage()), Pipeline::Analyze, self::source($width, $height));
        self::assertSame($told, [$payload->width, $payload->height]);
    }

    public function testSizesAreAskedForWhereFilesAre(): void
    {
        $item = $this->item($this->addPlainImage());
        self::assertSame([], Payload::of($item, Pipeline::Analyze, self::source(900, 600))->sizes);
        self::assertNotSame([], Payload::of($item, Pipeline::Export, self::source(900, 600))->sizes);
    }

    public function testWhatTheSitesOwnSizesWeighIsToldOfTheirSourceOnly(): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        $replaced = function (Source $source) use ($id): array {
            $sizes = Payload::of($this->item($id), Pipeline::Export, $source)->sizes;
            return array_filter(array_column($sizes, 'replacesBytes', 'name'));
        };
        $own = $this->plugin->originals()->sourceFor($id);
        $folder = dirname($own->path);
        $medium = (int) filesize($folder . '/' . wp_get_attachment_metadata($id)['sizes']['medium']['file']);
        self::assertSame($medium, $replaced($own)['medium']);
        self::assertArrayNotHasKey('full', $replaced($own));
        self::assertSame([], $replaced(self::source(900, 600)), 'they were made of another file');
        $turned = new Source($own->path, $own->sha256, $own->bytes, $own->mime, 900, 600, true);
        self::assertSame([], $replaced($turned), 'they lie on their side');
        unlink($own->path);
        self::assertSame([], $replaced(new Source('', $own->sha256, $own->bytes, $own->mime, 900, 600)), 'there is no source');
    }

    public function testTheLimitIsForFilesAndTellsOrdersApart(): void
    {
        $settings = JobSettings::from(Defaults::ALL, Chosen::from([]));
        $make = fn (Pipeline $pipeline, int $width): Order
            => Order::make($this->item($this->addPlainImage()), $pipeline, self::source($width, 600), $settings);
        $limits = array_map(static fn (Order $order): ?int => $order->longestSide, [
            $make(Pipeline::Export, 2561), $make(Pipeline::Export, 2560), $make(Pipeline::Analyze, 2561),
        ]);
        self::assertSame([2560, null, null], $limits);
        self::assertNotSame($make(Pipeline::Export, 2561)->groupKey(), $make(Pipeline::Export, 900)->groupKey());
        self::assertSame($make(Pipeline::Export, 800)->groupKey(), $make(Pipeline::Export, 900)->groupKey());
    }

    public function testWhatIsSentAgainIsTheSame(): void
    {
        $item = $this->item($this->addPlainImage());
        $order = Order::make($item, $item->pipeline, self::source(3000, 600), JobSettings::from(Defaults::ALL, Chosen::from([])));
        self::assertEquals($order, Order::again($item, $order->remembered()));
    }

    public function testAnOrderSaysWhoAskedAndHow(): void
    {
        $item = $this->item($this->addPlainImage());
        $order = Order::make($item, $item->pipeline, self::source(900, 600), JobSettings::from(Defaults::ALL, Chosen::from([])));
        $upload = Order::jobRequest($this->job(JobSource::Upload), [$order], 'quo_1');
        $person = Order::jobRequest($this->job(JobSource::Rest, ['review' => true]), [$order], 'quo_1');
        self::assertSame([true, false], [$upload->automatic, $person->automatic]);
        self::assertSame([false, true], [$upload->review, $person->review]);
        self::assertSame(['quo_1', '3-1700000000'], [$person->quoteId, $person->batch]);
        self::assertEquals(Order::quoteRequest($this->job(JobSource::Rest), [$order])->items, $person->items);
    }

    /** @return iterable<string, array{JobSource, bool, int, bool}> who asked, whether the site lets it wait, how many images */
    public static function waits(): iterable
    {
        yield 'several' => [JobSource::Wizard, true, 2, true];
        yield 'by a command' => [JobSource::Cli, true, 20, true];
        yield 'one, for which somebody waits' => [JobSource::Wizard, true, 1, false];
        yield 'new uploads' => [JobSource::Upload, true, 2, false];
        yield 'not allowed' => [JobSource::Wizard, false, 2, false];
    }

    /** @dataProvider waits */
    public function testSeveralImagesMayWaitForABatchWhereTheSiteSaysSo(JobSource $source, bool $allowed, int $count, bool $waits): void
    {
        $item = $this->item($this->addPlainImage());
        $order = Order::make($item, $item->pipeline, self::source(900, 600), JobSettings::from(Defaults::ALL, Chosen::from([])));
        $job = $this->job($source, ['may_wait' => $allowed]);
        self::assertSame($waits, Order::jobRequest($job, array_fill(0, $count, $order), 'quo_1')->mayWait);
    }
}
