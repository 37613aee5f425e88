<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Queue\Stages\Results;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Replacer;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\LeaseLost;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/** The buttons: pause, resume, stop, revert. */
final class Control
{
    /** Items that are in memory at a time. */
    private const PAGE = 100;

    public function __construct(
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
        private readonly PictureStore $pictures,
        private readonly Client $client,
        private readonly Replacer $replacer,
        private readonly Reverts $reverts,
    ) {
    }

    public function pause(int $jobId): bool
    {
        return $this->jobs->move($jobId, [JobState::Open], JobState::Paused);
    }

    public function resume(int $jobId): bool
    {
        $this->items->wake($jobId);
        return $this->jobs->move($jobId, [JobState::Paused], JobState::Open);
    }

    /**
     * What has not begun ends now and costs nothing; what runs at the service is cancelled there; what is being applied
     * is finished, so that no picture is left half done.
     *
     * @return int how many pictures were stopped before they began
     */
    public function stop(int $jobId): int
    {
        $job = $this->jobs->get($jobId);
        $stopped = $this->items->cancelWaiting($jobId);
        $this->cancelReviews($jobId);
        $this->jobs->move($job->id, [JobState::Planning, JobState::Planned], JobState::Stopped);
        $this->jobs->move($job->id, [JobState::Paused], JobState::Open);
        $this->jobs->finishCompleted($this->items->table());
        // Last: a large job has many orders there, and the server may end this request before all are told.
        $this->cancelAtService($jobId);
        return $stopped;
    }

    private function cancelAtService(int $jobId): void
    {
        foreach ($this->items->openRemoteJobs($jobId) as $remote) {
            try {
                $this->client->cancelJob($remote, "cancel:{$remote}");
            } catch (ApiError) {
                // The runner asks for its state anyway; what was made meanwhile is applied.
                continue;
            }
        }
    }

    /** Texts that nobody will accept any more. They were read, so what was charged for them stays charged. */
    private function cancelReviews(int $jobId): void
    {
        for ($after = 0; ($page = $this->items->inReview($jobId, $after, self::PAGE)) !== []; $after = end($page)->id) {
            array_walk($page, $this->cancelReview(...));
        }
    }

    private function cancelReview(Item $item): void
    {
        try {
            $item->applied() !== []
                ? $this->items->advance($item, State::Done, Why::own('draft_unused')->columns())
                : $this->items->advance($item, State::Cancelled, ['credits' => Results::charged($item, $item->answer())]
                    + Why::own('cancelled_by_user', ['when' => 'review'])->columns());
        } catch (LeaseLost) {
            return; // A run looks at it right now; who stops once more finds it.
        }
    }

    /** @return array<int, Outcome> by attachment id */
    public function revert(int ...$attachmentIds): array
    {
        $outcomes = $this->replacer->revert(...$attachmentIds);
        $reverted = array_filter($outcomes, static fn (Outcome $outcome): bool => $outcome->state === OutcomeState::Reverted);
        foreach (array_keys($reverted) as $id) {
            $this->pictures->save($id, ['status' => PictureStatus::Reverted->value, 'reason' => '', 'bytes_after' => 0,
                'applied_sha256' => '', 'analysis_settings' => '', 'export_settings' => '']);
        }
        $this->reverts->happened(...array_keys($reverted));
        return $outcomes;
    }
}
