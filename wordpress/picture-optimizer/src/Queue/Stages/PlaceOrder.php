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

    public function __construct(
        private readonly ItemStore $items,
        private readonly JobStore $jobs,
        private readonly Originals $originals,
        private readonly Surroundings $surroundings,
        private readonly Client $client,
        private readonly Failures $failures,
    ) {
    }

    public function work(Budget $budget): int
    {
        $claimed = $this->claimOneOrder();
        $contexts = $this->contexts($claimed);
        $orders = array_values(array_filter(array_map(fn (Item $item): ?Order
            => $this->order($item, $contexts[$item->attachmentId] ?? new ItemContext()), $claimed)));
        $first = $orders[0] ?? null;
        if ($first === null) {
            return count($claimed);
        }
        $same = array_values(array_filter($orders, static fn (Order $o): bool => self::belongs($o, $first)));
        $others = array_filter($orders, static fn (Order $o): bool => !self::belongs($o, $first));
        $this->items->release(...array_map(static fn (Order $order): Item => $order->item, $others));
        return $this->place($this->jobs->get($first->item->jobId), $same);
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

    /** @param non-empty-list<Order> $orders */
    private function place(Job $job, array $orders): int
    {
        try {
            $key = $orders[0]->item->orderKey ?: $this->newKey($orders);
            $quote = $this->client->quote(Order::quoteRequest($job, $orders), "{$key}:quote");
            if ($quote->credits > $this->agreed($orders)) {
                $this->refuseHigherPrice($orders, $quote->credits);
                return count($orders);
            }
            $remote = $this->client->createJob(Order::jobRequest($job, $orders, $quote->id), $key);
            $this->items->completeOrder($key, $remote->id);
            return count($orders);
        } catch (ApiError $error) {
            $this->handle($orders, $error);
            return 0;
        }
    }

    /** @param list<Order> $orders */
    private function newKey(array $orders): string
    {
        $key = 'order:' . wp_generate_uuid4();
        foreach ($orders as $order) {
            $this->items->write($order->item, ['result' => $order->remembered()->toJson()]);
        }
        $this->items->beginOrder(array_column($orders, 'item'), $key);
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
