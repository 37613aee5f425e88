<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

/** Attachment ids from the command line. */
final class Ids
{
    /** @return list<int> */
    public static function parse(string $text): array
    {
        return array_values(array_unique(array_filter(array_map(absint(...), preg_split('/[\s,]+/', $text) ?: []))));
    }

    /** @return list<int> every picture of the library */
    public static function all(): array
    {
        return get_posts(['post_type' => 'attachment', 'post_status' => 'any', 'post_mime_type' => 'image',
            'fields' => 'ids', 'posts_per_page' => -1, 'orderby' => 'ID', 'order' => 'ASC', 'no_found_rows' => true]);
    }
}
