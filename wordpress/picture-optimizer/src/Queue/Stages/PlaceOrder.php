<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Wire\ItemContext;
use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Planning\Order;
use PictureOptimizer\Planning\Surroundings;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\LeaseLost;
use PictureOptimizer\Store\Orders;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/**
 * uploaded → ordered: the job is placed at the service, never for more than was agreed to.
 *
 * The order's key is written down before anything is sent. A run that dies in between sends the same key with the same
 * pictures again and gets the same job: nothing is charged twice.
 */
final class PlaceOrder implements Stage
{
    /** Pictures in one job at the service; 100 are allowed, smaller ones come back sooner. */
    private const BATCH = 20;

    /** Seconds before its end from which on the quote of a plan is not used any more. */
    private const QUOTE_MARGIN = 60;

    public function __construct(
        private readonly ItemStore $items,
        private readonly JobStore $jobs,
        private readonly Orders $ordered,
        private readonly Originals $originals,
        private readonly Surroundings $surroundings,
        private readonly Client $client,
        private readonly Failures $failures,
    ) {
    }

    public function work(Budget $budget): int
    {
        $claimed = $this->claimOneOrder();
        $early = array_filter($claimed, $this->isEarly(...));
        $this->items->release(...$early);
        $claimed = array_values(array_diff_key($claimed, $early));
        $contexts = $this->contextsOrAlone($claimed);
        $ready = array_values(array_filter($claimed, static fn (Item $item): bool => array_key_exists($item->id, $contexts)));
        $orders = array_values(array_filter(array_map(fn (Item $item): ?Order => $this->failures->guard([$item], fn (): ?Order
            => $this->order($item, $contexts[$item->id]), null), $ready)));
        $first = $orders[0] ?? null;
        if ($first === null) {
            return count($claimed);
        }
        $job = $this->jobs->get($first->item->jobId);
        $quoted = $this->quotedTogether($job, $orders);
        $same = $quoted ?: array_values(array_filter($orders, static fn (Order $o): bool => self::belongs($o, $first)));
        $this->items->release(...array_column(array_filter($orders, static fn (Order $o): bool => !in_array($o, $same, true)), 'item'));
        $planned = $quoted === [] ? self::sentBy($first->item) : $first->item->quoteId;
        return $this->failures->guard(array_column($same, 'item'), fn (): int => $this->place($job, $same, $planned), 0);
    }

    /** Others that were quoted with it come in a moment: together they need no other quote. */
    private function isEarly(Item $item): bool
    {
        return $this->isQuoted($item) && $this->ordered->areOnTheWay($item->jobId, $item->quoteId);
    }

    /** Whether its plan's quote can be ordered by, for a while at least. */
    private function isQuoted(Item $item): bool
    {
        return $item->quoteId !== '' && $item->orderKey === ''
            && $this->jobs->get($item->jobId)->quoteExpires >= time() + self::QUOTE_MARGIN;
    }

    /** The quote of the plan that it was ordered by, where it was sent before; else nothing. */
    private static function sentBy(Item $item): string
    {
        return $item->orderKey === '' ? '' : $item->sentOrder()->quoteId ?? '';
    }

    /**
     * The orders that are, with the first, just what one quote of the plan was for, while it lasts: they need no other one.
     *
     * @param non-empty-list<Order> $orders
     * @return list<Order> empty where a new quote has to be asked for, or the first was sent before
     */
    private function quotedTogether(Job $job, array $orders): array
    {
        $first = $orders[0]->item;
        if (!$this->isQuoted($first)) {
            return [];
        }
        $here = array_values(array_filter($orders, static fn (Order $o): bool => $o->item->jobId === $job->id
            && $o->item->quoteId === $first->quoteId && $o->item->orderKey === ''));
        $ids = array_map(static fn (Order $order): int => $order->item->id, $here);
        return $ids === $this->ordered->quotedTogether($job->id, $first->quoteId) ? $here : [];
    }

    /** @return list<Item> an order that was begun before, else new items */
    private function claimOneOrder(): array
    {
        $begun = $this->items->claim(State::Uploaded, 1, "AND order_key <> ''")[0] ?? null;
        if ($begun === null) {
            return $this->items->claim(State::Uploaded, self::BATCH);
        }
        $key = esc_sql($begun->orderKey);
        return [$begun, ...$this->items->claim(State::Uploaded, self::BATCH, "AND order_key = '{$key}'")];
    }

    /**
     * Together, or each alone where other code fails at one of them: that one is not ordered now.
     *
     * @param list<Item> $items
     * @return array<int, ItemContext> by the number of the item
     */
    private function contextsOrAlone(array $items): array
    {
        try {
            return self::ofItems($items, $this->contexts($items));
        } catch (LeaseLost $lost) {
            throw $lost;
        } catch (\Throwable) {
            $contexts = [];
            foreach ($items as $item) {
                $contexts += $this->failures->guard([$item], fn (): array => self::ofItems([$item], $this->contexts([$item])), []);
            }
            return $contexts;
        }
    }

    /**
     * @param list<Item> $items
     * @param array<int, ItemContext> $contexts by attachment id
     * @return array<int, ItemContext> by the number of the item
     */
    private static function ofItems(array $items, array $contexts): array
    {
        $of = static fn (Item $item): ItemContext => $contexts[$item->attachmentId] ?? new ItemContext();
        return array_combine(array_column($items, 'id'), array_map($of, $items));
    }

