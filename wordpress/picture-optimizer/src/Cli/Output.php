<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Replace\Outcome;
use WP_CLI;

/** Prints reports as tables for people or as JSON for programs. */
final class Output
{
    private const ITEM_COLUMNS = ['attachment_id', 'file', 'pipeline', 'state', 'bytes_before', 'bytes_after', 'format',
        'sizes', 'credits', 'reason'];

    /** @param array<string, mixed> $plan */
    public static function plan(array $plan, string $format): void
    {
        if ($format === 'json') {
            self::json($plan);
            return;
        }
        WP_CLI::log(self::price($plan));
        $left = array_merge($plan['skipped'], $plan['failed']);
        if ($left !== []) {
            WP_CLI\Utils\format_items('table', $left, ['attachment_id', 'file', 'state', 'reason']);
        }
    }

    /** @param array<string, mixed> $plan */
    public static function price(array $plan): string
    {
        /* translators: %d: number of images */
        $pictures = sprintf(_n('%d picture', '%d pictures', $plan['process'], 'picture-optimizer'), $plan['process']);
        /* translators: %d: number of credits */
        $credits = sprintf(_n('%d credit', '%d credits', $plan['credits'], 'picture-optimizer'), $plan['credits']);
        return "{$pictures} for at most {$credits}.";
    }

    /** @param array{items: list<array<string, mixed>>, credits_used: int} $results */
    public static function results(array $results, string $format): void
    {
        if ($format === 'json') {
            self::json($results);
            return;
        }
        WP_CLI\Utils\format_items('table', $results['items'], self::ITEM_COLUMNS);
        WP_CLI::log(sprintf('Credits used: %d', $results['credits_used']));
    }

    /** @param list<array<string, mixed>> $jobs */
    public static function jobs(array $jobs, string $format): void
    {
        $columns = ['job', 'state', 'pipeline', 'total', 'open', 'credits_used', 'waiting_because'];
        $format === 'json' ? self::json($jobs) : WP_CLI\Utils\format_items('table', $jobs, $columns);
    }

    /** @param array<int, Outcome> $outcomes */
    public static function outcomes(array $outcomes, string $format): void
    {
        $rows = array_values(array_map(static fn (Outcome $outcome): array => [
            'attachment_id' => $outcome->attachmentId,
            'state' => $outcome->state->value,
            'reason' => $outcome->reason,
            'places' => $outcome->places,
        ], $outcomes));
        $format === 'json' ? self::json(['items' => $rows])
            : WP_CLI\Utils\format_items('table', $rows, ['attachment_id', 'state', 'places', 'reason']);
    }

    public static function json(mixed $data): void
    {
        WP_CLI::line((string) wp_json_encode($data, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
    }
}
