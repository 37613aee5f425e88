<?php

declare(strict_types=1);

namespace PictureOptimizer\Cli;

use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Reporting\WaitingGroup;
use PictureOptimizer\Store\Item;

/** Whether waiting for a job is of any use, and what it waits for. */
final class Patience
{
    /** Longest time that a command sits waiting for a next try, in seconds. */
    public const LONGEST_WAIT = 60;

    /** Seconds after which a command looks whether another run, of a visit or of WP-Cron, has done what it holds. */
    public const LOOK_AGAIN = 5;

    public function __construct(private readonly Report $report)
    {
    }

    /** Whether waiting longer is of no use: all that is left needs money, a setting, or a person's eye. */
    public function waitsForSomebody(int $jobId): bool
    {
        $codes = array_diff([...Item::WAITS, Item::REVIEW], ['rate_limited']);
        $progress = $this->report->progress($jobId);
        $waiting = array_filter($progress->reasons, static fn (WaitingGroup $group): bool
            => !$group->failed && in_array($group->code, $codes, true));
        return $progress->open > 0 && array_sum(array_column($waiting, 'number')) >= $progress->open;
    }

    public function whyWaiting(int $jobId): string
    {
        $progress = $this->report->progress($jobId);
        /* translators: %d: number of images */
        $left = sprintf(_n('%d image is left.', '%d images are left.', $progress->open, 'picture-optimizer'), $progress->open);
        return trim("{$left} {$progress->waitingBecause}");
    }
}
