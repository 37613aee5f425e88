<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Access;

/** Whose images somebody may change, of very many. */
final class AccessTest extends RestTestCase
{
    /** @return list<int> ids of attachments, written past WordPress, which would take long */
    private function attachments(int $number, int $author): array
    {
        global $wpdb;
        $row = "({$author}, 'attachment', 'inherit', 'image/jpeg', '', '', '', '', '')";
        $wpdb->query("INSERT INTO {$wpdb->posts} (post_author, post_type, post_status, post_mime_type, post_content, post_excerpt, to_ping,"
            . ' pinged, post_content_filtered) VALUES ' . implode(', ', array_fill(0, $number, $row)));
        return range($wpdb->insert_id, $wpdb->insert_id + $number - 1);
    }

    public function testALargeLibraryIsLookedAtInPortionsAndNotKeptInMemory(): void
    {
        $author = $this->user('author');
        $hers = $this->attachments(1200, $author);
        $others = $this->attachments(3, 1);
        wp_set_current_user($author);
        self::assertSame($hers, Access::changeable([...$hers, ...$others, 9_999_999]));
        $kept = array_filter($hers, static fn (int $id): bool => wp_cache_get($id, 'posts') !== false);
        self::assertLessThanOrEqual(500, count($kept));
        self::assertSame([], Access::changeable([]));
    }
}
