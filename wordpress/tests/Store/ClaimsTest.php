<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Store;

use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\LeaseLost;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/** Claims: an item is one runner's for a while, and nobody writes into what somebody else has taken since. */
final class ClaimsTest extends StoreTestCase
{
    private const FAR = 9_999_999_999;

    public function testAClaimTakesTheOldestOfItsStateForAWhile(): void
    {
        $items = $this->itemsIn(State::Waiting, 3);
        $before = time();
        $claimed = $this->items->claim(State::Waiting, 2);
        self::assertSame([$items[0]->id, $items[1]->id], array_column($claimed, 'id'));
        self::assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $claimed[0]->leaseToken);
        self::assertSame($claimed[0]->leaseToken, $claimed[1]->leaseToken);
        self::assertMoment($before, $claimed[0]->leaseUntil, ItemStore::LEASE);
        self::assertSame(0, $claimed[0]->attempts);
        self::assertSame([$items[2]->id], array_column($this->items->claim(State::Waiting, 2), 'id'), 'nobody gets the same twice');
        self::assertSame([], $this->items->claim(State::Waiting, 2));
    }

    /** @return iterable<string, array{array<string, int|string>, JobState}> columns, state of the job */
    public static function untouchable(): iterable
    {
        yield 'another state' => [['state' => 'uploaded'], JobState::Open];
        yield 'waits for a time to come' => [['not_before' => 600], JobState::Open];
        yield 'waits for the next month' => [['not_before' => 31 * DAY_IN_SECONDS], JobState::Open];
        yield 'somebody has it' => [['lease_until' => ItemStore::LEASE], JobState::Open];
        yield 'its job is paused' => [[], JobState::Paused];
        yield 'its job is planned only' => [[], JobState::Planned];
        yield 'its job is finished' => [[], JobState::Finished];
    }

    /**
     * @dataProvider untouchable
     * @param array<string, int|string> $columns times in seconds from now
     */
    public function testWhatMustWaitIsNotClaimed(array $columns, JobState $state): void
    {
        $job = $this->job([7], state: $state);
        $columns = array_map(static fn (int|string $value): int|string => is_int($value) ? time() + $value : $value, $columns);
        $this->set($job->id, $columns + ['state' => 'waiting']);
        self::assertSame([], $this->items->claim(State::Waiting, 10));
    }

    /** @return iterable<string, array{array<string, int|string>}> */
    public static function leftByAClockThatWasAhead(): iterable
    {
        yield 'waits for years' => [['not_before' => self::FAR]];
        yield 'is held for years' => [['lease_until' => self::FAR, 'lease_token' => 'of yesterday']];
    }

    /**
     * @group acceptance-D1
     * @dataProvider leftByAClockThatWasAhead
     * @param array<string, int|string> $columns
     */
    public function testAClockThatWasAheadHoldsNothingForYears(array $columns): void
    {
        [$item] = $this->itemsIn(State::Ordered, 1, $columns + ['remote_job' => 'job_1']);
        self::assertSame('job_1', $this->items->dueRemoteJob());
        self::assertSame([$item->id], array_column($this->items->claim(State::Ordered, 5), 'id'));
        [$waiting] = $this->itemsIn(State::Waiting);
        [$waiting] = $this->items->claim(State::Waiting, 1);
        $this->items->postpone($waiting, Why::own('busy'), PHP_INT_MAX);
        self::assertSame([], $this->items->claim(State::Waiting, 1), 'who says “never” is asked in a month, and not at once');
    }

    public function testALeaseThatRanOutCountsAsAnAttempt(): void
    {
        [$item] = $this->itemsIn(State::Waiting, 1, ['lease_until' => time() - 1, 'lease_token' => 'dead', 'attempts' => 2]);
        [$claimed] = $this->items->claim(State::Waiting, 1);
        self::assertSame([$item->id, 3], [$claimed->id, $claimed->attempts]);
        self::assertNotSame('dead', $claimed->leaseToken);
    }

    public function testAFurtherConditionNarrowsAClaim(): void
    {
        $items = $this->itemsIn(State::Uploaded, 2);
        $this->setItem($items[1], ['order_key' => 'order:1']);
        self::assertSame([$items[1]->id], array_column($this->items->claim(State::Uploaded, 5, "AND order_key <> ''"), 'id'));
    }

    public function testADeadRunnersItemIsTakenOverAtOnce(): void
    {
        [$item] = $this->itemsIn(State::Ready, 1, ['lease_until' => self::FAR, 'lease_token' => 'dead']);
        $this->setItem($item, ['active' => $item->attachmentId]);
        self::assertNull($this->items->takeOver($item->attachmentId, State::Applied), 'another state');
        self::assertNull($this->items->takeOver($item->attachmentId + 1, State::Ready), 'another image');
        $taken = $this->items->takeOver($item->attachmentId, State::Ready);
        self::assertSame($item->id, $taken?->id);
        self::assertNotSame('dead', $taken->leaseToken);
        self::assertLessThan(self::FAR, $taken->leaseUntil);
    }

    public function testWhoWasAwayForTooLongLosesItsItem(): void
    {
        $this->itemsIn(State::Waiting);
        [$mine] = $this->items->claim(State::Waiting, 1);
        $this->setItem($mine, ['lease_until' => time() - 1]);
        [$theirs] = $this->items->claim(State::Waiting, 1);
        $calls = ['heartbeat' => [$mine], 'release' => [$mine], 'write' => [$mine, ['reason' => 'x']],
            'advance' => [$mine, State::Uploaded], 'postpone' => [$mine, Why::told('x', 'y'), 5]];
        foreach ($calls as $method => $arguments) {
            try {
                $this->items->$method(...$arguments);
                self::fail("{$method} wrote into what belongs to somebody else");
            } catch (LeaseLost) {
                self::assertSame($theirs->leaseToken, $this->again($mine)->leaseToken);
            }
        }
        self::assertSame([State::Waiting, ''], [$this->again($mine)->state, $this->again($mine)->reason]);
    }

    public function testWritingWhatStandsThereAlreadyIsNoLoss(): void
    {
        $this->itemsIn(State::Waiting);
        [$item] = $this->items->claim(State::Waiting, 1);
        $this->items->write($item, ['reason' => $item->reason]);
        $this->items->heartbeat($item);
        self::assertSame($item->leaseToken, $this->again($item)->leaseToken);
    }
}
