<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Budget;
use PictureOptimizer\Planning\Planner;
use PictureOptimizer\Queue\Runner;
use PictureOptimizer\Reporting\Advice;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\Pipeline;
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
            WP_CLI::confirm(Output::price($plan) . ' Start?', $options);
        }
        $this->confirm($job);
        $finished = $this->workUntilDone($job->id, $options['format'] !== 'json');
        Output::results($this->report->results($job->id), (string) $options['format']);
        if (!$finished) {
            WP_CLI::warning($this->whyWaiting($job->id));
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
            $job = Ids::number($args[0], 'the number of a job');
            if (!$this->jobs->exists($job)) {
                WP_CLI::error(sprintf('There is no job %d. The recent ones: wp picture-optimizer status', $job));
            }
            Rights::demandJob($this->items, $job);
            Output::results($this->report->results($job), $format);
            return;
        }
        Rights::demand();
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
     * [--dry-run]
     * : Only say what waits.
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
    public function work(array $args, array $options): void
    {
        Rights::demand();
        $seconds = isset($options['seconds']) ? Ids::number((string) $options['seconds'], 'a number of seconds') : INF;
        $jobs = $this->openJobs();
        $isDone = isset($options['dry-run']) || $this->workUntil(microtime(true) + $seconds);
        $isJson = $options['format'] === 'json';
        if ($isJson || isset($options['dry-run'])) {
            Output::jobs(array_map($this->report->progress(...), $jobs), (string) $options['format']);
        }
        if (!$isDone) {
            $left = $this->openJobs();
            WP_CLI::warning($left === [] ? 'Work is left.' : $this->whyWaiting($left[0]));
            WP_CLI::halt(2);
        }
        $isJson || isset($options['dry-run']) || WP_CLI::success('Nothing is left to do.');
    }

    /** @return bool whether nothing is left */
    private function workUntil(float $until): bool
    {
        while ($this->runner->run(Budget::ofSeconds($until - microtime(true)))) {
            $wait = $this->items->secondsUntilDue();
            $open = $this->openJobs();
            $isStuck = $open === array_values(array_filter($open, $this->waitsForSomebody(...)));
            if ($isStuck || $wait === null || $wait > self::LONGEST_WAIT || microtime(true) + $wait > $until) {
                return false;
            }
            sleep(max(1, $wait));
        }
        return true;
    }

    /** @return list<int> */
    private function openJobs(): array
    {
        $open = array_filter($this->jobs->recent(), static fn (Job $job): bool => $job->state === Job::OPEN);
        return array_values(array_map(static fn (Job $job): int => $job->id, $open));
    }

    /** Whether waiting longer is of no use: all that is left needs money, a setting, or a person's eye. */
    private function waitsForSomebody(int $jobId): bool
    {
        $codes = array_diff([...Advice::WAITS, Item::REVIEW], ['rate_limited']);
        $progress = $this->report->progress($jobId);
        $waiting = array_filter($progress['reasons'], static fn (array $group): bool
            => $group['state'] === 'waiting' && in_array($group['code'], $codes, true));
        return $progress['open'] > 0 && array_sum(array_column($waiting, 'number')) >= $progress['open'];
    }

    private function whyWaiting(int $jobId): string
    {
        $progress = $this->report->progress($jobId);
        $left = sprintf(_n('%d picture is left.', '%d pictures are left.', $progress['open'], 'picture-optimizer'), $progress['open']);
        return trim("{$left} {$progress['waiting_because']}");
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
            if ($wait === null || $wait > self::LONGEST_WAIT || $this->waitsForSomebody($jobId)) {
                break;
            }
            sleep(max(1, $wait));
        }
        $bar?->finish();
        return $this->jobs->get($jobId)->state !== Job::OPEN;
    }
}
