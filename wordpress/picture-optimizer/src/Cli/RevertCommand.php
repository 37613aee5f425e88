<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Queue\Control;
use PictureOptimizer\Replace\Replacer;
use PictureOptimizer\Reporting\Report;
use WP_CLI;

/** The command `revert`. */
final class RevertCommand
{
    /** Pictures that are reverted together: one search for references, and little is lost when somebody ends the command. */
    private const BATCH = 20;

    public function __construct(private readonly Control $control, private readonly Replacer $replacer)
    {
    }

    /**
     * Restores the original files, text, and references of images.
     *
     * ## OPTIONS
     *
     * [--ids=<ids>]
     * : Attachment IDs, separated by commas.
     *
     * [--all]
     * : All images whose original can be restored.
     *
     * [--dry-run]
     * : Only show what would be restored.
     *
     * [--yes]
     * : Skip the confirmation.
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
    public function revert(array $args, array $options): void
    {
        if (isset($options['ids']) === isset($options['all'])) {
            WP_CLI::error(__('Choose images: --ids=12,15 or --all.', 'picture-optimizer'));
        }
        $ids = isset($options['all']) ? $this->everything() : Ids::parse((string) $options['ids']);
        if (isset($options['dry-run'])) {
            $this->preview($ids, (string) $options['format']);
            return;
        }
        /* translators: %d: number of images */
        $question = _n('Restore %d original?', 'Restore %d originals?', count($ids), 'picture-optimizer');
        WP_CLI::confirm(sprintf($question, count($ids)), $options);
        $outcomes = [];
        foreach (array_chunk($ids, self::BATCH) as $batch) {
            $outcomes += $this->control->revert(...$batch);
        }
        Output::outcomes($outcomes, (string) $options['format']);
        foreach ($outcomes as $outcome) {
            if (!$outcome->ok()) {
                WP_CLI::halt(1);
            }
        }
    }

    /** @return list<int> */
    private function everything(): array
    {
        Rights::demand();
        return Rights::only($this->replacer->revertible());
    }

    /** @param list<int> $ids */
    private function preview(array $ids, string $format): void
    {
        $rows = array_map(fn (int $id): array => [
            'attachment_id' => $id,
            'file' => Report::fileName($id),
            'would' => match (true) {
                get_post_type($id) !== 'attachment' => 'fail: no such image',
                !$this->replacer->canRevert($id) => 'change nothing: it is as it was',
                default => 'be restored',
            },
        ], $ids);
        $format === 'json' ? Output::json(['items' => $rows])
            : Output::table($rows, ['attachment_id', 'file', 'would'], $format);
    }
}
