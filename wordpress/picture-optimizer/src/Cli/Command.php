<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Queue\Budget;
use PictureOptimizer\Queue\Control;
use PictureOptimizer\Queue\ItemStore;
use PictureOptimizer\Queue\Job;
use PictureOptimizer\Queue\JobStore;
use PictureOptimizer\Queue\Pipeline;
use PictureOptimizer\Queue\Planner;
use PictureOptimizer\Queue\Report;
use PictureOptimizer\Queue\Runner;
use WP_CLI;

/**
 * Optimizes the pictures of the Media Library.
 *
 * Exit codes: 0 when all that was asked for has ended (single pictures may have failed; the report says so), 1 when it
 * could not be done, 2 when work is left that waits for something.
 */
final class Command
{
    /** Longest time that `run` sits waiting for a next try, in seconds. */
    private const LONGEST_WAIT = 60;

    public function __construct(
        private readonly Planner $planner,
        private readonly Runner $runner,
        private readonly Report $report,
        private readonly Control $control,
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
    ) {
    }

    /**
     * Shows what would be done and what it would cost. Spends nothing.
     *
     * ## OPTIONS
     *
     * [--ids=<ids>]
     * : Attachment ids, separated by commas. All pictures when left out.
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
     * : Output format: webp, avif, jpeg, png, original or auto.
     *
     * [--preset=<preset>]
     * : Quality preset.
     *
     * [--reprocess]
     * : Process again what was done before; costs credits again.
     *
     * [--no-rename]
     * : Keep the file names.
     *
     * [--overwrite-text]
     * : Replace text that a person wrote.
     *
     * [--format=<format>]
     * : How to print.
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
     * Processes pictures: plans, asks, and works until all is done.
     *
     * ## OPTIONS
     *
     * [--ids=<ids>]
     * : Attachment ids, separated by commas. All pictures when left out.
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
     * : Output format: webp, avif, jpeg, png, original or auto.
     *
     * [--preset=<preset>]
     * : Quality preset.
     *
     * [--reprocess]
     * : Process again what was done before; costs credits again.
     *
     * [--no-rename]
     * : Keep the file names.
     *
     * [--overwrite-text]
     * : Replace text that a person wrote.
     *
     * [--dry-run]
     * : Only show the plan.
     *
     * [--yes]
     * : Do not ask.
     *
     * [--format=<format>]
     * : How to print.
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
    public function run(array $args, array $options): void
    {
        $job = $this->makePlan($options);
        $plan = $this->report->plan($job->id);
        if (isset($options['dry-run'])) {
            Output::plan($plan, (string) $options['format']);
            return;
        }
        if ($plan['process'] > 0) {
            WP_CLI::confirm(sprintf('Process %d pictures for at most %d credits?', $plan['process'], $plan['credits']), $options);
        }
        $this->confirm($job);
        $finished = $this->workUntilDone($job->id, $options['format'] !== 'json');
        Output::results($this->report->results($job->id), (string) $options['format']);
        if (!$finished) {
            WP_CLI::warning($this->report->progress($job->id)['waiting_because'] ?: 'Work is left.');
            WP_CLI::halt(2);
        }
    }

    /**
     * Shows jobs and how far they are.
     *
     * ## OPTIONS
     *
     * [<job>]
     * : Number of a job; the recent ones when left out.
     *
     * [--format=<format>]
     * : How to print.
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
    public function status(array $args, array $options): void
    {
        $format = (string) $options['format'];
        if ($args !== []) {
            Output::results($this->report->results((int) $args[0]), $format);
            return;
        }
        $jobs = array_map(fn (Job $job): array => $this->report->progress($job->id), $this->jobs->recent());
        Output::jobs($jobs, $format);
    }

    /**
     * Works on what waits in the queue, for servers without WP-Cron.
     *
     * ## OPTIONS
     *
     * [--seconds=<seconds>]
     * : Stop after so many seconds; without it, when nothing is left.
     *
     * @param list<string> $args
     * @param array<string, string|bool> $options
     */
    public function work(array $args, array $options): void
    {
        $until = microtime(true) + (float) ($options['seconds'] ?? INF);
        while ($this->runner->run(Budget::ofSeconds($until - microtime(true)))) {
            $wait = $this->items->secondsUntilDue();
            if ($wait === null || $wait > self::LONGEST_WAIT || microtime(true) + $wait > $until) {
                WP_CLI::warning('Work is left.');
                WP_CLI::halt(2);
            }
            sleep(max(1, $wait));
        }
        WP_CLI::success('Nothing is left to do.');
    }

    /**
     * Brings pictures back to their original files, text and references.
     *
     * ## OPTIONS
     *
     * --ids=<ids>
     * : Attachment ids, separated by commas.
     *
     * [--dry-run]
     * : Only say what would be reverted.
     *
     * [--yes]
     * : Do not ask.
     *
     * [--format=<format>]
     * : How to print.
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
    public function revert(array $args, array $options): void
    {
        $ids = Ids::parse((string) $options['ids']);
        if (isset($options['dry-run'])) {
            WP_CLI::log(sprintf('Would revert %d pictures.', count($ids)));
            return;
        }
        WP_CLI::confirm(sprintf('Revert %d pictures?', count($ids)), $options);
        $outcomes = $this->control->revert(...$ids);
        Output::outcomes($outcomes, (string) $options['format']);
        foreach ($outcomes as $outcome) {
            if (!$outcome->ok()) {
                WP_CLI::halt(1);
            }
        }
    }

    /** @param array<string, string|bool> $options */
    private function makePlan(array $options): Job
    {
        $ids = isset($options['ids']) ? Ids::parse((string) $options['ids']) : Ids::all();
        $chosen = array_filter([
            'format' => $options['to'] ?? null,
            'preset' => $options['preset'] ?? null,
            'reprocess' => isset($options['reprocess']) ? true : null,
            'rename' => ($options['rename'] ?? true) ? null : false,
            'overwrite_text' => isset($options['overwrite-text']) ? true : null,
        ], static fn (mixed $value): bool => $value !== null);
        try {
            $job = $this->planner->create($ids, Pipeline::from((string) $options['pipeline']), $chosen, 'cli');
            return $this->planner->advance($job->id, Budget::unlimited());
        } catch (ApiError $error) {
            WP_CLI::error($error->getMessage());
        }
    }

    private function confirm(Job $job): void
    {
        try {
            $this->planner->confirm($job->id, $job->quoteId);
        } catch (\DomainException $refused) {
            WP_CLI::error($refused->getMessage());
        }
    }

    private function workUntilDone(int $jobId, bool $showProgress): bool
    {
        $total = $this->report->progress($jobId)['total'];
        $bar = $showProgress ? WP_CLI\Utils\make_progress_bar('Pictures', $total) : null;
        $shown = 0;
        $tick = function () use ($jobId, $bar, $total, &$shown): void {
            $done = $total - $this->report->progress($jobId)['open'];
            $bar?->tick($done - $shown);
            $shown = $done;
        };
        while ($this->jobs->get($jobId)->state === Job::OPEN) {
            $this->runner->run(Budget::ofSeconds(20), $tick);
            $wait = $this->items->secondsUntilDue();
            if ($wait === null || $wait > self::LONGEST_WAIT) {
                break;
            }
            sleep(max(1, $wait));
        }
        $bar?->finish();
        return $this->jobs->get($jobId)->state !== Job::OPEN;
    }
}
