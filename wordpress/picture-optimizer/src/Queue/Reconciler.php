<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Wire\AppliedFile;
use PictureOptimizer\Api\Wire\Item as Answer;
use PictureOptimizer\Api\Wire\ItemState;
use PictureOptimizer\Api\Wire\Receipt;
use PictureOptimizer\Budget;
use PictureOptimizer\Queue\Stages\Results;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Orders;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/**
 * Makes the books of this site agree with the service's ledger: every result that was charged ends as applied or as not applied,
 * and what this site says that an item has cost is what the service has taken. Costs nothing, and running it twice changes nothing.
 */
final class Reconciler
{
    /** What the service has finished and can still take back; when it has, the item is failed there. */
    private const FINISHED = [ItemState::Ready, ItemState::Delivered];

    public function __construct(
        private readonly Orders $orders,
        private readonly PictureStore $pictures,
        private readonly Client $client,
        private readonly Reverts $reverts,
    ) {
    }

    /**
     * @param int  $since  Unix time; orders in which nothing has changed since are left out.
     * @param bool $dryRun Only compare.
     */
    public function reconcile(Budget $budget, int $since = 0, bool $dryRun = false): Reconciliation
    {
        $dryRun || $this->reverts->tell($budget);
        $result = new Reconciliation();
        try {
            foreach ($this->orders->jobs($since) as $job) {
                if (!$budget->isLeft()) {
                    $result->problem = Why::own('no_time');
                    break;
                }
                $this->job($job, $result, $dryRun);
            }
        } catch (ApiError $error) {
            $result->problem = Why::ofError($error);
        }
        $dryRun || $result->remember();
        return $result;
    }

    private function job(string $remoteJob, Reconciliation $result, bool $dryRun): void
    {
        $items = $this->orders->items($remoteJob);
        $open = array_filter($items, static fn (Item $item): bool => $item->state->isOpen());
        $result->underWay += count($open);
        if (count($open) === count($items)) {
            return;
        }
        try {
            $answers = array_column($this->client->itemsOf($remoteJob), null, 'id');
        } catch (Problem $problem) {
            if ($problem->is('not_found', 'gone')) {
                return; // The service keeps jobs for a time, its ledger for ever.
            }
            throw $problem;
        }
        foreach ($items as $item) {
            $answer = $answers[$item->remoteItem] ?? null;
            $item->state->isOpen() || $answer === null || $this->item($item, $answer, $result, $dryRun);
        }
    }

    private function item(Item $item, Answer $answer, Reconciliation $result, bool $dryRun): void
    {
        $result->compared++;
        $charged = Results::charged($item, $answer);
        $receipt = $this->missingReceipt($item, $answer);
        if ($receipt !== null) {
            $receipt->outcome === 'applied' ? $result->confirmed++ : $result->returned++;
            $charged = $dryRun ? $charged : Results::charged($item, $this->client->receipt($item->remoteItem, $receipt)->item);
        }
        if ($charged !== $item->credits) {
            $result->corrected++;
            $dryRun || $this->orders->correct($item, $charged, $this->pictures);
        }
        $result->creditsHere += $dryRun ? $item->credits : $charged;
        $result->creditsThere += $charged;
    }

    /** What the service should have heard of this item and has not. */
    private function missingReceipt(Item $item, Answer $answer): ?Receipt
    {
        $applied = $item->state === State::Done;
        if ($applied && $answer->state === ItemState::Ready && $item->applied() !== []) {
            $files = [];
            foreach ($item->applied() as $name => $sha256) {
                $files[] = new AppliedFile((string) $name, $sha256);
            }
            return new Receipt('applied', $files);
        }
        $unused = in_array($item->state, [State::Failed, State::Cancelled], true) && Results::captured($answer) > 0;
        return $unused && in_array($answer->state, self::FINISHED, true)
            ? new Receipt('not_applied', reason: mb_substr($item->reason, 0, 500))
            : null;
    }
}
