<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Text;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * Caches between the site and its visitors hear which files have changed, once all is done.
 *
 * @group acceptance-B16
 */
final class ImageCachesTest extends ReplaceTestCase
{
    /** @var list<array{list<string>, list<int>}> */
    private array $told = [];

    /** @var list<string> */
    private array $toLiteSpeed = [];

    protected function setUp(): void
    {
        parent::setUp();
        add_action('picture_optimizer_purge_urls', function (array $urls, array $ids): void {
            $this->told[] = [$urls, $ids];
        }, 10, 2);
        add_action('litespeed_purge_url', function (string $url): void {
            $this->toLiteSpeed[] = $url;
        });
    }

    protected function tearDown(): void
    {
        unset($GLOBALS['cloudflareHooks']);
        parent::tearDown();
    }

    public function testOldAndNewUrlsOfABatchAreToldOnceAndAgainAfterARevert(): void
    {
        $ids = [$this->addPicture('a.jpg', 700, 500, 1), $this->addPicture('ä b.jpg', 700, 500, 2)];
        $old = array_merge(...array_map($this->urls(...), $ids));
        $this->replacer->apply(...array_map(fn (int $id): Change => $this->change($id, 'webp', "New {$id}"), $ids));
        $new = array_merge(...array_map($this->urls(...), $ids));
        self::assertCount(1, $this->told);
        self::assertSame($ids, $this->told[0][1]);
        self::assertSame([], array_diff([...$old, ...$new], $this->told[0][0]));
        self::assertSame($this->told[0][0], $this->toLiteSpeed);
        $this->replacer->revert(...$ids);
        self::assertCount(2, $this->told);
        self::assertSame([], array_diff([...$old, ...$new], $this->told[1][0]));
    }

    /** The most important case for a CDN: nothing else tells it that the bytes are others. */
    public function testAFileThatKeepsItsNameIsTold(): void
    {
        $id = $this->addPicture();
        $this->applied($this->change($id, 'jpg'));
        self::assertContains($this->url($id), $this->told[0][0]);
    }

    public function testTextAloneTellsNobody(): void
    {
        $id = $this->addPicture();
        $this->applied(new Change($id, '', [], null, new Text('Alt', 'Title')));
        $this->reverted($id);
        self::assertSame([], $this->told);
    }

    /** Its plugin asks a filter for the URLs of each post that it is told. */
    public function testCloudflareIsAskedToPurgeTheFilesOfTheAttachment(): void
    {
        $hooks = $GLOBALS['cloudflareHooks'] = new class {
            /** @var list<string> */
            public array $purged = [];

            /** @param list<int> $ids */
            public function purgeCacheByRelevantURLs(array $ids): void
            {
                foreach ($ids as $id) {
                    array_push($this->purged, ...apply_filters('cloudflare_purge_by_url', [get_permalink($id)], $id));
                }
            }
        };
        $id = $this->addPicture();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertContains($this->url($id), $hooks->purged);
        self::assertSame(['x'], apply_filters('cloudflare_purge_by_url', ['x'], $id), 'the filter is gone again');
    }

    /** @return list<string> */
    private function urls(int $id): array
    {
        $encode = static fn (string $url): string => str_replace('ä', '%C3%A4', $url);
        return [$encode($this->url($id)), $encode($this->url($id, 'medium'))];
    }
}
