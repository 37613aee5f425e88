<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\LocalFileError;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Wire\ResultFile;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * A service, a proxy or a disk that says strange things while files travel: no wrong file, no endless loop.
 *
 * @group acceptance-A3
 */
final class TransferFaultsTest extends ServiceTestCase
{
    private string $path;

    protected function setUp(): void
    {
        parent::setUp();
        $this->path = get_temp_dir() . 'picopt-transfer-' . bin2hex(random_bytes(6));
    }

    protected function tearDown(): void
    {
        is_dir($this->path) ? rmdir($this->path) : @unlink($this->path);
        parent::tearDown();
    }

    // Downloads.

    /**
     * @param array<string, mixed> $announced what differs from the truth
     * @return array{string, ResultFile}
     */
    private function picture(array $announced = []): array
    {
        ob_start();
        imagepng(imagecreatetruecolor(30, 20));
        $bytes = (string) ob_get_clean();
        return [$bytes, ResultFile::read(new Reader($announced + ['id' => 'fil_1', 'name' => 'full', 'width' => 30, 'height' => 20,
            'bytes' => strlen($bytes), 'sha256' => hash('sha256', $bytes), 'media_type' => 'image/png', 'extension' => 'png',
            'quality' => null, 'score' => null]))];
    }

    private function download(ResultFile $file): bool
    {
        return $this->downloader()->download($file, $this->path, static fn (): bool => true);
    }

    /** @return array<string, string> */
    private static function range(int $from, int $to, int $of, string $type = 'image/png'): array
    {
        return ['Content-Type' => $type, 'Content-Range' => "bytes {$from}-{$to}/{$of}"];
    }

    public function testAServiceThatKnowsNoRangesSendsTheWhole(): void
    {
        [$bytes, $file] = $this->picture();
        self::$service->reply('GET /v1/files/fil_1', $bytes, 200, ['Content-Type' => 'image/png']);
        self::assertTrue($this->download($file));
        self::assertStringEqualsFile($this->path, $bytes);
    }

    public function testTheWholeIsNoGoodWhereTheRestWasAsked(): void
    {
        [$bytes, $file] = $this->picture();
        file_put_contents($this->path, substr($bytes, 0, 10));
        self::$service->reply('GET /v1/files/fil_1', $bytes, 200, ['Content-Type' => 'image/png']);
        $this->expectException(BrokenAnswer::class);
        $this->expectExceptionMessage('have the announced length');
        $this->download($file);
    }

    public function testWhatIsLongerThanTheFileIsThrownAway(): void
    {
        [$bytes, $file] = $this->picture();
        file_put_contents($this->path, $bytes . 'left by somebody else');
        self::$service->reply('GET /v1/files/fil_1', $bytes, 206, self::range(0, strlen($bytes) - 1, strlen($bytes)));
        self::assertTrue($this->download($file));
        self::assertStringEqualsFile($this->path, $bytes);
    }

    public function testWhatIsThereAlreadyIsCheckedAndNotFetched(): void
    {
        [$bytes, $file] = $this->picture();
        file_put_contents($this->path, $bytes);
        self::assertTrue($this->download($file));
        self::assertSame([], self::$service->requests());
        file_put_contents($this->path, strrev($bytes));
        $this->expectExceptionMessage('does not have the contents');
        $this->download($file);
    }

    /**
     * Body, headers, what is wrong.
     *
     * @return iterable<string, array{callable(string): string, callable(int): array<string, string>, string}>
     */
    public static function badParts(): iterable
    {
        $same = static fn (string $bytes): string => $bytes;
        $all = static fn (int $n): array => self::range(0, $n - 1, $n);
        yield 'a byte less' => [static fn (string $bytes): string => substr($bytes, 0, -1), $all, 'have the announced length'];
        yield 'another range' => [$same, static fn (int $n): array => self::range(1, $n, $n), 'have the announced length'];
        yield 'of another whole' => [$same, static fn (int $n): array => self::range(0, $n - 1, $n + 1), 'have the announced length'];
        yield 'no range' => [$same, static fn (): array => ['Content-Type' => 'image/png'], 'have the announced length'];
        yield 'another type' => [$same, static fn (int $n): array => self::range(0, $n - 1, $n, 'text/html'),
            'text/html instead of image/png'];
        yield 'other bytes' => [strrev(...), $all, 'does not have the contents'];
    }

