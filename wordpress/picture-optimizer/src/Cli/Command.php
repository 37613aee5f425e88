<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Budget;
use PictureOptimizer\Database\StatementFailed;
use PictureOptimizer\Pause;
use PictureOptimizer\Planning\Planner;
use PictureOptimizer\Queue\Runner;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Page;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\Pipeline;
use WP_CLI;

/**
 * Optimizes images in the Media Library.
 *
 * Exit codes: 0 when everything has finished (single images may have failed; the report says so), 1 when it
 * could not be done, 2 when work is left that waits for something.
 */
final class Command
{
    public function __construct(
        private readonly Planner $planner,
        private readonly Runner $runner,
        private readonly Report $report,
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
        private readonly Patience $patience,
        private readonly Connection $connection,
    ) {
    }

    /**
     * Shows what would be done and what it would cost. Spends no credits.
     *
     * ## OPTIONS
     *
     * [--ids=<ids>]
     * : Attachment IDs, separated by commas. All images if omitted.
     *
     * [--pipeline=<pipeline>]
     * : What to do.
     * ---
     * default: analyze_export
     * options:
     *   - analyze_export
     *   - analyze
     *   - export
     * ---
     *
     * [--to=<format>]
     * : Output format.
     * ---
     * options:
     *   - webp
     *   - avif
     *   - jpeg
     *   - png
     *   - original
     *   - auto
     * ---
     *
     * [--preset=<preset>]
     * : Quality preset.
     * ---
     * options:
     *   - auto
     *   - maximum
     *   - very_high
     *   - high
     *   - medium
     *   - low
     *   - minimum
     * ---
     *
     * [--reprocess]
     * : Process images again that are already done (charged again).
     *
     * [--no-rename]
     * : Keep the file names.
     *
     * [--include-protected]
     * : Also process files that are sold, private, or submitted by visitors.
     *
     * [--overwrite-text]
     * : Replace text written by someone on your team.
     *
     * [--accept-drafts]
     * : Use draft metadata (by the service's built-in model) without review.
     *
     * [--format=<format>]
     * : Output format.
     * ---
     * default: table
     * options:
     *   - table
     *   - json
     * ---
     *
     * @param list<string> $args
     * @param array<string, string|bool> $options
     */
    public function plan(array $args, array $options): void
    {
        Output::plan($this->report->plan($this->makePlan($options)->id), (string) $options['format']);
    }

    /**
     * Optimizes images: shows the cost, asks for confirmation, and works until all are done.
     *
     * ## OPTIONS
     *
     * [--ids=<ids>]
     * : Attachment IDs, separated by commas. All images if omitted.
     *
     * [--pipeline=<pipeline>]
     * : What to do.
     * ---
     * default: analyze_export
     * options:
     *   - analyze_export
     *   - analyze
     *   - export
     * ---
     *
     * [--to=<format>]
     * : Output format.
     * ---
     * options:
     *   - webp
     *   - avif
     *   - jpeg
     *   - png
     *   - original
     *   - auto
     * ---
     *
     * [--preset=<preset>]
     * : Quality preset.
     * ---
     * options:
     *   - auto
     *   - maximum
     *   - very_high
     *   - high
     *   - medium
     *   - low
     *   - minimum
     * ---
     *
     * [--reprocess]
     * : Process images again that are already done (charged again).
     *
     * [--no-rename]
     * : Keep the file names.
     *
     * [--include-protected]
     * : Also process files that are sold, private, or submitted by visitors.
     *
     * [--overwrite-text]
     * : Replace text written by someone on your team.
     *
     * [--accept-drafts]
     * : Use draft metadata (by the service's built-in model) without review.
     *
     * [--dry-run]
     * : Only show the plan.
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
    public function run(array $args, array $options): void
    {
        $job = $this->makePlan($options);
        $plan = $this->report->plan($job->id);
        if (isset($options['dry-run'])) {
            Output::plan($plan, (string) $options['format']);
            return;
        }
        if ($plan->process > 0) {
            WP_CLI::confirm(Output::price($plan) . ' ' . __('Start?', 'picture-optimizer'), $options);
        }
        $this->confirm($job);
        $finished = $this->workUntilDone($job->id, $options['format'] !== 'json');
        Output::results($this->report->results($job->id), (string) $options['format']);
        if (!$finished) {
            WP_CLI::warning($this->patience->whyWaiting($job->id));
            WP_CLI::halt(2);
        }
    }

    /** @param array<string, string|bool> $options */
    private function makePlan(array $options): Job
    {
        $ids = isset($options['ids']) ? Ids::parse((string) $options['ids']) : Ids::all();
        $obstacle = $this->connection->obstacle();
        if ($obstacle !== null) {
            /* translators: 1: why not, a sentence, 2: address of a screen */
            WP_CLI::error(sprintf(__('%1$s Settings: %2$s', 'picture-optimizer'), $obstacle, Page::url()));
        }
        $chosen = array_filter([
            'format' => $options['to'] ?? null,
            'preset' => $options['preset'] ?? null,
            'reprocess' => isset($options['reprocess']) ? true : null,
            'rename' => ($options['rename'] ?? true) ? null : false,
            'overwrite_text' => isset($options['overwrite-text']) ? true : null,
            'accept_drafts' => isset($options['accept-drafts']) ? true : null,
            'include_protected' => isset($options['include-protected']) ? true : null,
        ], static fn (mixed $value): bool => $value !== null);
        try {
            $job = $this->planner->create($ids, Pipeline::from((string) $options['pipeline']), Chosen::from($chosen), JobSource::Cli);
            return $this->planner->advance($job->id, Budget::unlimited());
        } catch (ApiError $error) {
            $this->planner->discard($job->id);
            WP_CLI::error($error->fullReport());
        } catch (StatementFailed $refused) {
            WP_CLI::error(StatementFailed::sentence() . ' ' . $refused->getMessage());
        }
    }

    private function confirm(Job $job): void
    {
        try {
            $this->planner->confirm($job->id, $job->quoteId);
        } catch (\DomainException $refused) {
            WP_CLI::error($refused->getMessage());
        } catch (StatementFailed $refused) {
            WP_CLI::error(StatementFailed::sentence() . ' ' . $refused->getMessage());
        }
    }

    private function workUntilDone(int $jobId, bool $showProgress): bool
    {
        $total = $this->report->progress($jobId)->total;
        $bar = $showProgress ? WP_CLI\Utils\make_progress_bar(__('Images', 'picture-optimizer'), $total) : null;
        $shown = 0;
        $tick = function () use ($jobId, $bar, $total, &$shown): void {
            $done = $total - $this->report->progress($jobId)->open;
            $bar?->tick($done - $shown);
            $shown = $done;
        };
        while ($this->jobs->get($jobId)->state === JobState::Open) {
            $this->runner->run(Budget::ofSeconds(20), $tick);
            $wait = $this->items->secondsUntilDue(Patience::LOOK_AGAIN);
            if ($wait === null || $wait > Patience::LONGEST_WAIT || $this->patience->waitsForSomebody($jobId)) {
                break;
            }
            Pause::seconds(max(1, $wait));
        }
        $bar?->finish();
        return $this->jobs->get($jobId)->state !== JobState::Open;
    }
}
