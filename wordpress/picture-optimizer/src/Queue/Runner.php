<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Api\Connection;
use PictureOptimizer\Budget;
use PictureOptimizer\Hooks;
use PictureOptimizer\Pause;
use PictureOptimizer\Queue\Stages\Apply;
use PictureOptimizer\Queue\Stages\Collect;
use PictureOptimizer\Queue\Stages\Stage;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\LeaseLost;

/**
 * Works on the queue within a budget: what is nearest to its end goes first. Any number of runs may be at it at once.
 */
final class Runner
{
    /** Longest sleep within a run, in seconds: a web server's process is not to be held for nothing. */
    private const LONGEST_REST = 5;

    /** @param list<Stage> $stages in the order of doing */
    public function __construct(
        private readonly ItemStore $items,
        private readonly JobStore $jobs,
        private readonly array $stages,
        private readonly Collect $collect,
        private readonly Apply $apply,
        private readonly AutoProcessing $autoProcessing,
        private readonly Weather $weather,
        private readonly Connection $connection,
    ) {
    }

    /**
     * @param callable(): void|null $afterEach called after each round, for a progress bar
     * @return bool whether open work is left
     */
    public function run(Budget $budget, ?callable $afterEach = null): bool
    {
        $this->connection->settle();
        if (!$this->jobs->hasOpen()) {
            return false;
        }
        Hooks::safely(fn () => $this->autoProcessing->advance($budget));
        Hooks::safely($this->apply->resume(...));
        while ($budget->isLeft()) {
            $moved = $this->round($budget);
            $moved > 0 && $this->weather->clear();
            $this->jobs->finishCompleted($this->items->table());
            if ($afterEach !== null) {
                $afterEach();
            }
            if ($moved === 0 && !$this->rest($budget)) {
                break;
            }
        }
        return $this->jobs->hasOpen();
    }

    /** Whether a next run has something to do at once; what waits longer is left to the schedule. */
    public function isDueSoon(): bool
    {
        $seconds = $this->items->secondsUntilDue();
        return $seconds !== null && $seconds <= self::LONGEST_REST;
    }

    private function round(Budget $budget): int
    {
        $moved = 0;
        foreach ($this->stages as $stage) {
            if ($budget->isLeft()) {
                $moved += $this->attempt(static fn (): int => $stage->work($budget));
            }
        }
        return $moved ?: $this->attempt(fn (): int => $this->collect->await($budget));
    }

    /** @param callable(): int $work */
    private function attempt(callable $work): int
    {
        try {
            return $work();
        } catch (LeaseLost) {
            return 0;
        }
    }

    /** Nothing moved: sleeps until something is due, if that is soon. False when this run may end. */
    private function rest(Budget $budget): bool
    {
        $seconds = $this->items->secondsUntilDue();
        if ($seconds === null || $seconds >= $budget->secondsLeft() || $seconds > self::LONGEST_REST) {
            return false;
        }
        Pause::seconds(max(0.2, $seconds));
        return true;
    }
}
