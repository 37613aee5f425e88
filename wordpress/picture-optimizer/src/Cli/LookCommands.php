<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Audit\Index;
use PictureOptimizer\Audit\Kind;
use PictureOptimizer\Budget;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Review\Desk;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Text\AltFaults;
use WP_CLI;

/** Commands that look at images and at text: `audit` and `review`. */
final class LookCommands
{
    private const PAGE = 50;
    private const ALL = 10_000_000;

    public function __construct(
        private readonly Index $audit,
        private readonly Desk $desk,
        private readonly ItemStore $items,
    ) {
    }

    /**
     * Counts what could be better in the Media Library, or lists the images of one kind.
     *
     * ## OPTIONS
     *
     * [--kind=<kind>]
     * : List these: missing_alt, bad_alt, same_alt, heavy, old_format, oversized, or duplicates.
     *
     * [--page=<page>]
     * : Page to show, 50 images each. IDs are listed of all pages.
     * ---
     * default: 1
     * ---
     *
     * [--format=<format>]
     * : Output format.
     * ---
     * default: table
     * options:
     *   - table
     *   - json
     *   - csv
     *   - ids
     * ---
     *
     * ## EXAMPLES
     *
     *     wp picture-optimizer run --ids="$(wp picture-optimizer audit --kind=missing_alt --format=ids)"
     *
     * @param list<string> $args
     * @param array<string, string> $options
     */
    public function audit(array $args, array $options): void
    {
        Rights::demand();
        /* translators: %s: what somebody typed */
        $page = Ids::number((string) $options['page'], __('“%s” is not a page number.', 'picture-optimizer'));
        $this->audit->advance(Budget::unlimited());
        if (!isset($options['kind'])) {
            $options['format'] === 'ids'
                && WP_CLI::error(__('IDs are listed of one kind, for example --kind=missing_alt.', 'picture-optimizer'));
            $rows = [];
            foreach ($this->audit->counts() as $kind => $count) {
                $rows[] = ['kind' => $kind, 'images' => $count];
            }
            self::list($rows, ['kind', 'images'], $options['format']);
            return;
        }
        $kind = Kind::tryFrom($options['kind'])
            ?? WP_CLI::error(__('There is no issue of that kind.', 'picture-optimizer'));
        $rows = array_map(static fn (array $row): array => [
            'attachment_id' => (int) $row['attachment_id'],
            'file' => Report::fileName((int) $row['attachment_id']),
            'bytes' => (int) $row['bytes'],
            'type' => $row['mime'],
            'fault' => AltFaults::sentence($row['alt_fault']),
        ], $options['format'] === 'ids' ? $this->audit->page($kind, 1, self::ALL) : $this->audit->page($kind, $page, self::PAGE));
        self::list($rows, ['attachment_id', 'file', 'bytes', 'type', 'fault'], $options['format']);
    }

    /**
     * Lists generated text of a job that waits for a person.
     *
     * ## OPTIONS
     *
     * --job=<id>
     * : Number of the job.
     *
     * [--format=<format>]
     * : Output format.
     * ---
     * default: table
     * options:
     *   - table
     *   - json
     *   - csv
     * ---
     *
     * @param list<string> $args
     * @param array<string, string> $options
     */
    public function review(array $args, array $options): void
    {
        $job = Ids::number($options['job'], __('--job needs the number of a job.', 'picture-optimizer'));
        Rights::demandJob($this->items, $job);
        try {
            $waiting = $this->desk->waiting($job, 0, PHP_INT_MAX);
        } catch (\OutOfBoundsException $missing) {
            WP_CLI::error($missing->getMessage());
        }
        $rows = array_map(static fn (array $row): array => [
            'attachment_id' => $row['attachment_id'],
            'file' => $row['file'],
            'alt' => $row['proposed']['alt'],
            'title' => $row['proposed']['title'],
            'confidence' => $row['confidence'],
        ], $waiting['items']);
        self::list($rows, ['attachment_id', 'file', 'alt', 'title', 'confidence'], $options['format']);
    }

    /**
     * @param list<array<string, int|float|string>> $rows
     * @param list<string> $columns
     */
    private static function list(array $rows, array $columns, string $format): void
    {
        match ($format) {
            'json' => Output::json($rows),
            'ids' => WP_CLI::line(implode(' ', array_column($rows, 'attachment_id'))),
            default => Output::table($rows, $columns, $format),
        };
    }
}
