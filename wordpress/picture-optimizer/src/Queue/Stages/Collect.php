<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;

/** ordered → ready (or ended): asks the service how far it is. */
final class Collect implements Stage
{
    /** Seconds between two questions about the same job. */
    private const PAUSE = 1;

    /** The same while a person reads its text: only the end of its keeping time can change anything. */
    private const PAUSE_IN_REVIEW = HOUR_IN_SECONDS;

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
        try {
            $answers = array_column($this->client->job((string) $remoteJob, $wait)['items'], null, 'reference');
        } catch (ApiError $error) {
            array_walk($claimed, fn (Item $item) => $this->handle($item, $error));
            return 0;
        }
        $moved = 0;
        foreach ($claimed as $item) {
            $moved += $this->take($item, $answers[$item->reference()] ?? null) ? 1 : 0;
        }
        return $moved;
    }

    private function handle(Item $item, ApiError $error): void
    {
        if ($error instanceof Problem && $error->is('not_found', 'gone')) {
            $this->failures->fail($item, 'order_gone', __(
                'The service does not know this order any more.',
                'picture-optimizer'
            ));
            return;
        }
        $this->failures->handle($item, $error);
    }

    /** @param array<string, mixed>|null $answer */
    private function take(Item $item, ?array $answer): bool
    {
        if ($answer === null || $answer['sha256'] !== $item->sourceSha256) {
            $this->failures->fail($item, 'order_gone', __(
                'The service lost this picture of the order.',
                'picture-optimizer'
            ));
            return true;
        }
        $columns = ['remote_item' => $answer['id'], 'result' => (string) wp_json_encode($answer)];
        if ($this->waitsForReview($item, $answer)) {
            $this->items->write($item, $columns);
            $reason = __('Waits for a review of its text.', 'picture-optimizer');
            $this->items->postpone($item, Item::REVIEW, $reason, self::PAUSE_IN_REVIEW);
            return true;
        }
        if (in_array($answer['state'], ['ready', 'delivered'], true)) {
            $this->items->advance($item, State::Ready, $columns);
            return true;
        }
        if ($answer['state'] === 'no_gain' && isset($answer['analysis'])) {
            $this->items->advance($item, State::Ready, $columns);
            return true;
        }
        if (in_array($answer['state'], ['no_gain', 'skipped', 'failed', 'cancelled', 'expired'], true)) {
            $this->results->endWithoutResult($item, $answer, $columns);
            return true;
        }
        $this->items->postpone($item, $answer['state'], self::progress($answer['state']), self::PAUSE);
        return false;
    }

    /**
     * The service holds back the export until the text was read; where only text was ordered, this site holds it back.
     *
     * @param array<string, mixed> $answer
     */
    private function waitsForReview(Item $item, array $answer): bool
    {
        $onlyText = $item->pipeline === Pipeline::Analyze && $answer['state'] === 'ready'
            && $this->jobs->get($item->jobId)->settings->is('review') && !($item->reviewed['accepted'] ?? false);
        return isset($answer['analysis']) && ($answer['state'] === 'review' || $onlyText);
    }

    private static function progress(string $state): string
    {
        return match ($state) {
            'analysing' => __('The service is looking at it.', 'picture-optimizer'),
            'exporting' => __('The service is making the files.', 'picture-optimizer'),
            default => __('Waits its turn at the service.', 'picture-optimizer'),
        };
    }
}
