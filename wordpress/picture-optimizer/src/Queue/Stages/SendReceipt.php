<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\State;

/** applied → done: the service hears what lies on the disk, and we hear what was charged. */
final class SendReceipt implements Stage
{
    private const BATCH = 20;
    private const MOST_ATTEMPTS = 5;

    public function __construct(
        private readonly ItemStore $items,
        private readonly PictureStore $pictures,
        private readonly Client $client,
    ) {
    }

    public function work(Budget $budget): int
    {
        $claimed = $this->items->claim(State::Applied, self::BATCH);
        foreach ($claimed as $item) {
            if ($budget->isLeft()) {
                $this->send($item);
            } else {
                $this->items->release($item);
            }
        }
        return count($claimed);
    }

    private function send(Item $item): void
    {
        if ($item->result['state'] === 'no_gain') {
            $this->finish($item, State::NoGain, $item->result);
            return;
        }
        $files = [];
        foreach ($item->result['sha256'] ?? [] as $name => $sha256) {
            $files[] = ['name' => (string) $name, 'sha256' => $sha256];
        }
        try {
            $receipt = ['outcome' => 'applied', 'files' => $files, 'reason' => ''];
            $answer = $this->client->receipt($item->remoteItem, $receipt);
            $this->finish($item, State::Done, $answer['item'] + $item->result);
        } catch (ApiError $error) {
            $this->retryOrClose($item, $error);
        }
    }

    /** The picture is done either way; only the service's book-keeping waits. */
    private function retryOrClose(Item $item, ApiError $error): void
    {
        $known = $error instanceof Problem && $error->is('state_conflict', 'not_found', 'gone');
        if ($known || $item->attempts + 1 >= self::MOST_ATTEMPTS) {
            $this->finish($item, State::Done, $item->result);
            return;
        }
        $this->items->postpone($item, 'receipt', __('Done; the service has not been told yet.', 'picture-optimizer')
            . ' ' . $error->getMessage(), 30, countsAsAttempt: true);
    }

    /** @param array<string, mixed> $result */
    private function finish(Item $item, State $state, array $result): void
    {
        $credits = Results::captured($result);
        $this->items->advance($item, $state, ['credits' => $credits, 'reason' => $item->reason,
            'result' => (string) wp_json_encode($result)]);
        $before = $this->pictures->get($item->attachmentId)?->credits ?? 0;
        $this->pictures->save($item->attachmentId, ['credits' => $before + $credits]);
    }
}
