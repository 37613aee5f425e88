<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Reporting\ItemLine;
use PictureOptimizer\Reporting\Plan;
use PictureOptimizer\Reporting\Progress;
use PictureOptimizer\Reporting\Results;
use PictureOptimizer\Store\Pipeline;
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
        $left = self::lines([...$plan->skipped, ...$plan->failed]);
        if ($left !== []) {
            self::table($left, ['attachment_id', 'file', 'state', 'reason']);
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
        self::table(self::lines($results->items), self::ITEM_COLUMNS, $format);
        $format === 'table' && WP_CLI::log(sprintf(
            /* translators: %d: number of credits */
            __('Credits used: %d', 'picture-optimizer'),
            $results->creditsUsed
        ));
    }

    /** @param list<Progress> $jobs */
    public static function jobs(array $jobs, string $format): void
    {
        $columns = ['job', 'state', 'pipeline', 'total', 'open', 'credits_used', 'waiting_because'];
        $format === 'json' ? self::json($jobs) : self::table(array_map(static fn (Progress $job): array => [
            'state' => $job->label(),
            'pipeline' => $job->job->pipeline->label(),
        ] + $job->jsonSerialize(), $jobs), $columns, $format);
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
        $format === 'json' ? self::json(['items' => $rows]) : self::table(
            array_map(static fn (array $row): array => ['state' => OutcomeState::from($row['state'])->label()] + $row, $rows),
            ['attachment_id', 'state', 'places', 'reason'],
            $format
        );
    }

    /**
     * People read the words of the screens; programs the names, which never change.
     *
     * @param list<ItemLine> $lines
     * @return list<array<string, mixed>>
     */
    private static function lines(array $lines): array
    {
        return array_map(static function (ItemLine $line): array {
            $row = $line->jsonSerialize();
            return ['state' => $row['state_label'], 'pipeline' => Pipeline::from($row['pipeline'])->label()] + $row;
        }, $lines);
    }

    /**
     * @param list<array<string, mixed>> $rows
     * @param list<string> $columns
     * @param string $format table or csv
     */
    public static function table(array $rows, array $columns, string $format = 'table'): void
    {
        WP_CLI\Utils\format_items($format, $rows, $columns);
    }

    public static function json(mixed $data): void
    {
        WP_CLI::line((string) wp_json_encode($data, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
    }
}