    /** @dataProvider badParts */
    public function testAPartThatIsNotTheOneAskedForIsRefused(callable $body, callable $headers, string $why): void
    {
        [$bytes, $file] = $this->picture();
        self::$service->reply('GET /v1/files/fil_1', $body($bytes), 206, $headers(strlen($bytes)));
        try {
            $this->download($file);
            self::fail('it was taken');
        } catch (BrokenAnswer $broken) {
            self::assertStringContainsString($why, $broken->getMessage());
            self::assertFileDoesNotExist($this->path);
        }
    }

    /** @return iterable<string, array{array<string, mixed>}> what is announced of a PNG of 30 × 20 */
    public static function announcements(): iterable
    {
        yield 'another type' => [['media_type' => 'image/webp', 'extension' => 'webp']];
        yield 'another width' => [['width' => 31]];
        yield 'another height' => [['height' => 19]];
        yield 'turned' => [['width' => 20, 'height' => 30]];
    }

    /**
     * @dataProvider announcements
     * @param array<string, mixed> $announced
     */
    public function testAFileThatIsNotTheAnnouncedImageIsRefused(array $announced): void
    {
        [$bytes, $file] = $this->picture($announced);
        $headers = self::range(0, strlen($bytes) - 1, strlen($bytes), $file->mediaType);
        self::$service->reply('GET /v1/files/fil_1', $bytes, 206, $headers);
        try {
            $this->download($file);
            self::fail('it was taken');
        } catch (BrokenAnswer $broken) {
            self::assertStringContainsString('not the image that was announced', $broken->getMessage());
            self::assertFileDoesNotExist($this->path);
        }
    }

    public function testAFolderThatCannotBeWrittenIsThisServersTrouble(): void
    {
        [$bytes, $file] = $this->picture();
        mkdir($this->path);
        self::$service->reply('GET /v1/files/fil_1', $bytes, 206, self::range(0, strlen($bytes) - 1, strlen($bytes)));
        $reporting = error_reporting(E_ALL & ~E_WARNING);
        try {
            $this->download($file);
            self::fail('it was written');
        } catch (LocalFileError $error) {
            self::assertStringContainsString('The image was not changed', $error->getMessage());
            self::assertFalse($error->isRetryable());
        } finally {
            error_reporting($reporting);
        }
    }

    public function testAResultThatIsGoneIsSaidByTheService(): void
    {
        [, $file] = $this->picture();
        $problem = ['type' => 'about:blank', 'title' => 'Gone', 'status' => 410, 'code' => 'gone', 'detail' => 'It is gone.',
            'retryable' => false, 'charged' => false, 'request_id' => 'req_1'];
        self::$service->reply('GET /v1/files/fil_1', $problem, 410, ['Content-Type' => 'application/problem+json']);
        $this->expectException(Problem::class);
        $this->expectExceptionMessage('It is gone.');
        $this->download($file);
    }

    // Uploads.

    private const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

    private function upload(int $bytes = 2 * MB_IN_BYTES): bool
    {
        file_put_contents($this->path, str_repeat('x', $bytes));
        $uploader = $this->uploader();
        return $uploader->upload($this->path, self::SHA256, 'image/jpeg', static fn (): bool => true);
    }

    /** @return iterable<string, array{int, array<string, string>, string}> status and headers of the answer to HEAD, what is wrong */
    public static function strangeOffsets(): iterable
    {
        yield 'beyond the end' => [204, ['Upload-Offset' => '2097153'], 'past the end of the file'];
        yield 'below nothing' => [204, ['Upload-Offset' => '-1'], 'past the end of the file'];
        yield 'no number' => [204, ['Upload-Offset' => 'half'], 'past the end of the file'];
        yield 'none' => [204, [], 'past the end of the file'];
        yield 'a page' => [500, [], 'HTTP 500'];
    }

