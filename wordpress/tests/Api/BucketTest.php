<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Places;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Wire\JobRequest;
use PictureOptimizer\Api\Wire\ResultFile;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Service\FakeService;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * Bytes straight to and from the bucket, over real HTTP, and through the service wherever that does not go well.
 *
 * @group acceptance-H3
 */
final class BucketTest extends ServiceTestCase
{
    private const BYTES = 9 * MB_IN_BYTES;

    private string $host;
    private string $path;
    private string $sha256;

    protected function setUp(): void
    {
        parent::setUp();
        $this->host = self::$service->openBucket();
        $this->path = wp_tempnam('original.bin');
        file_put_contents($this->path, random_bytes(self::BYTES));
        $this->sha256 = (string) hash_file('sha256', $this->path);
    }

    protected function tearDown(): void
    {
        array_map(unlink(...), array_filter([$this->path, "{$this->path}.result"], is_file(...)));
        parent::tearDown();
    }

    /** @param callable(): bool|null $goOn */
    private function upload(?callable $goOn = null): bool
    {
        return $this->uploader()->upload($this->path, $this->sha256, 'image/jpeg', $goOn ?? static fn (): bool => true);
    }

    private static function bytes(string $requests): int
    {
        return array_sum(array_column(self::$service->requests($requests), 'bytes'));
    }

    public function testAnOriginalGoesStraightToTheBucketWithoutTheKey(): void
    {
        self::assertTrue($this->upload());
        self::assertSame(self::BYTES, self::bytes('PUT /bucket/*'));
        self::assertSame([], self::$service->requests('PUT /v1/*'));
        foreach (self::$service->requests('PUT /bucket/*') as $request) {
            self::assertSame($this->host, $request['headers']['Host']);
            self::assertStringNotContainsString(FakeService::KEY, (string) json_encode($request));
        }
        self::assertCount(1, self::$service->requests('POST *uploaded'));
    }

    public function testAnInterruptedUploadGoesOnWithThePartsThatAreMissing(): void
    {
        self::assertFalse($this->upload(static fn (): bool => false));
        self::assertSame(8 * MB_IN_BYTES, self::bytes('PUT /bucket/*'));
        self::assertTrue($this->upload());
        self::assertSame(self::BYTES, self::bytes('PUT /bucket/*'));
    }

    public function testAKnownImageIsNotSentAgain(): void
    {
        $this->upload();
        self::assertTrue($this->upload());
        self::assertSame(self::BYTES, self::bytes('PUT /bucket/*'));
    }

    public function testTheBucketIsAskedForOnceAnHour(): void
    {
        $this->upload();
        $this->upload();
        self::assertCount(1, self::$service->requests('GET /v1/capabilities'));
        $this->plugin->connection()->save(str_replace('127.0.0.1', 'localhost', self::$service->url), '');
        $this->upload();
        self::assertCount(2, self::$service->requests('GET /v1/capabilities'), 'another service has another bucket');
    }

    /** @return iterable<string, array{string}> */
    public static function badBuckets(): iterable
    {
        foreach (['html 500', 'redirect', 'busy', 'no credits', 'cut off'] as $kind) {
            yield $kind => [$kind];
        }
    }

    /** @dataProvider badBuckets */
    public function testWhereTheBucketDoesNotTakeItTheServiceDoes(string $kind): void
    {
        self::$service->fail('PUT /bucket/*', $kind);
        self::assertTrue($this->upload());
        self::assertCount(1, self::$service->requests('PUT /bucket/*'));
        self::assertSame(self::BYTES, self::bytes('PUT /v1/images/*'));
        $this->upload();
        self::assertCount(1, self::$service->requests('PUT /bucket/*'), 'the bucket is left alone for a while');
    }

    public function testAServiceThatTakesBytesItselfAfterAllGetsThem(): void
    {
        $this->plugin->bucket()->isThere();
        self::$service->set('direct_hosts', []);
        self::assertTrue($this->upload());
        self::assertSame(self::BYTES, self::bytes('PUT /v1/images/*'));
    }

    public function testWhatTheServiceRefusesIsRefused(): void
    {
        self::$service->reply('POST /v1/images/*/upload', self::problem(429, 'byte_quota'), 429, self::PROBLEM);
        try {
            $this->upload();
            self::fail('it was sent');
        } catch (Problem $problem) {
            self::assertSame('byte_quota', $problem->reasonCode());
            self::assertSame([], self::$service->requests('PUT *'));
        }
    }

