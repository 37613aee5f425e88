<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Health\Check;
use PictureOptimizer\Health\Checks;
use PictureOptimizer\Health\Verification;
use PictureOptimizer\References\Finder;
use PictureOptimizer\References\Place;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Store\PictureStore;
use WP_CLI;

/** Commands that look and change nothing: `references`, `verify` and `doctor`. */
final class CheckCommands
{
    public function __construct(
        private readonly Finder $finder,
        private readonly Verification $verification,
        private readonly PictureStore $pictures,
        private readonly Checks $checks,
        private readonly Originals $originals,
    ) {
    }

    /**
     * Lists every place in the database that uses an image, and those that still name files it had before.
     *
     * ## OPTIONS
     *
     * --attachment=<id>
     * : ID of the image.
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
    public function references(array $args, array $options): void
    {
        $id = Ids::number($options['attachment'], Ids::notAnId());
        Rights::demand(...(get_post_type($id) === false ? [] : [$id]));
        try {
            $places = array_map(static fn (Place $place): array => ['table' => $place->table, 'key' => $place->key,
                'column' => $place->column, 'kind' => $place->kind, 'post' => $place->postId], iterator_to_array(
                    $this->finder->find($id),
                    false
                ));
        } catch (ChangeError $error) {
            WP_CLI::error($error->getMessage());
        }
        foreach ($this->originals->leftovers($id) as $left) {
            $places[] = ['table' => $left->table, 'key' => $left->key, 'column' => $left->column, 'post' => 0,
                'kind' => sprintf(
                    /* translators: 1: names of files, 2: reason */
                    __('still uses %1$s: %2$s', 'picture-optimizer'),
                    implode(', ', $left->names),
                    $left->reason
                )];
        }
        WP_CLI\Utils\format_items($options['format'], $places, ['table', 'key', 'column', 'kind', 'post']);
    }

    /**
     * Checks that optimized images are intact and that their originals can be restored.
     *
     * ## OPTIONS
     *
     * [--ids=<ids>]
     * : Attachment IDs, separated by commas. All optimized images if omitted.
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
    public function verify(array $args, array $options): void
    {
        Rights::demand();
        $ids = isset($options['ids']) ? Ids::parse($options['ids']) : Rights::only($this->pictures->changedIds());
        $rows = array_map(fn (int $id): array => ['attachment_id' => $id,
            'faults' => $this->verification->faults($id)], $ids);
        if ($options['format'] === 'json') {
            Output::json(array_map(static fn (array $row): array => $row + ['ok' => $row['faults'] === []], $rows));
        } else {
            Output::table(array_map(static fn (array $row): array => [
                'ok' => $row['faults'] === [] ? 'yes' : 'no', 'faults' => implode(' ', $row['faults'])] + $row, $rows), [
                'attachment_id', 'ok', 'faults'], $options['format']);
        }
        self::haltIf(array_filter(array_column($rows, 'faults')) !== []);
    }

    /**
     * Checks whether this site meets the plugin's requirements, and whether all originals are there.
     *
     * ## OPTIONS
     *
     * [--deep]
     * : Read every byte of every backup, not only of a sample.
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
     * @param array<string, string|bool> $options
     */
    public function doctor(array $args, array $options): void
    {
        Rights::demand();
        $rows = array_map(static fn (Check $check): array => ['check' => $check->id, 'status' => $check->status,
            'found' => $check->label, 'advice' => $check->text], $this->checks->all(isset($options['deep'])));
        WP_CLI\Utils\format_items($options['format'], $rows, ['check', 'status', 'found', 'advice']);
        self::haltIf(in_array(Check::CRITICAL, array_column($rows, 'status'), true));
    }

    private static function haltIf(bool $bad): void
    {
        if ($bad) {
            WP_CLI::halt(1);
        }
    }
}
