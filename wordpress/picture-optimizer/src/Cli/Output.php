<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Reporting\Plan;
use PictureOptimizer\Reporting\Progress;
use PictureOptimizer\Reporting\Results;
use WP_CLI;

/** Prints reports as tables for people or as JSON for programs. */
final class Output
{
    private const ITEM_COLUMNS = ['attachment_id', 'file', 'pipeline', 'state', 'bytes_before', 'bytes_after', 'format',
        'sizes', 'credits', 'reason'];

    public static function plan(Plan $plan, string $format): void
    {
        if ($format === 'json') {
            self::json($plan);
            return;
        }
        WP_CLI::log(self::price($plan));
        $plan->warning === '' || WP_CLI::warning($plan->warning);
        $left = self::rows([...$plan->skipped, ...$plan->failed]);
        if ($left !== []) {
            WP_CLI\Utils\format_items('table', $left, ['attachment_id', 'file', 'state', 'reason']);
        }
    }

    public static function price(Plan $plan): string
    {
        /* translators: %d: number of images */
        $images = sprintf(_n('%d image', '%d images', $plan->process, 'picture-optimizer'), $plan->process);
        /* translators: %d: number of credits */
        $credits = sprintf(_n('%d credit', '%d credits', $plan->credits, 'picture-optimizer'), $plan->credits);
        /* translators: 1: number of images, 2: number of credits */
        return sprintf(__('%1$s for at most %2$s.', 'picture-optimizer'), $images, $credits);
    }

    public static function results(Results $results, string $format): void
    {
        if ($format === 'json') {
            self::json($results);
            return;
        }
        WP_CLI\Utils\format_items('table', self::rows($results->items), self::ITEM_COLUMNS);
        WP_CLI::log(sprintf(
            /* translators: %d: number of credits */
            __('Credits used: %d', 'picture-optimizer'),
            $results->creditsUsed
        ));
    }

    /** @param list<Progress> $jobs */
    public static function jobs(array $jobs, string $format): void
    {
        $columns = ['job', 'state', 'pipeline', 'total', 'open', 'credits_used', 'waiting_because'];
        $format === 'json' ? self::json($jobs) : WP_CLI\Utils\format_items('table', self::rows($jobs), $columns);
    }

    /** @param array<int, Outcome> $outcomes */
    public static function outcomes(array $outcomes, string $format): void
    {
        $rows = array_values(array_map(static fn (Outcome $outcome): array => [
            'attachment_id' => $outcome->attachmentId,
            'state' => $outcome->state->value,
            'reason' => $outcome->reason ?: implode(' ', $outcome->notes),
            'notes' => $outcome->notes,
            'places' => $outcome->places,
        ], $outcomes));
        $format === 'json' ? self::json(['items' => $rows])
            : WP_CLI\Utils\format_items('table', $rows, ['attachment_id', 'state', 'places', 'reason']);
    }

    /**
     * @param list<\JsonSerializable> $lines
     * @return list<array<string, mixed>>
     */
    private static function rows(array $lines): array
    {
        return array_map(static fn (\JsonSerializable $line): array => $line->jsonSerialize(), $lines);
    }

    public static function json(mixed $data): void
    {
        WP_CLI::line((string) wp_json_encode($data, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
    }
}
