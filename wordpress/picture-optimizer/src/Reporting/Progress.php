<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobState;

/** How far a job is. */
final class Progress implements \JsonSerializable
{
    /**
     * @param array<string, int> $counts images by state
     * @param list<WaitingGroup> $reasons what waits or failed, by its reason
     */
    public function __construct(
        public readonly Job $job,
        public readonly int $total,
        public readonly int $open,
        public readonly array $counts,
        public readonly int $inReview,
        public readonly string $waitingBecause,
        public readonly int $bytesBefore,
        public readonly int $bytesAfter,
        public readonly int $creditsUsed,
        public readonly array $reasons,
        public readonly Pace $pace,
    ) {
    }

    /** Only a person can go on with it: it does not run. */
    public function isInReview(): bool
    {
        return $this->job->state === JobState::Open && $this->inReview > 0 && $this->inReview === $this->open;
    }

    /** What its job is at, in a word or two. */
    public function label(): string
    {
        return $this->isInReview() ? Item::reviewLabel() : $this->job->state->label();
    }

    /** @return non-empty-array<string, mixed> */
    public function jsonSerialize(): array
    {
        return JobFacts::of($this->job) + [
            'state_label' => $this->label(),
            'total' => $this->total,
            'open' => $this->open,
            'counts' => $this->counts,
            'in_review' => $this->inReview,
            'waiting_because' => $this->waitingBecause,
            'bytes_before' => $this->bytesBefore,
            'bytes_after' => $this->bytesAfter,
            'credits_used' => $this->creditsUsed,
            'reasons' => $this->reasons,
            'per_minute' => $this->pace->perMinute,
            'seconds_left' => $this->pace->secondsLeft,
        ];
    }
}
