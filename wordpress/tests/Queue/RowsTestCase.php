<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Wire\Problem as Document;
use PictureOptimizer\Queue\Stages\Failures;
use PictureOptimizer\Queue\Weather;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Store\StoreTestCase;

/** Items and what becomes of them: rows only, no requests. */
abstract class RowsTestCase extends StoreTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        delete_option('picture_optimizer_outage');
        // Not connected: a question about the service's health says nothing about it.
        $this->plugin->connection()->forget();
    }

    protected function weather(): Weather
    {
        return new Weather($this->plugin->client(), $this->items);
    }

    protected function failures(): Failures
    {
        return new Failures($this->items, $this->plugin->pictures(), $this->weather());
    }

    /** @param array<string, int|string|null> $columns */
    protected function claimed(State $state = State::Waiting, array $columns = []): Item
    {
        $this->itemsIn($state, 1, $columns);
        return $this->items->claim($state, 1)[0];
    }

    /** @param array<string, mixed> $more */
    protected static function problem(string $code, int $status, bool $retryable, array $more = [], int $retryAfter = 0): Problem
    {
        $document = $more + ['type' => 'about:blank', 'title' => 'No', 'status' => $status, 'code' => $code,
            'detail' => 'The service says no.',
            'retryable' => $retryable, 'charged' => false, 'request_id' => 'req_7'];
        return new Problem(Document::read(new Reader($document)), $status, $retryAfter);
    }
}
