<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Why;

/**
 * One breaker for the whole site. While the service is away, flapping or overloaded, no image is to blame: all wait as one, and
 * say since when and until when. It is an outage if a question about the service's health fails, too, or if requests of two
 * different images do; a failure that follows one image counts against that image.
 */
final class Weather
{
    private const OPTION = 'picture_optimizer_outage';

    /** Seconds to the next try of a single image, and of all: doubled with each that fails. */
    private const SHORTEST_PAUSE = 5;
    private const FIRST_PAUSE = 15;
    private const LONGEST_PAUSE = 300;

    /** The status of an answer to too many requests. */
    private const SLOWER = 429;

    /** How long a failure of another image counts as a second witness. */
    private const MEMORY = 10 * MINUTE_IN_SECONDS;

    public function __construct(private readonly Client $client, private readonly ItemStore $items)
    {
    }

    /** Whether the service, and not this image, made a request fail. All work of the site waits then. */
    public function isToBlame(Item $item, ApiError $error): bool
    {
        if (!self::concernsTheService($error)) {
            return false;
        }
        $state = $this->state();
        if ($state['until'] > time() && $state['until'] <= time() + self::LONGEST_PAUSE) { // Later was a clock that was ahead.
            return true; // The same outage, seen by another image of the same request.
        }
        if ($error instanceof Problem && $error->status() === self::SLOWER) {
            $this->slowDown($state, $error, $item);
            return true;
        }
        $recent = array_filter($state['failed'], static fn (int $at): bool => $at > time() - self::MEMORY);
        $others = array_diff_key($recent, [$item->id => 0]);
        if ($others !== [] || $this->isUnwell()) {
            $this->wait($state, $error, [...array_keys($others), $item->id]);
            return true;
        }
        $wasFirst = !isset($state['failed'][$item->id]);
        $this->save(['failed' => [$item->id => time()], 'request' => $error->requestId()] + $state);
        return $wasFirst;
    }

    /** Something went well: the next outage is a new one. */
    public function clear(): void
    {
        $state = $this->state();
        if ($state['since'] > 0) {
            $this->save(['since' => 0, 'until' => 0, 'tries' => 0, 'request' => ''] + $state);
        }
    }

    public function secondsToWait(): int
    {
        return max(self::SHORTEST_PAUSE, min(self::LONGEST_PAUSE, $this->state()['until'] - time()));
    }

    public function why(): Why
    {
        $state = $this->state();
        return Why::own('outage', array_intersect_key($state, ['since' => 0, 'until' => 0, 'request' => '']));
    }

    private static function concernsTheService(ApiError $error): bool
    {
        return $error instanceof Unreachable || $error instanceof BrokenAnswer
            || ($error instanceof Problem && ($error->status() >= 500 || $error->status() === self::SLOWER));
    }

    private function isUnwell(): bool
    {
        try {
            $this->client->capabilities();
            return false;
        } catch (ApiError $error) {
            return self::concernsTheService($error);
        }
    }

    /**
     * The service is well and says when it takes more requests: no longer than that, and nobody's fault.
     *
     * @param array{since: int, until: int, tries: int, failed: array<int, int>, request: string} $state
     */
    private function slowDown(array $state, ApiError $error, Item $item): void
    {
        $pause = min(self::LONGEST_PAUSE, max(self::SHORTEST_PAUSE, $error->retryAfter()));
        $this->save(['until' => time() + $pause, 'request' => $error->requestId()] + $state);
        $this->items->shelter(time() + $pause, $this->why(), [$item->id]);
    }

    /**
     * @param array{since: int, until: int, tries: int, failed: array<int, int>, request: string} $state
     * @param list<int> $witnesses items whose failures were the service's
     */
    private function wait(array $state, ApiError $error, array $witnesses): void
    {
        $pause = min(self::LONGEST_PAUSE, max($error->retryAfter(), self::FIRST_PAUSE * 2 ** min(10, $state['tries'])));
        $this->save([
            'since' => $state['since'] ?: time(),
            'until' => time() + $pause,
            'tries' => $state['tries'] + 1,
            'failed' => [],
            'request' => $error->requestId(),
        ]);
        $this->items->shelter(time() + $pause, $this->why(), $witnesses);
    }

    /** @return array{since: int, until: int, tries: int, failed: array<int, int>, request: string} */
    private function state(): array
    {
        $saved = get_option(self::OPTION);
        return (is_array($saved) ? $saved : []) + ['since' => 0, 'until' => 0, 'tries' => 0, 'failed' => [], 'request' => ''];
    }

    /** @param array{since: int, until: int, tries: int, failed: array<int, int>, request: string} $state */
    private function save(array $state): void
    {
        update_option(self::OPTION, $state, false);
    }
}
