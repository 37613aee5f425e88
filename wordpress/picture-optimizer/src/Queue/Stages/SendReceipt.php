<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Wire\AppliedFile;
use PictureOptimizer\Api\Wire\Item as Answer;
use PictureOptimizer\Api\Wire\ItemState;
use PictureOptimizer\Api\Wire\Receipt;
use PictureOptimizer\Budget;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\KeptAnswer;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/** applied → done: the service hears what lies on the disk, and we hear what was charged. */
final class SendReceipt implements Stage
{
    private const BATCH = 20;

    public function __construct(
        private readonly ItemStore $items,
        private readonly JobStore $jobs,
        private readonly PictureStore $pictures,
        private readonly Client $client,
        private readonly Failures $failures,
    ) {
    }

    public function work(Budget $budget): int
    {
        $claimed = [...$this->items->claim(State::Returning, self::BATCH), ...$this->items->claim(State::Applied, self::BATCH)];
        foreach ($claimed as $item) {
            if ($budget->isLeft()) {
                $this->failures->guard([$item], fn () => $item->state === State::Returning
                    ? $this->giveBack($item) : $this->send($item), null);
            } else {
                $this->items->release($item);
            }
        }
        return count($claimed);
    }

    private function send(Item $item): void
    {
        $answer = $item->answer();
        if ($answer?->state === ItemState::NoGain) {
            $this->finish($item, State::NoGain, $answer);
            return;
        }
        $files = [];
        foreach ($item->applied() as $name => $sha256) {
            $files[] = new AppliedFile((string) $name, $sha256);
        }
        try {
            $receipt = $this->client->receipt($item->remoteItem, self::applied($item, $files));
            $this->finish($item, State::Done, $receipt->item);
        } catch (ApiError $error) {
            $this->retryOrClose($item, $error);
        }
    }

    /** @param list<AppliedFile> $files */
    private static function applied(Item $item, array $files): Receipt
    {
        return $item->bytesAfter > 0
            ? new Receipt('applied', $files, bytesBefore: $item->bytesBefore, bytesAfter: $item->bytesAfter)
            : new Receipt('applied', $files);
    }

    private function giveBack(Item $item): void
    {
        $answer = $item->answer();
        try {
            // What the service never knew as an item of its own, it need not hear about.
            if ($item->remoteItem !== '') {
                $receipt = new Receipt('not_applied', reason: mb_substr($item->reason, 0, 500));
                $answer = $this->client->receipt($item->remoteItem, $receipt)->item;
            }
        } catch (ApiError $error) {
            if (!$this->isHeard($error)) {
                $this->tellLater($item, $error);
                return;
            }
        }
        $this->failures->fail($item, $item->why, ['credits' => Results::charged($item, $answer)]);
    }

    /** The image is done either way; only the service's book-keeping waits. */
    private function retryOrClose(Item $item, ApiError $error): void
    {
        $this->isHeard($error) ? $this->finish($item, State::Done, $item->answer()) : $this->tellLater($item, $error);
    }

    /** The service knows what became of the result, or will never know the item again. */
    private function isHeard(ApiError $error): bool
    {
        return $error instanceof Problem && $error->is('state_conflict', 'not_found', 'gone');
    }

    /** Told until it is heard, at longer and longer intervals: the ledger must agree with this site. */
    private function tellLater(Item $item, ApiError $error): void
    {
        $pause = max($error->retryAfter(), min(HOUR_IN_SECONDS, 30 * 2 ** min(10, $item->attempts)));
        if ($item->state === State::Returning) {
            $this->items->postpone($item, $item->why, $pause, countsAsAttempt: $item->attempts < 10);
            return;
        }
        $why = Why::own('receipt')->and(Why::ofError($error));
        $this->items->postpone($item, $why, $pause, countsAsAttempt: $item->attempts < 10);
    }

    private function finish(Item $item, State $state, ?Answer $answer): void
    {
        $credits = Results::captured($answer);
        $columns = $answer === null ? [] : ['result' => (new KeptAnswer($answer, $item->applied()))->toJson()];
        $columns += ['credits' => Results::charged($item, $answer)];
        if (Drafts::wait($item, $item->answer(), $this->jobs->get($item->jobId)->settings)) {
            // Its files are in place; now a person reads its text.
            $this->items->advance($item, State::Ordered, $columns + Why::own(Item::REVIEW)->columns()
                + ['not_before' => time() + Item::REVIEW_PAUSE]);
        } else {
            $this->items->advance($item, $state, $columns + ['reason' => $item->why->pack()]);
        }
        $before = $this->pictures->get($item->attachmentId)?->credits ?? 0;
        $this->pictures->save($item->attachmentId, ['credits' => $before + $credits]);
    }
}
