<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Budget;
use PictureOptimizer\Pause;
use PictureOptimizer\Queue\Runner;
use PictureOptimizer\Reporting\Progress;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobStore;
use WP_CLI;

/** Commands about what is in the queue: `status` and `work`. */
final class QueueCommands
{
    public function __construct(
        private readonly Runner $runner,
        private readonly Report $report,
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
        private readonly Patience $patience,
    ) {
    }

    /**
     * Shows jobs and how far they are.
     *
     * ## OPTIONS
     *
     * [<job>]
     * : Number of a job. Recent jobs if omitted.
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
    public function status(array $args, array $options): void
    {
        $format = (string) $options['format'];
        if ($args !== []) {
            $job = Ids::number(
                $args[0],
                /* translators: %s: what somebody typed */
                __('“%s” is not a job number.', 'picture-optimizer')
            );
            if (!$this->jobs->exists($job)) {
                WP_CLI::error(sprintf(
                    /* translators: %d: number of a job */
                    __('There is no job %d. To list recent jobs: wp picture-optimizer status', 'picture-optimizer'),
                    $job
                ));
            }
            Rights::demandJob($this->items, $job);
            Output::results($this->report->results($job), $format);
            return;
        }
        Rights::demand();
        $jobs = array_map(fn (Job $job): Progress => $this->report->progress($job->id), $this->jobs->begun(ofUser: Rights::jobsOf()));
        Output::jobs($jobs, $format);
    }

    /**
     * Works on what waits in the queue, for servers without WP-Cron.
     *
     * ## OPTIONS
     *
     * [--seconds=<seconds>]
     * : Stop after this many seconds. If omitted, when nothing is left.
     *
     * [--dry-run]
     * : Only show what is waiting.
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
    public function work(array $args, array $options): void
    {
        Rights::demand();
        /* translators: %s: what somebody typed */
        $refusal = __('“%s” is not a number of seconds.', 'picture-optimizer');
        $seconds = isset($options['seconds']) ? Ids::number((string) $options['seconds'], $refusal) : INF;
        $jobs = $this->jobs->openIds();
        $isDone = isset($options['dry-run']) || $this->workUntil(microtime(true) + $seconds);
        $isJson = $options['format'] === 'json';
        if ($isJson || isset($options['dry-run'])) {
            Output::jobs(array_map($this->report->progress(...), $jobs), (string) $options['format']);
        }
        if (!$isDone) {
            $left = $this->jobs->openIds();
            WP_CLI::warning($left === [] ? __('Images are still waiting.', 'picture-optimizer') : $this->patience->whyWaiting($left[0]));
            WP_CLI::halt(2);
        }
        $isJson || isset($options['dry-run']) || WP_CLI::success(__('Nothing is left to do.', 'picture-optimizer'));
    }

    /** @return bool whether nothing is left */
    private function workUntil(float $until): bool
    {
        while ($this->runner->run(Budget::ofSeconds($until - microtime(true)))) {
            $wait = $this->items->secondsUntilDue(Patience::LOOK_AGAIN);
            $open = $this->jobs->openIds();
            $isStuck = $open === array_values(array_filter($open, $this->patience->waitsForSomebody(...)));
            if ($isStuck || $wait === null || $wait > Patience::LONGEST_WAIT || microtime(true) + $wait > $until) {
                return false;
            }
            Pause::seconds(max(1, $wait));
        }
        return true;
    }
}
