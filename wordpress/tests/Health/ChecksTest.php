<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Health;

use PictureOptimizer\Health\Check;
use PictureOptimizer\Tests\ServiceTestCase;

/** What Site Health and `wp picture-optimizer doctor` say, on a site where all is well and where it is not. */
final class ChecksTest extends ServiceTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        global $wpdb;
        $wpdb->query("DELETE FROM {$wpdb->options} WHERE option_name LIKE '%picture\\_optimizer\\_probe%'");
        wp_cache_flush();
    }

    private function check(string $id): Check
    {
        return array_column(array_map(static fn (Check $check): array => [$check->id, $check], $this->plugin->checks()->all()), 1, 0)[$id];
    }

    public function testAllIsWell(): void
    {
        foreach ($this->plugin->checks()->all() as $check) {
            self::assertSame(Check::GOOD, $check->status, "{$check->id}: {$check->label} {$check->text}");
        }
    }

    /** PHP can write to “s3://…”, and yet no image there is ever optimized. */
    public function testUploadsBehindAStreamWrapperAreNotOnThisServer(): void
    {
        $folder = 'picopttest://bucket/uploads';
        $there = static fn (array $dir): array => ['basedir' => $folder, 'path' => $folder] + $dir;
        $wrapper = new class {
            public mixed $context;
            /** @return array<string, int> */
            public function url_stat(): array // phpcs:ignore PSR1.Methods.CamelCapsMethodName -- PHP's name
            {
                return ['mode' => 0o40777];
            }
        };
        stream_wrapper_register('picopttest', $wrapper::class);
        add_filter('upload_dir', $there);
        try {
            self::assertTrue(wp_is_writable($folder), 'as such wrappers answer');
            $checks = array_column($this->plugin->checks()->all(), null, 'id');
        } finally {
            remove_filter('upload_dir', $there);
            stream_wrapper_unregister('picopttest');
        }
        $uploads = $checks['uploads'];
        self::assertSame([Check::CRITICAL, 'Uploads aren’t stored on this server'], [$uploads->status, $uploads->label]);
        self::assertStringContainsString($folder, $checks['uploads']->text);
        self::assertStringContainsString('are skipped; nothing is charged', $checks['uploads']->text);
        self::assertSame([], array_intersect(['backups', 'redirects'], array_keys($checks)), 'no file is put there to find out');
    }

    public function testABlockedLoopback(): void
    {
        add_filter('pre_http_request', static fn (mixed $answer, array $arguments, string $url): mixed
            => str_contains($url, '/wp-') ? new \WP_Error('blocked', 'Nothing gets through') : $answer, 10, 3);
        self::assertStringContainsString('Nothing gets through', $this->check('loopback')->text);
        $redirects = $this->check('redirects');
        self::assertSame(Check::RECOMMENDED, $redirects->status);
        self::assertStringContainsString('couldn’t reach itself', $redirects->text);
    }

    /** @return iterable<string, array{int, string, string}> status, body, what is said */
    public static function strangers(): iterable
    {
        yield 'a password before the whole site' => [401, 'Authorization required', 'This site is password-protected'];
        yield 'a plugin that closes the REST API' => [403, '{"code":"rest_disabled","data":{"status":403}}', 'HTTP 403'];
        yield 'another such plugin, which asks who you are' => [401,
            '{"code":"rest_cannot_access","message":"Only <b>authenticated</b> users.","data":{"status":401}}',
            'fail (HTTP 401: Only authenticated users.)'];
        yield 'a page that says nothing of an error' => [200, '<html>Coming soon</html>', 'HTTP 200'];
    }

    /** @dataProvider strangers */
    public function testWhatAnswersInPlaceOfTheRouteIsNoLoopback(int $status, string $body, string $said): void
    {
        add_filter('pre_http_request', static fn (mixed $answer, array $arguments, string $url): mixed => str_contains($url, '/kick')
            ? ['response' => ['code' => $status, 'message' => ''], 'headers' => [], 'body' => $body, 'cookies' => []] : $answer, 10, 3);
        $loopback = $this->check('loopback');
        self::assertSame(Check::RECOMMENDED, $loopback->status);
        self::assertStringContainsString($said, $loopback->text);
        self::assertStringContainsString('“wp picture-optimizer work”', $loopback->text, 'what to do');
    }

    public function testAServerThatHidesMissingPictures(): void
    {
        add_filter('pre_http_request', static fn (mixed $answer, array $arguments, string $url): mixed => str_contains($url, '/uploads/')
            ? ['response' => ['code' => 404, 'message' => ''], 'headers' => [], 'body' => '', 'cookies' => []] : $answer, 10, 3);
        $redirects = $this->check('redirects');
        self::assertSame(Check::RECOMMENDED, $redirects->status);
        self::assertStringContainsString('rules nginx', $redirects->text);
    }

    public function testTheServiceWithoutCreditsAndOutOfOrder(): void
    {
        self::$service->set('credits', 1);
        self::$service->set('frozen', true);
        $paused = $this->check('service');
        self::assertSame([Check::RECOMMENDED, 'The account is paused'], [$paused->status, $paused->label]);
        self::$service->set('frozen', false);
        self::assertStringContainsString('1 credit available.', $this->check('service')->text);
        self::$service->set('credits', 0);
        $none = $this->check('service');
        self::assertSame([Check::RECOMMENDED, 'No credits are left'], [$none->status, $none->label]);
        self::$service->fail('GET /v1/account', 'html 500', 5);
        self::assertSame(Check::CRITICAL, $this->check('service')->status);
    }
}
