<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Culprit;
use PictureOptimizer\Queue\Weather;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\LeaseLost;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/** What becomes of an item when something goes wrong: it waits with a reason, or it ends with one. */
final class Failures
{
    private const MOST_ATTEMPTS = 5;

    /** @param \Closure(Item): void|null $again What hears of an image that somebody has changed meanwhile. */
    public function __construct(
        private readonly ItemStore $items,
        private readonly PictureStore $pictures,
        private readonly Weather $weather,
        private readonly ?\Closure $again = null,
    ) {
    }

    /** @param callable(Why): void|null $end How the item ends, by its reason; null for fail(). */
    public function handle(Item $item, ApiError $error, ?callable $end = null): void
    {
        // Waiting for a person or for money is never counted as an attempt.
        if (in_array($error->reasonCode(), Item::WAITS, true)) {
            $this->items->postpone($item, self::waiting($error), max(60, $error->retryAfter()));
        } elseif ($this->weather->isToBlame($item, $error)) {
            $this->items->postpone($item, $this->weather->why(), $this->weather->secondsToWait());
        } elseif ($error->isRetryable() && ($item->state === State::Ordered || $item->attempts + 1 < self::MOST_ATTEMPTS)) {
            // What the service has finished is collected, however long that takes.
            $pause = max($error->retryAfter(), self::backOff($item->attempts));
            $this->items->postpone($item, Why::ofError($error, again: true), $pause, countsAsAttempt: true);
        } elseif ($end !== null) {
            $end(Why::ofError($error));
        } else {
            $this->fail($item, Why::ofError($error));
        }
    }

    /**
     * Ends an item. What was done to the picture in earlier runs stays known.
     *
     * @param array<string, int|string> $columns more of the item's columns
     */
    public function fail(Item $item, Why $why, array $columns = []): void
    {
        $this->items->advance($item, State::Failed, $columns + $why->columns() + ['bytes_after' => 0]);
        $known = $this->pictures->get($item->attachmentId);
        $untouched = $known === null || in_array($known->status, [PictureStatus::Seen, PictureStatus::Failed], true);
        $this->pictures->save($item->attachmentId, ['reason' => $why->pack()]
            + ($untouched ? ['status' => PictureStatus::Failed->value] : []));
        $why->code === Item::CHANGED && $this->again !== null && ($this->again)($item);
    }

    /**
     * Works on items. Where other plugins' code, called by a hook, or ours fails at it, they wait with the cause and are tried again, and
     * the work on others goes on.
     *
     * @template T
     * @param list<Item> $items
     * @param callable(): T $work
     * @param T $else what it comes to then
     * @param (callable(Item): (callable(Why): void))|null $endOf how an item ends that is tried no more; null for fail()
     * @return T
     */
    public function guard(array $items, callable $work, mixed $else, ?callable $endOf = null): mixed
    {
        try {
            return $work();
        } catch (LeaseLost $lost) {
            throw $lost;
        } catch (\Throwable $error) {
            $culprit = Culprit::of($error);
            foreach ($items as $item) {
                $this->stumble($item, $culprit, $endOf === null ? null : $endOf($item));
            }
            return $else;
        }
    }

    /** @param (callable(Why): void)|null $end */
    private function stumble(Item $item, Culprit $culprit, ?callable $end): void
    {
        $why = ['who' => $culprit->name, 'said' => $culprit->said];
        // What the service has finished is collected, and it is told what became of it, however long that takes.
        $mayEnd = !in_array($item->state, [State::Ordered, State::Applied, State::Returning], true);
        try {
            if ($mayEnd && $item->attempts + 1 >= self::MOST_ATTEMPTS) {
                ($end ?? fn (Why $why) => $this->fail($item, $why))(Why::own(Item::BROKEN_OFF, $why));
                return;
            }
            $again = $item->state === State::Returning ? $item->why : Why::own(Item::BROKEN_OFF, $why + ['again' => 1]);
            $counts = $mayEnd || $item->attempts < self::MOST_ATTEMPTS;
            $this->items->postpone($item, $again, self::backOff($item->attempts), countsAsAttempt: $counts);
        } catch (LeaseLost) {
            return; // It got further before that.
        }
    }

    /**
     * True when its runs were killed too often; the item has ended then.
     *
     * @param callable(Why): void|null $end How it ends, by its reason; null for fail().
     */
    public function gaveUp(Item $item, ?callable $end = null): bool
    {
        if ($item->attempts < self::MOST_ATTEMPTS) {
            return false;
        }
        $end ??= fn (Why $why) => $this->fail($item, $why);
        $end($item->reasonCode === Item::BROKEN_OFF ? $item->why : Why::own('host_limits', ['attempts' => $item->attempts]));
        return true;
    }

    private static function waiting(ApiError $error): Why
    {
        return $error instanceof Problem && $error->is('insufficient_credits')
            ? Why::own('insufficient_credits', ['needed' => $error->needed(), 'available' => $error->available()])
            : Why::ofError($error);
    }

    /** 5 s, 20 s, 80 s, 320 s, and a little chance, so that many sites do not come back at once. */
    private static function backOff(int $attempts): int
    {
        return (int) (5 * 4 ** min(3, $attempts) * (1 + wp_rand(0, 200) / 1000));
    }
}
