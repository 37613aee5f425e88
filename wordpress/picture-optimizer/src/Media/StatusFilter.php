<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\State;

/** The library's filter by status, by what waits for a person, and by missing alt text. */
final class StatusFilter
{
    private const NO_ALT = 'no_alt';
    private const UNPROCESSED = 'unprocessed';

    private const REVIEW = 'review';

    /** @return array<string, string> label by value */
    public static function labels(): array
    {
        $statuses = [PictureStatus::Analysed, PictureStatus::Exported, PictureStatus::Processed, PictureStatus::Failed,
            PictureStatus::Reverted];
        $labels = array_map(static fn (PictureStatus $status): string => $status->label(), $statuses);
        return ['' => __('Any optimization status', 'picture-optimizer')]
            + [self::UNPROCESSED => PictureStatus::Seen->label()]
            + array_combine(array_column($statuses, 'value'), $labels)
            + [self::REVIEW => Item::reviewLabel()]
            + [self::NO_ALT => __('Without alt text', 'picture-optimizer')];
    }

    /**
     * @param array<string, string> $clauses of WP_Query
     * @return array<string, string>
     */
    public static function apply(array $clauses, string $chosen, string $table): array
    {
        global $wpdb;
        $pictures = "SELECT 1 FROM {$table} picopt WHERE picopt.attachment_id = {$wpdb->posts}.ID";
        $alts = "SELECT 1 FROM {$wpdb->postmeta} WHERE post_id = {$wpdb->posts}.ID"
            . " AND meta_key = '_wp_attachment_image_alt' AND meta_value <> ''";
        $isImage = " AND {$wpdb->posts}.post_mime_type LIKE 'image/%'";
        if ($chosen === self::NO_ALT) {
            $clauses['where'] .= "{$isImage} AND NOT EXISTS ({$alts})";
        } elseif ($chosen === self::UNPROCESSED) {
            $clauses['where'] .= "{$isImage} AND NOT EXISTS ({$pictures} AND picopt.status <> 'seen')";
        } elseif ($chosen === self::REVIEW) {
            $clauses['where'] .= $wpdb->prepare(
                " AND EXISTS (SELECT 1 FROM {$wpdb->prefix}picopt_items item WHERE item.active = {$wpdb->posts}.ID"
                    . ' AND item.state = %s AND item.reason_code = %s)',
                State::Ordered->value,
                Item::REVIEW
            );
        } elseif ($chosen !== '' && isset(self::labels()[$chosen])) {
            $clauses['where'] .= $wpdb->prepare(" AND EXISTS ({$pictures} AND picopt.status = %s)", $chosen);
        }
        return $clauses;
    }
}