    /** @return iterable<string, array{callable(string): string}> what becomes of the bucket's host and port */
    public static function strangers(): iterable
    {
        yield 'another host' => [static fn (string $host): string => "http://127.0.0.1:{$host}"];
        yield 'another port' => [static fn (): string => 'http://localhost:1'];
        yield 'the host as a user' => [static fn (string $host): string => "http://{$host}@127.0.0.1:1"];
        yield 'the host before another' => [static fn (string $host): string => "http://{$host}.example.com"];
        yield 'the host as a fragment' => [static fn (string $host): string => "http://127.0.0.1:1/#http://{$host}"];
        yield 'another protocol' => [static fn (string $host): string => "gopher://{$host}"];
        yield 'a file' => [static fn (): string => 'file:///etc/passwd'];
        yield 'nothing' => [static fn (): string => ''];
    }

    /**
     * @dataProvider strangers
     * @param callable(string): string $address
     */
    public function testNoOtherHostIsEverAsked(callable $address): void
    {
        self::$service->reply('POST /v1/images/*/upload', self::target(['url' => "{$address($this->host)}/bucket/x"]), 201);
        self::assertTrue($this->upload());
        self::assertSame([], self::$service->requests('* /bucket/*'));
        self::assertSame(self::BYTES, self::bytes('PUT /v1/images/*'));
    }

    /** @return iterable<string, array{array<string, string>}> */
    public static function badHeaders(): iterable
    {
        yield 'another host' => [['Host' => 'elsewhere.example.com']];
        yield 'a cookie' => [['Cookie' => 'a=b']];
        yield 'a second line' => [['x-amz-meta' => "a\r\nAuthorization: b"]];
        yield 'chunks' => [['Transfer-Encoding' => 'chunked']];
    }

    /**
     * @dataProvider badHeaders
     * @param array<string, string> $headers
     */
    public function testOnlyHeadersOfASignatureAreSent(array $headers): void
    {
        $url = "http://{$this->host}/bucket/x";
        self::$service->reply('POST /v1/images/*/upload', self::target(['url' => $url, 'headers' => $headers]), 201);
        self::assertTrue($this->upload());
        self::assertSame([], self::$service->requests('* /bucket/*'));
    }

    public function testAPartBeyondTheFileIsNotSent(): void
    {
        $target = self::target(['url' => "http://{$this->host}/bucket/x", 'offset' => self::BYTES - 1]);
        self::$service->reply('POST /v1/images/*/upload', $target, 201);
        $this->expectException(BrokenAnswer::class);
        $this->upload();
    }

    public function testPartsThatNeverArriveGoThroughTheService(): void
    {
        $missing = self::problem(409, 'upload_offset');
        self::$service->reply('POST /v1/images/*/uploaded', $missing, 409, self::PROBLEM, times: 9);
        self::assertTrue($this->upload());
        self::assertCount(3, self::$service->requests('POST /v1/images/*/uploaded'));
        self::assertSame(self::BYTES, self::bytes('PUT /v1/images/*'));
    }

    public function testAServerWithLittleMemorySendsSmallPartsThroughTheService(): void
    {
        $limit = (string) ini_get('memory_limit');
        ini_set('memory_limit', (string) (memory_get_usage(true) + 40 * MB_IN_BYTES));
        try {
            self::assertTrue($this->upload());
        } finally {
            ini_set('memory_limit', $limit);
        }
        self::assertSame([], self::$service->requests('PUT /bucket/*'));
        self::assertSame(self::BYTES, self::bytes('PUT /v1/images/*'));
    }

    // Results.

    public function testResultsComeStraightFromTheBucketAndOnlyTheirWholeCounts(): void
    {
        [$item] = $this->process([$this->addPicture('photo.jpg', 400, 300)], Pipeline::Export);
        self::assertSame(State::Done, $item->state, $item->reason);
        self::assertNotSame([], self::$service->requests('GET /bucket/*'));
        self::assertSame([], self::$service->requests('GET /v1/files/*'));
        self::assertCount(1, self::$service->requests('GET /v1/items/*/downloads'));
        foreach (self::$service->requests('* /bucket/*') as $request) {
            self::assertArrayNotHasKey('Authorization', $request['headers']);
        }
        self::assertSame(1, self::$service->get('charged'));
    }

    /** @return iterable<string, array{string}> */
    public static function badFiles(): iterable
    {
        foreach (['html', 'html 500', 'zero bytes', 'cut off', 'other bytes', 'other type', 'redirect'] as $kind) {
            yield $kind => [$kind];
        }
    }

    /**
     * @dataProvider badFiles
     * @group acceptance-A3
     */
    public function testABadFileOfTheBucketIsFetchedThroughTheService(string $kind): void
    {
        [$file, $places] = $this->result();
        self::$service->fail('GET /bucket/*', $kind);
        self::assertTrue($this->download($file, $places));
        self::assertSame($file->sha256, hash_file('sha256', "{$this->path}.result"));
        self::assertCount(1, self::$service->requests('GET /bucket/*'));
        self::assertCount(1, self::$service->requests('GET /v1/files/*'));
    }