    /**
     * What surrounds the images of the job that comes first; others are not ordered now.
     *
     * @param list<Item> $items
     * @return array<int, ItemContext> by attachment id
     */
    private function contexts(array $items): array
    {
        $new = array_filter($items, static fn (Item $item): bool => $item->jobId === $items[0]->jobId
            && $item->sentOrder() === null);
        if ($new === []) {
            return [];
        }
        $settings = $this->jobs->get($items[0]->jobId)->settings;
        $names = [];
        foreach (array_column($new, 'attachmentId') as $id) {
            $names[$id] = Surroundings::nameOnly($id, $settings);
        }
        $analyzed = array_column(array_filter($new, static fn (Item $item): bool
            => $item->pipeline->analyses()), 'attachmentId');
        return ($analyzed === [] ? [] : $this->surroundings->of(array_values($analyzed), $settings)) + $names;
    }

    private function order(Item $item, ItemContext $context): ?Order
    {
        if ($this->failures->gaveUp($item)) {
            return null;
        }
        $sent = $item->orderKey === '' ? null : $item->sentOrder();
        if ($sent !== null) {
            return Order::again($item, $sent);
        }
        try {
            $source = $this->originals->sourceFor($item->attachmentId);
            $settings = $this->jobs->get($item->jobId)->settings;
            return Order::make($item, $item->pipeline, $source, $settings, $context);
        } catch (ChangeError $error) {
            $this->failures->fail($item, Why::told('source', $error->getMessage()));
            return null;
        }
    }

    private static function belongs(Order $order, Order $first): bool
    {
        return $order->groupKey() === $first->groupKey() && $order->item->jobId === $first->item->jobId
            && $order->item->orderKey === $first->item->orderKey;
    }

    /**
     * @param non-empty-list<Order> $orders
     * @param string $planned the quote of the plan that they are ordered by; empty to ask for a new one
     */
    private function place(Job $job, array $orders, string $planned): int
    {
        try {
            $key = $orders[0]->item->orderKey ?: $this->newKey($orders, $planned);
            $quote = $planned === '' ? $this->client->quote(Order::quoteRequest($job, $orders), "{$key}:quote") : null;
            if ($quote !== null && $quote->credits > $this->agreed($orders)) {
                $this->refuseHigherPrice($orders, $quote->credits);
                return count($orders);
            }
            $remote = $this->client->createJob(Order::jobRequest($job, $orders, $quote->id ?? $planned), $key);
            if ($this->ordered->complete($key, $remote->id) === 0) {
                $this->cancel($remote->id);
            }
            return count($orders);
        } catch (ApiError $error) {
            if ($planned !== '' && $error instanceof Problem && $error->is('quote_expired', 'state_conflict', 'not_found')) {
                $this->askAnew($orders);
                return count($orders);
            }
            $this->handle($orders, $error);
            return 0;
        }
    }

    /** The job was stopped while its order was on the way: nobody will collect what is made for it. */
    private function cancel(string $remoteJob): void
    {
        try {
            $this->client->cancelJob($remoteJob, "cancel:{$remoteJob}");
        } catch (ApiError) {
            return; // Its credits are reserved until the service gives up on it.
        }
    }

    /**
     * The service does not take the quote of the plan any more: it is over, or the image is described in other words since. Nothing was
     * ordered; in the next round a new quote is asked for, and held against the price that was agreed to.
     *
     * @param list<Order> $orders
     */
    private function askAnew(array $orders): void
    {
        foreach ($orders as $order) {
            $this->items->write($order->item, ['order_key' => '', 'quote_id' => '']);
            $this->items->release($order->item);
        }
    }

    /** @param list<Order> $orders */
    private function newKey(array $orders, string $planned): string
    {
        $key = 'order:' . wp_generate_uuid4();
        foreach ($orders as $order) {
            $this->items->write($order->item, ['result' => $order->remembered($planned)->toJson()]);
        }
        $this->ordered->begin(array_column($orders, 'item'), $key);
        return $key;
    }

    /** @param list<Order> $orders */
    private function agreed(array $orders): int
    {
        return array_sum(array_map(static fn (Order $order): int => $order->item->quoted, $orders));
    }

    /** @param list<Order> $orders */
    private function refuseHigherPrice(array $orders, int $credits): void
    {
        foreach ($orders as $order) {
            if ($order->item->reviewed->accepted) {
                $this->items->advance($order->item, State::Done, Why::own('files_stay')->columns());
                continue;
            }
            $this->failures->fail($order->item, Why::own('price_rose', [
                'asked' => $credits,
                'agreed' => $this->agreed($orders),
            ]));
        }
    }

    /** @param list<Order> $orders */
    private function handle(array $orders, ApiError $error): void
    {
        $code = $error->reasonCode();
        if ($error instanceof Problem && $error->is('insufficient_credits', 'monthly_budget')) {
            $this->keepAffordable($orders, $error);
            return;
        }
        foreach ($orders as $order) {
            if ($code === 'quote_expired') {
                // Nothing was ordered under that key, so a new one charges nothing twice.
                $this->items->write($order->item, ['order_key' => '']);
                $this->items->postpone($order->item, Why::ofError($error), 0, countsAsAttempt: true);
            } elseif ($code === 'image_not_uploaded') {
                $this->items->advance($order->item, State::Waiting, ['order_key' => '',
                    'attempts' => $order->item->attempts + 1]);
            } else {
                $this->failures->handle($order->item, $error);
            }
        }
    }

    /**
     * Too few credits for all, or in the site's budget: as many as they are enough for go on at once, the others wait.
     *
     * @param list<Order> $orders
     */
    private function keepAffordable(array $orders, Problem $error): void
    {
        $left = $error->available();
        foreach ($orders as $order) {
            $this->items->write($order->item, ['order_key' => '']);
            if ($order->item->quoted <= $left && count($orders) > 1) {
                $left -= $order->item->quoted;
                $this->items->release($order->item);
            } else {
                $this->failures->handle($order->item, $error);
            }
        }
    }
}
