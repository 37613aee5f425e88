<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Queue\Weather;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\State;

/** What becomes of an item when something goes wrong: it waits with a reason, or it ends with one. */
final class Failures
{
    private const MOST_ATTEMPTS = 5;

    public function __construct(
        private readonly ItemStore $items,
        private readonly PictureStore $pictures,
        private readonly Weather $weather,
    ) {
    }

    /** @param callable(string, string): void|null $end How the item ends, by code and reason; null for fail(). */
    public function handle(Item $item, ApiError $error, ?callable $end = null): void
    {
        // Waiting for a person or for money is never counted as an attempt.
        if (in_array($error->reasonCode(), Item::WAITS, true)) {
            $this->items->postpone($item, $error->reasonCode(), self::waiting($error), max(60, $error->retryAfter()));
        } elseif ($this->weather->isToBlame($item, $error)) {
            $this->items->postpone($item, 'outage', $this->weather->sentence(), $this->weather->secondsToWait());
        } elseif ($error->isRetryable() && ($item->state === State::Ordered || $item->attempts + 1 < self::MOST_ATTEMPTS)) {
            // What the service has finished is collected, however long that takes.
            $this->items->postpone(
                $item,
                $error->reasonCode(),
                $error->report() . ' ' . __('It will be tried again.', 'picture-optimizer'),
                max($error->retryAfter(), self::backOff($item->attempts)),
                countsAsAttempt: true
            );
        } elseif ($end !== null) {
            $end($error->reasonCode(), $error->report());
        } else {
            $this->fail($item, $error->reasonCode(), $error->report());
        }
    }

    /**
     * Ends an item. What was done to the picture in earlier runs stays known.
     *
     * @param array<string, int|string> $columns more of the item's columns
     */
    public function fail(Item $item, string $code, string $reason, array $columns = []): void
    {
        $this->items->advance(
            $item,
            State::Failed,
            $columns + ['reason_code' => $code, 'reason' => $reason, 'bytes_after' => 0]
        );
        $known = $this->pictures->get($item->attachmentId);
        $untouched = $known === null || in_array($known->status, [PictureStatus::Seen, PictureStatus::Failed], true);
        $this->pictures->save($item->attachmentId, ['reason' => $reason]
            + ($untouched ? ['status' => PictureStatus::Failed->value] : []));
    }

    /**
     * True when its runs were killed too often; the item has ended then.
     *
     * @param callable(string, string): void|null $end How it ends, by code and reason; null for fail().
     */
    public function gaveUp(Item $item, ?callable $end = null): bool
    {
        if ($item->attempts < self::MOST_ATTEMPTS) {
            return false;
        }
        $end ??= fn (string $code, string $reason) => $this->fail($item, $code, $reason);
        $end('given_up', sprintf(
            /* translators: %d: number of attempts */
            __('Given up after %d attempts: the server ended the work each time before it was done. Its limits on time'
                . ' or memory may be too low.', 'picture-optimizer'),
            $item->attempts
        ));
        return true;
    }

    private static function waiting(ApiError $error): string
    {
        if ($error instanceof Problem && $error->is('insufficient_credits')) {
            return sprintf(
                /* translators: 1: credits needed, 2: credits available */
                __(
                    'Waiting for credits: %1$d needed, %2$d available. It resumes when you add credits.',
                    'picture-optimizer'
                ),
                $error->needed(),
                $error->available()
            );
        }
        return $error->report();
    }

    /** 5 s, 20 s, 80 s, 320 s, and a little chance, so that many sites do not come back at once. */
    private static function backOff(int $attempts): int
    {
        return (int) (5 * 4 ** min(3, $attempts) * (1 + wp_rand(0, 200) / 1000));
    }
}