    public function testWhoeverComesMeanwhileDoesNotProlongTheTimeWithoutTheBucket(): void
    {
        [$file, $places, $item] = $this->result();
        self::$service->fail('GET /bucket/*', 'html 500');
        $this->download($file, $places);
        $until = get_option('_transient_timeout_picture_optimizer_direct_hosts') - 300;
        update_option('_transient_timeout_picture_optimizer_direct_hosts', $until);
        unlink("{$this->path}.result");
        self::assertTrue($this->download($file, new Places($this->plugin->client(), $item)));
        self::assertCount(1, self::$service->requests('GET /bucket/*'));
        self::assertSame($until, (int) get_option('_transient_timeout_picture_optimizer_direct_hosts'));
    }

    public function testAnAddressAtAnotherHostIsNotAsked(): void
    {
        [$file, $places, $item] = $this->result();
        $other = ['id' => $file->id, 'url' => self::$service->url . '/bucket/x', 'expires_at' => gmdate('c')];
        self::$service->reply("GET /v1/items/{$item}/downloads", ['files' => [$other]]);
        self::assertTrue($this->download($file, $places));
        self::assertSame([], self::$service->requests('GET /bucket/*'));
    }

    /** @return iterable<string, array{string}> */
    public static function paths(): iterable
    {
        yield 'of another file' => ['/v1/files/fil_other?ticket=abc'];
        yield 'of something else' => ['/v1/account'];
        yield 'to another host' => ['//elsewhere.example.com/v1/files'];
        yield 'with more to it' => ['/v1/files/fil_1?ticket=abc&also=this'];
    }

    /** @dataProvider paths */
    public function testAPathOfTheServiceIsThatOfTheFile(string $path): void
    {
        [$file, $places, $item] = $this->result();
        $found = ['id' => $file->id, 'url' => $path, 'expires_at' => gmdate('c')];
        self::$service->reply("GET /v1/items/{$item}/downloads", ['files' => [$found]]);
        self::assertSame("/v1/files/{$file->id}", $places->of($file));
    }

    public function testWithoutABucketTheServiceGivesTicketsOrJustTheFile(): void
    {
        self::$service->set('direct_hosts', []);
        [$file, $places, $item] = $this->result();
        self::assertSame("/v1/files/{$file->id}?ticket=abc", $places->of($file));
        self::assertTrue($this->download($file, $places));
        $unknown = self::problem(404, 'not_found');
        self::$service->reply("GET /v1/items/{$item}/downloads", $unknown, 404, self::PROBLEM);
        self::assertSame("/v1/files/{$file->id}", (new Places($this->plugin->client(), $item))->of($file));
    }

    public function testAResultThatIsGoneIsNotAskedForElsewhere(): void
    {
        [$file, $places, $item] = $this->result();
        self::$service->reply("GET /v1/items/{$item}/downloads", self::problem(410, 'gone'), 410, self::PROBLEM);
        try {
            $this->download($file, $places);
            self::fail('it was fetched');
        } catch (ApiError $error) {
            self::assertSame('gone', $error->reasonCode());
            self::assertSame([], self::$service->requests('GET /v1/files/*'));
        }
    }

    private const PROBLEM = ['Content-Type' => 'application/problem+json'];

    /** @return array<string, mixed> */
    private static function problem(int $status, string $code): array
    {
        return ['type' => 'about:blank', 'title' => 'No', 'status' => $status, 'code' => $code, 'detail' => 'No.',
            'retryable' => false, 'charged' => false, 'request_id' => 'req_1'];
    }

    /**
     * @param array<string, mixed> $target
     * @return array<string, mixed> the contract's DirectUpload with one part
     */
    private static function target(array $target): array
    {
        return ['parts' => [$target + ['offset' => 0, 'bytes' => 10, 'headers' => ['x-amz-checksum-sha256' => 'x']]],
            'expires_at' => gmdate('c')];
    }

    private function download(ResultFile $file, Places $places): bool
    {
        return $this->downloader()->download($file, "{$this->path}.result", static fn (): bool => true, $places);
    }

    /** @return array{ResultFile, Places, string} a file that the service holds, where it is, and its item */
    private function result(): array
    {
        $picture = $this->addPicture('photo.jpg', 400, 300);
        $this->start([$picture], Pipeline::Export);
        $source = $this->plugin->originals()->sourceFor($picture);
        $this->uploader()->upload($source->path, $source->sha256, $source->mime, static fn (): bool => true);
        $quoted = new Reader(['quote_id' => 'quo_1'] + self::$service->get('quotes')[0]);
        $order = JobRequest::read($quoted);
        $item = $this->plugin->client()->itemsOf($this->plugin->client()->createJob($order, 'key of a test')->id)[0];
        return [$item->export?->files[0], new Places($this->plugin->client(), $item->id), $item->id];
    }
}
