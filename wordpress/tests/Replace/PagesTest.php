<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Delivery\OldUrls;
use PictureOptimizer\Replace\OutcomeState;

/** Looking at public pages after a replacement, and telling caches. */
final class PagesTest extends ReplaceTestCase
{
    /** @var list<string> What was asked for: "GET https://…". */
    private array $asked = [];

    /** @param callable(string): int $code Status by URL; pages show their posts' content. */
    private function answer(callable $code): void
    {
        global $wpdb;
        // Whether old names lead on is asked here too, whatever another test has been told.
        $wpdb->query("DELETE FROM {$wpdb->options} WHERE option_name LIKE '%picture\\_optimizer\\_probe%'");
        wp_cache_flush();
        add_filter('pre_http_request', function (mixed $answer, array $arguments, string $url) use ($code): array {
            if (str_contains($url, OldUrls::PROBE)) {
                return ['response' => ['code' => 301], 'body' => '', 'headers' => ['location' => $url], 'cookies' => []];
            }
            $this->asked[] = "{$arguments['method']} {$url}";
            $post = url_to_postid($url);
            $body = $post > 0 ? get_post($post)->post_content : '';
            return ['response' => ['code' => $code($url)], 'body' => $body, 'headers' => [], 'cookies' => []];
        }, 10, 3);
    }

    public function testAPageWithSeveralPicturesOfABatchIsFetchedOnce(): void
    {
        $ids = array_map(fn (int $n): int => $this->addPicture("p{$n}.jpg", 400, 300, $n), [1, 2, 3]);
        $post = $this->post(implode(' ', array_map(fn (int $id): string => "<img src=\"{$this->url($id)}\">", $ids)));
        $this->answer(static fn (): int => 200);
        $changes = array_map(fn (int $id): \PictureOptimizer\Replace\Change => $this->change($id, 'webp', "New {$id}"), $ids);
        foreach ($this->replacer->apply(...$changes) as $outcome) {
            self::assertSame([OutcomeState::Applied, 'pages'], [$outcome->state, $outcome->verified], $outcome->reason);
        }
        self::assertCount(1, array_keys($this->asked, 'GET ' . get_permalink($post), true));
        self::assertCount(3, preg_grep('~^HEAD .*/new-\d+\.webp$~', $this->asked));
        self::assertSame($this->asked, array_values(array_unique($this->asked)), 'nothing is asked for twice');
        $this->replacer->revert(...$ids);
    }

    /** @return iterable<string, array{int, int, string}> */
    public static function protectedSites(): iterable
    {
        yield 'a password on the whole site' => [401, 401, 'database only'];
        yield 'hotlink protection' => [200, 403, 'pages'];
        yield 'a firewall that blocks the server itself' => [403, 403, 'database only'];
        yield 'a maintenance page' => [503, 200, 'database only'];
        yield 'a page that is broken' => [500, 200, ''];
    }

    /**
     * @dataProvider protectedSites
     * @group acceptance-D7
     */
    public function testOnlyABrokenPageIsAReasonToTakeAPictureBack(int $page, int $picture, string $verified): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->post("<img src=\"{$this->url($id)}\">");
        $this->answer(static fn (string $url): int => str_contains($url, '/uploads/') ? $picture : $page);
        $outcome = $this->replacer->apply($this->change($id, 'webp', 'Red bike'))[$id];
        if ($verified === '') {
            self::assertSame(OutcomeState::Failed, $outcome->state);
            self::assertStringContainsString('answers with error 500', $outcome->reason);
            return;
        }
        self::assertSame([OutcomeState::Applied, $verified], [$outcome->state, $outcome->verified], $outcome->reason);
        $this->reverted($id);
    }

    /** @return iterable<string, array{string, bool}> what the new address looks like, and whether the old one works there */
    public static function refusals(): iterable
    {
        yield 'a server rule that knows some types of images only' => ['', true];
        yield 'a plugin that keeps files elsewhere and was not told of the new one' => ['https://bucket.example/media', true];
        yield 'a CDN that refuses whatever this server asks for' => ['https://cdn.example', false];
    }

    /**
     * Nothing shows the image yet: what a visitor would get is asked for all the same.
     *
     * @dataProvider refusals
     * @group acceptance-B11
     */
    public function testANewFileThatNobodyGetsIsTakenBackIfTheOldOneWorks(string $base, bool $oldWorks): void
    {
        $base === '' || add_filter('wp_get_attachment_url', static fn (string $url): string
            => str_replace(wp_get_upload_dir()['baseurl'], $base, $url));
        $id = $this->addPicture('photo.jpg', 400, 300);
        $before = $this->filesWithHashes();
        $this->answer(static fn (string $url): int => $oldWorks && !str_ends_with($url, '.webp') ? 200 : 403);
        $outcome = $this->replacer->apply($this->change($id, 'webp', 'Red bike'))[$id];
        if ($oldWorks) {
            self::assertSame(OutcomeState::Failed, $outcome->state);
            self::assertStringContainsString('red-bike.webp does not load', $outcome->reason);
            self::assertSame($before, $this->filesWithHashes());
            return;
        }
        self::assertSame(OutcomeState::Applied, $outcome->state, $outcome->reason);
        $this->reverted($id);
    }

    /** Editors put the address into content that WordPress tells them, and nobody has to name the CDN a second time. */
    public function testTheAddressOfACdnIsKnownByWhatWordPressSays(): void
    {
        add_filter('wp_get_attachment_url', static fn (string $url): string
            => str_replace(wp_get_upload_dir()['baseurl'], 'https://cdn.example/x', $url));
        $id = $this->addPicture('photo.jpg', 400, 300);
        $old = (string) wp_get_attachment_url($id);
        self::assertStringStartsWith('https://cdn.example/x/', $old);
        $post = $this->post("<img src=\"{$old}\">");
        $this->answer(static fn (): int => 200);
        self::assertSame([], $this->applied($this->change($id, 'webp', 'Red bike'))->notes);
        self::assertSame('<img src="' . wp_get_attachment_url($id) . '">', get_post($post)->post_content);
        $this->reverted($id);
        self::assertSame("<img src=\"{$old}\">", get_post($post)->post_content);
    }

    public function testCachesAreToldWhatChangedAndNothingWhereNothingDid(): void
    {
        $purged = [];
        add_action('picture_optimizer_purge', static function (array $posts) use (&$purged): void {
            $purged[] = $posts;
        });
        self::assertSame([], $this->replacer->resume());
        self::assertSame([], $purged, 'nothing was resumed');
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->replacer->revert($id);
        self::assertSame([], $purged, 'nothing was reverted');
        $post = $this->post("<img src=\"{$this->url($id)}\">");
        $this->answer(static fn (): int => 200);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertCount(1, $purged);
        self::assertContains($post, $purged[0]);
        $this->reverted($id);
    }
}