    /**
     * @dataProvider strangeOffsets
     * @param array<string, string> $headers
     */
    public function testAnUploadThatWouldGoOnNowhereStops(int $status, array $headers, string $why): void
    {
        self::$service->reply('HEAD /v1/images/*', '', $status, $headers);
        try {
            $this->upload();
            self::fail('it went on');
        } catch (BrokenAnswer $broken) {
            self::assertStringContainsString($why, $broken->getMessage());
            self::assertSame([], self::$service->requests('PUT *'));
        }
    }

    public function testAllOfItIsThere(): void
    {
        self::$service->reply('HEAD /v1/images/*', '', 204, ['Upload-Offset' => (string) (2 * MB_IN_BYTES)]);
        self::assertTrue($this->upload());
        self::$service->reply('HEAD /v1/images/*', '', 200, []);
        self::assertTrue($this->upload());
        self::assertSame([], self::$service->requests('PUT *'));
    }

    /** @return iterable<string, array{int, array<mixed>, string}> status and answer to a part */
    public static function strangeProgress(): iterable
    {
        $progress = ['sha256' => self::SHA256, 'offset' => 0, 'total' => 2 * MB_IN_BYTES];
        yield 'it stays where it was' => [202, $progress, 'is not making progress'];
        yield 'it is beyond the end' => [202, ['offset' => 2 * MB_IN_BYTES] + $progress, 'is not making progress'];
        $image = json_decode((string) file_get_contents(__DIR__ . '/../../../contract/examples/Image.whole.json'), true);
        yield 'it is another image' => [201, ['sha256' => str_repeat('0', 64)] + $image, 'another image'];
        yield 'it is no image' => [201, ['ok' => true], 'missing or wrong'];
    }

    /**
     * @dataProvider strangeProgress
     * @param array<mixed> $answer
     */
    public function testAnUploadThatDoesNotGetOnStops(int $status, array $answer, string $why): void
    {
        self::$service->reply('PUT /v1/images/*', $answer, $status);
        try {
            $this->upload();
            self::fail('it went on');
        } catch (BrokenAnswer $broken) {
            self::assertStringContainsString($why, $broken->getMessage());
            self::assertCount(1, self::$service->requests('PUT *'));
        }
    }

    public function testAServiceThatAlwaysWantsAnotherPlaceIsLeft(): void
    {
        $problem = ['type' => 'about:blank', 'title' => 'Elsewhere', 'status' => 409, 'code' => 'upload_offset', 'detail' => 'Elsewhere.',
            'retryable' => true, 'charged' => false, 'request_id' => 'req_1'];
        self::$service->reply('PUT /v1/images/*', $problem, 409, ['Content-Type' => 'application/problem+json'], 100);
        try {
            $this->upload();
            self::fail('it went on');
        } catch (ApiError $error) {
            self::assertSame('upload_offset', $error->reasonCode());
            self::assertCount(4, self::$service->requests('PUT *'), 'three more tries');
            self::assertCount(4, self::$service->requests('HEAD *'));
        }
    }

    public function testAFileThatCannotBeReadIsNamedWithoutItsPath(): void
    {
        mkdir($this->path);
        $reporting = error_reporting(E_ALL & ~E_WARNING & ~E_NOTICE);
        try {
            $this->uploader()
                ->upload($this->path, self::SHA256, 'image/jpeg', static fn (): bool => true);
            self::fail('it was read');
        } catch (LocalFileError $error) {
            self::assertStringContainsString(basename($this->path), $error->getMessage());
            self::assertStringNotContainsString(dirname($this->path), $error->getMessage());
        } finally {
            error_reporting($reporting);
        }
    }

    public function testEachPartSaysWhereItBelongs(): void
    {
        self::assertTrue($this->upload(3 * MB_IN_BYTES));
        $ranges = array_map(
            static fn (array $request): string => array_change_key_case($request['headers'])['content-range'],
            self::$service->requests('PUT *')
        );
        self::assertSame('bytes 0-1048575/3145728', $ranges[0]);
        self::assertStringEndsWith('-3145727/3145728', (string) end($ranges));
        foreach (self::$service->requests('PUT *') as $request) {
            self::assertSame('image/jpeg', array_change_key_case($request['headers'])['content-type']);
        }
    }
}
