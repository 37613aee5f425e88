<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Replace\OutcomeState;

/** Looking at public pages after a replacement, and telling caches. */
final class PagesTest extends ReplaceTestCase
{
    /** @var list<string> What was asked for: "GET https://…". */
    private array $asked = [];

    /** @param callable(string): int $code Status by URL; pages show their posts' content. */
    private function answer(callable $code): void
    {
        add_filter('pre_http_request', function (mixed $answer, array $arguments, string $url) use ($code): array {
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
