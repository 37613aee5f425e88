<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobState;

/** What a job would do: what it costs at most, what is skipped and why. */
final class Plan implements \JsonSerializable
{
    /**
     * @param int $lookedAt images that are planned so far
     * @param int $process images that would be processed, for at most so many credits
     * @param list<ItemLine> $skipped enough to show
     * @param list<ItemLine> $failed enough to show
     * @param list<array{id: int, file: string, thumbnail: string}> $samples images to look at before and after
     * @param string $warning what people should know before they agree; empty for nothing
     */
    public function __construct(
        public readonly Job $job,
        public readonly int $total,
        public readonly int $lookedAt,
        public readonly int $process,
        public readonly int $credits,
        public readonly int $leftOut,
        public readonly array $skipped,
        public readonly array $failed,
        public readonly int $bytesBefore,
        public readonly int $bytesEstimated,
        public readonly array $samples,
        public readonly string $warning = '',
    ) {
    }

    /** @return non-empty-array<string, mixed> */
    public function jsonSerialize(): array
    {
        $job = $this->job;
        return JobFacts::of($job) + [
            'available' => $job->creditsAvailable,
            // As seconds: the browser's clock is a third one.
            'quote_lasts' => max(0, $job->quoteExpires - time()),
            'complete' => $job->state !== JobState::Planning,
            'total' => $this->total,
            'looked_at' => $this->lookedAt,
            'process' => $this->process,
            'credits' => $this->credits,
            'left_out' => $this->leftOut,
            'skipped' => $this->skipped,
            'failed' => $this->failed,
            'bytes_before' => $this->bytesBefore,
            'bytes_estimated' => $this->bytesEstimated,
            'renames' => $job->pipeline->exports(),
            'review' => $job->pipeline->analyses() && $job->settings->is('review'),
            'samples' => $this->samples,
            'warning' => $this->warning,
        ];
    }
}
