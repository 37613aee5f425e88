<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Store;

use PictureOptimizer\Store\Orders;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\RowsRead;

/** A bulk of a whole library: what is taken of it, and asked about it again and again, costs no look at all of it. */
final class LargeJobTest extends StoreTestCase
{
    private const IMAGES = 3000;

    private int $jobId;

    protected function setUp(): void
    {
        parent::setUp();
        $job = $this->job(range(1, self::IMAGES), Pipeline::Export);
        $this->jobId = $job->id;
        $this->plugin->jobs()->update($job->id, ['state' => 'open']);
        $this->set($job->id, ['state' => 'waiting', 'result' => str_repeat('x', 500)]);
        $this->countAnew($this->items->table());
    }

    /** @group acceptance-D3 */
    public function testTakingOneOfThousandsReadsNoOther(): void
    {
        [$item] = $this->items->claim(State::Waiting, 1);
        self::assertLessThan(50, RowsRead::by(fn () => $this->items->claim(State::Waiting, 1)));
        $this->items->release($item);
        self::assertSame($item->id, $this->items->claim(State::Waiting, 1)[0]->id, 'the oldest');
        self::assertLessThan(50, RowsRead::by(fn () => $this->items->takeOver(17, State::Waiting)));
    }

    public function testWhereThousandsWaitForALaterMomentNoneIsLookedAt(): void
    {
        $this->set($this->jobId, ['not_before' => time() + 600]);
        self::assertLessThan(10, RowsRead::by(fn () => self::assertSame([], $this->items->claim(State::Waiting, 5))));
    }

    public function testARevertIsToldWithoutALookAtAllThatEverWas(): void
    {
        global $wpdb;
        $orders = new Orders($wpdb, $this->items);
        self::assertLessThan(50, RowsRead::by(fn () => self::assertSame([], $orders->untoldReverts(0, 50))));
    }

    /** What an open tab asks every few seconds: answers of the service are long, and none of them is read for a sum. */
    public function testSumsComeFromAnIndexAlone(): void
    {
        global $wpdb;
        $this->plugin->tally()->sums($this->jobId);
        $plan = $wpdb->get_row("EXPLAIN {$wpdb->last_query}", ARRAY_A);
        self::assertSame('sums', $plan['key']);
        self::assertStringContainsString('Using index', $plan['Extra']);
    }
}
