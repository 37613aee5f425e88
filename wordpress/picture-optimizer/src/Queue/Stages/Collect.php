<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Wire\Item as Answer;
use PictureOptimizer\Api\Wire\ItemState;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\KeptAnswer;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/** ordered → ready (or ended): asks the service how far it is. */
final class Collect implements Stage
{
    /** Seconds between two questions about the same job. */
    private const PAUSE = 1;

    /** The same while its images wait for a batch, in which nothing moves for minutes at best. */
    private const BATCH_PAUSE = 5 * MINUTE_IN_SECONDS;

    public function __construct(
        private readonly ItemStore $items,
        private readonly JobStore $jobs,
        private readonly Client $client,
        private readonly Failures $failures,
        private readonly Results $results,
    ) {
    }

    public function work(Budget $budget): int
    {
        return $this->ask(0);
    }

    /** With nothing else to do, the service may wait a little for news before it answers. */
    public function await(Budget $budget): int
    {
        return $this->ask((int) min(5, $budget->secondsLeft()));
    }

    private function ask(int $wait): int
    {
        $remoteJob = $this->items->dueRemoteJob();
        $claimed = $remoteJob === null ? [] : $this->items->claimRemoteJob($remoteJob);
        if ($claimed === []) {
            return 0;
        }
        $answers = $this->failures->guard($claimed, fn (): ?array => $this->answers((string) $remoteJob, $wait, $claimed), null);
        $moved = 0;
        foreach ($answers === null ? [] : $claimed as $item) {
            $take = fn (): bool => $this->take($item, $answers[$item->reference()] ?? null);
            $moved += $this->failures->guard([$item], $take, false) ? 1 : 0;
        }
        return $moved;
    }

    /**
     * @param list<Item> $claimed
     * @return array<string, Answer>|null by our own names; null when there is no answer
     */
    private function answers(string $remoteJob, int $wait, array $claimed): ?array
    {
        try {
            return array_column($this->client->itemsOf($remoteJob, $wait), null, 'reference');
        } catch (ApiError $error) {
            array_walk($claimed, fn (Item $item) => $this->handle($item, $error));
            return null;
        }
    }

    private function handle(Item $item, ApiError $error): void
    {
        if ($error instanceof Problem && $error->is('not_found', 'gone')) {
            $this->failures->fail($item, Why::own('order_gone', ['whole' => 1]));
            return;
        }
        $this->failures->handle($item, $error);
    }

    private function take(Item $item, ?Answer $answer): bool
    {
        if ($answer === null || $answer->sha256 !== $item->sourceSha256) {
            $this->failures->fail($item, Why::own('order_gone'));
            return true;
        }
        $columns = ['remote_item' => $answer->id, 'result' => (new KeptAnswer($answer, $item->applied()))->toJson()];
        if ($this->waitsForReview($item, $answer)) {
            // What is charged already is counted from now on, not only once somebody has read the text.
            $this->items->write($item, $columns + ['credits' => Results::charged($item, $answer)]);
            $this->items->postpone($item, Why::own(Item::REVIEW), Item::REVIEW_PAUSE);
            return true;
        }
        switch ($answer->state) {
            case ItemState::Ready:
            case ItemState::Delivered:
                $this->items->advance($item, State::Ready, $columns);
                return true;
            case ItemState::NoGain:
                $answer->analysis === null
                    ? $this->results->endWithoutResult($item, $answer, $columns)
                    : $this->items->advance($item, State::Ready, $columns);
                return true;
            case ItemState::Skipped:
            case ItemState::Failed:
            case ItemState::Cancelled:
            case ItemState::Expired:
                $this->results->endWithoutResult($item, $answer, $columns);
                return true;
            default:
                $this->waitOn($item, $answer);
                return false;
        }
    }

    private function waitOn(Item $item, Answer $answer): void
    {
        if ($answer->reason?->code === 'waiting_for_batch') {
            $this->items->postpone($item, Why::ofService($answer->reason), self::BATCH_PAUSE);
            return;
        }
        // A state that is newer than this plugin is one to wait in, and so is a review whose text did not come along.
        $state = $answer->state === ItemState::Review ? null : $answer->state;
        $this->items->postpone($item, Why::own($state->value ?? 'queued'), self::PAUSE);
    }

    /** The service holds back the export until the text was read; text alone, and drafts, are held back by this site. */
    private function waitsForReview(Item $item, Answer $answer): bool
    {
        if ($answer->state === ItemState::Review) {
            // With a reason instead of a text, nothing more comes: a person writes it, or goes on without.
            return $answer->analysis !== null || $answer->reason !== null;
        }
        if ($answer->analysis === null) {
            return false;
        }
        $settings = $this->jobs->get($item->jobId)->settings;
        $onlyText = $item->pipeline === Pipeline::Analyze && $settings->is('review') && !$item->reviewed->accepted;
        $isThere = in_array($answer->state, [ItemState::Ready, ItemState::Delivered, ItemState::NoGain], true);
        return $isThere && ($onlyText || Drafts::wait($item, $answer, $settings)) && !Drafts::filesComeFirst($item, $answer);
    }
}
