<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\NotConnected;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\Api\Wire\JobRequest;
use PictureOptimizer\Api\Wire\QuoteRequest;
use PictureOptimizer\Api\Wire\ResultFile;
use PictureOptimizer\Tests\Service\FakeService;
use PictureOptimizer\Tests\ServiceTestCase;

/** Uploads and downloads over real HTTP, good and bad. */
final class TransferTest extends ServiceTestCase
{
    private string $file;
    private string $sha256;

    protected function setUp(): void
    {
        parent::setUp();
        $this->file = wp_tempnam('original.bin');
        file_put_contents($this->file, random_bytes(9 * MB_IN_BYTES));
        $this->sha256 = (string) hash_file('sha256', $this->file);
    }

    protected function tearDown(): void
    {
        unlink($this->file);
        parent::tearDown();
    }

    public function testALargeFileGoesInPartsAndArrivesWhole(): void
    {
        self::assertTrue($this->upload());
        $parts = self::$service->requests('PUT *');
        self::assertGreaterThan(1, count($parts));
        self::assertSame(9 * MB_IN_BYTES, array_sum(array_column($parts, 'bytes')));
        self::assertLessThanOrEqual(8 * MB_IN_BYTES, max(array_column($parts, 'bytes')));
    }

    public function testAnInterruptedUploadGoesOnWhereItStopped(): void
    {
        self::assertFalse($this->upload(static fn (): bool => false));
        self::assertTrue($this->upload());
        self::assertSame(9 * MB_IN_BYTES, array_sum(array_column(self::$service->requests('PUT *'), 'bytes')));
    }

    public function testAKnownPictureIsNotSentAgain(): void
    {
        $this->upload();
        $before = count(self::$service->requests('PUT *'));
        self::assertTrue($this->upload());
        self::assertCount($before, self::$service->requests('PUT *'));
    }

    public function testTheKeyIsNeverSentAfterARedirect(): void
    {
        self::$service->fail('GET /v1/account', 'redirect');
        $this->expectException(BrokenAnswer::class);
        $this->plugin->client()->account();
    }

    public function testABusyServiceSaysWhenToComeBack(): void
    {
        self::$service->fail('GET /v1/account', 'busy');
        try {
            $this->plugin->client()->account();
            self::fail('no error');
        } catch (Problem $problem) {
            self::assertTrue($problem->isRetryable());
            self::assertSame(7, $problem->retryAfter());
        }
    }

    public function testAnUnreachableServiceNamesItsCauseAndNotTheKey(): void
    {
        $this->plugin->connection()->save('http://127.0.0.1:9', '');
        try {
            $this->plugin->client()->account();
            self::fail('no error');
        } catch (Unreachable $error) {
            self::assertStringNotContainsString(FakeService::KEY, $error->getMessage());
        }
    }

    public function testNothingIsSentWithoutAKeyOfThisSite(): void
    {
        add_filter('option_home', static fn (): string => 'https://staging.example.com');
        try {
            $this->plugin->client()->account();
            self::fail('no error');
        } catch (NotConnected) {
            self::assertSame([], self::$service->requests());
        }
    }

    /** @return iterable<string, array{string}> */
    public function badDownloads(): iterable
    {
        foreach (['html', 'html 500', 'zero bytes', 'cut off', 'other bytes', 'other type', 'no credits'] as $kind) {
            yield $kind => [$kind];
        }
    }

    /**
     * @dataProvider badDownloads
     * @group acceptance-A3
     */
    public function testABadDownloadLeavesNoFile(string $kind): void
    {
        [$file, $path] = $this->result();
        self::$service->fail('GET /v1/files/*', $kind);
        $downloader = $this->downloader();
        try {
            $downloader->download($file, $path, static fn (): bool => true);
            self::fail('a bad file was accepted');
        } catch (ApiError) {
            self::assertFileDoesNotExist($path);
        }
        self::assertTrue($downloader->download($file, $path, static fn (): bool => true));
        self::assertSame($file->sha256, hash_file('sha256', $path));
        unlink($path);
    }

    public function testADownloadGoesOnWithWhatIsThere(): void
    {
        [$file, $path] = $this->result();
        $whole = wp_tempnam('whole');
        $downloader = $this->downloader();
        $downloader->download($file, $whole, static fn (): bool => true);
        file_put_contents($path, file_get_contents($whole, false, null, 0, 100));
        self::assertTrue($downloader->download($file, $path, static fn (): bool => true));
        self::assertFileEquals($whole, $path);
        $ranges = array_column(array_column(self::$service->requests('GET /v1/files/*'), 'headers'), 'Range');
        self::assertStringStartsWith('bytes=100-', (string) end($ranges));
        unlink($whole);
        unlink($path);
    }

    /** @param callable(): bool|null $goOn */
    private function upload(?callable $goOn = null): bool
    {
        $uploader = $this->uploader();
        return $uploader->upload($this->file, $this->sha256, 'image/jpeg', $goOn ?? static fn (): bool => true);
    }

    /** @return array{ResultFile, string} a file that the service holds, and where it shall go */
    private function result(): array
    {
        $picture = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->start([$picture], \PictureOptimizer\Store\Pipeline::Export);
        self::$service->set('polls_until_ready', 0);
        foreach ([1, 2] as $round) {
            $this->work(0.01 * $round);
        }
        $source = $this->plugin->originals()->sourceFor($picture);
        $this->uploader()
            ->upload($source->path, $source->sha256, $source->mime, static fn (): bool => true);
        $asked = self::$service->get('quotes')[0];
        $quote = $this->plugin->client()->quote(QuoteRequest::read(new Reader($asked)), "quote of test {$job->id}");
        $request = new Reader(['quote_id' => $quote->id] + $asked);
        $remote = $this->plugin->client()->createJob(JobRequest::read($request), "test {$job->id}");
        $items = $this->plugin->client()->itemsOf($remote->id);
        $path = wp_tempnam('result');
        unlink($path);
        return [$items[0]->export?->files[0], $path];
    }
}
