<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

/**
 * With a persistent object cache, what other processes cached before must not be seen after.
 *
 * @group acceptance-B4
 */
final class ObjectCacheTest extends KillTestCase
{
    public function testNewUrlsAreVisibleWithoutAFlush(): void
    {
        copy(__DIR__ . '/object-cache.php', WP_CONTENT_DIR . '/object-cache.php');
        try {
            $this->assertPagesFollow();
        } finally {
            @unlink(WP_CONTENT_DIR . '/object-cache.php');
            @unlink(WP_CONTENT_DIR . '/picopt-test-cache');
        }
    }

    private function assertPagesFollow(): void
    {
        self::assertStringContainsString('first-300x200.jpg', $this->page());
        self::assertStringContainsString('first-300x200.jpg', $this->page());
        self::assertFileExists(WP_CONTENT_DIR . '/picopt-test-cache');

        self::assertNotNull($this->work(['do' => 'apply', 'changes' => $this->changes()]));
        $page = $this->page();
        self::assertStringContainsString('renamed-0-300x200.webp', $page);
        self::assertStringContainsString('alt="An alt"', $page);
        self::assertStringNotContainsString('first-300x200', $page);

        self::assertNotNull($this->work(['do' => 'revert', 'ids' => $this->ids]));
        self::assertStringContainsString('first-300x200.jpg', $this->page());
        self::assertStringNotContainsString('renamed', $this->page());
    }

    private function page(): string
    {
        $html = wp_remote_retrieve_body(wp_remote_get((string) get_permalink($this->page), ['timeout' => 20]));
        self::assertStringContainsString('wp-image-', $html);
        return $html;
    }
}
