<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use WP_CLI;

/** Numbers from the command line. What is none is refused: a typing error must not become "all" or "nothing". */
final class Ids
{
    /** @return non-empty-list<int> attachment ids that the user may change */
    public static function parse(string $text): array
    {
        $ids = [];
        foreach (preg_split('/[\s,]+/', $text, -1, PREG_SPLIT_NO_EMPTY) ?: [] as $word) {
            $ids[] = self::number($word, self::notAnId());
        }
        if ($ids === []) {
            WP_CLI::error(__('No attachment ID was given, for example --ids=12,15.', 'picture-optimizer'));
        }
        $ids = array_values(array_unique($ids));
        Rights::demand(...array_filter($ids, static fn (int $id): bool => get_post_type($id) !== false));
        return $ids;
    }

    public static function notAnId(): string
    {
        /* translators: %s: what somebody typed */
        return __('“%s” is not an attachment ID.', 'picture-optimizer');
    }

    /** @return list<int> every picture of the library that the user may change */
    public static function all(): array
    {
        Rights::demand();
        return Rights::only(get_posts(['post_type' => 'attachment', 'post_status' => 'any', 'post_mime_type' => 'image',
            'fields' => 'ids', 'posts_per_page' => -1, 'orderby' => 'ID', 'order' => 'ASC', 'no_found_rows' => true]));
    }

    /** @param string $refusal a sentence that says of %s what it is not */
    public static function number(string $text, string $refusal): int
    {
        if (!preg_match('/^[1-9]\d{0,9}$/D', $text)) {
            WP_CLI::error(sprintf($refusal, $text) . ' ' . __('Give a whole number above 0.', 'picture-optimizer'));
        }
        return (int) $text;
    }
}
