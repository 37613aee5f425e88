<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** Step by step through the queue with a service that answers oddly at one of them; small images, so that each way is short. */
abstract class StagesTestCase extends ServiceTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        delete_option('picture_optimizer_outage');
    }

    /** @return list<int> */
    protected function images(int $number = 1): array
    {
        return array_map(fn (int $seed): int => $this->addPlainImage("plain-{$seed}.png", seed: $seed), range(1, $number));
    }

    /** @return list<Item> */
    protected function items(Job $job): array
    {
        return $this->plugin->items()->ofJob($job->id);
    }

    /** Works until every item of a job is in one of these states, or nothing moves any more. */
    protected function workUntil(Job $job, State ...$states): void
    {
        for ($turn = 0; $turn < 30; $turn++) {
            if (array_filter($this->items($job), static fn (Item $item): bool => !in_array($item->state, $states, true)) === []) {
                return;
            }
            $this->passTime();
            $this->endPause();
            $this->work(0.3);
        }
    }

    protected function endPause(): void
    {
        $state = get_option('picture_optimizer_outage');
        is_array($state) && update_option('picture_optimizer_outage', ['until' => 0] + $state, false);
    }

    protected function refuse(string $request, string $code, int $status, int $times = 1): void
    {
        $problem = ['type' => 'about:blank', 'title' => 'No', 'status' => $status, 'code' => $code, 'detail' => 'Not so.',
            'retryable' => true, 'charged' => false, 'request_id' => 'req_1'];
        self::$service->reply($request, $problem, $status, ['Content-Type' => 'application/problem+json'], $times);
    }
}
