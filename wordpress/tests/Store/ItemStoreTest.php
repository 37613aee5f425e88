<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Store;

use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Orders;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/** The queue: who may take an item, for how long, and what becomes of what somebody else has taken. */
final class ItemStoreTest extends StoreTestCase
{
    private const FAR = 9_999_999_999;

    public function testImagesAreAddedOnceInTheirOrder(): void
    {
        $job = $this->job([9, 7, 9, 8], Pipeline::AnalyzeExport);
        $items = $this->items->ofJob($job->id);
        self::assertSame([9, 7, 8], array_column($items, 'attachmentId'));
        self::assertSame([State::Unpriced, Pipeline::AnalyzeExport, '', '', 0, 0], [$items[0]->state, $items[0]->pipeline,
            $items[0]->reason, $items[0]->reasonCode, $items[0]->attempts, $items[0]->leaseUntil]);
        self::assertNull($items[0]->answer());
        self::assertNull($items[0]->sentOrder());
        self::assertSame([], $items[0]->applied());
        self::assertSame('1:9', $items[0]->reference());
    }

    public function testThousandsAreAddedInPortions(): void
    {
        $job = $this->job(range(1, 450));
        self::assertSame(range(1, 450), array_column($this->items->ofJob($job->id), 'attachmentId'));
    }

    public function testPagesFollowEachOther(): void
    {
        $job = $this->job(range(1, 5));
        $first = $this->items->ofJob($job->id, limit: 2);
        self::assertSame([1, 2], array_column($first, 'attachmentId'));
        $second = $this->items->ofJob($job->id, limit: 2, after: $first[1]->id);
        self::assertSame([3, 4], array_column($second, 'attachmentId'));
        self::assertSame([5], array_column($this->items->ofJob($job->id, limit: 2, after: $second[1]->id), 'attachmentId'));
        $this->setItem($first[0], ['state' => 'skipped']);
        self::assertSame([1], array_column($this->items->ofJob($job->id, State::Skipped), 'attachmentId'));
    }

    public function testThePastOfAnImageLeavesPlansOut(): void
    {
        foreach (['done', 'failed', 'planned', 'unpriced'] as $state) {
            $this->set($this->job([7, 8])->id, ['state' => $state]);
        }
        $states = array_map(static fn (Item $item): State => $item->state, $this->items->ofAttachment(7, 10));
        self::assertSame([State::Failed, State::Done], $states, 'newest first');
        self::assertCount(1, $this->items->ofAttachment(7, 1));
        self::assertSame(State::Failed, $this->items->latestOf(7)?->state);
        self::assertNull($this->items->latestOf(9));
        self::assertNull($this->items->get(0));
    }

    // Plans become work.

    public function testWhatWasAgreedToBecomesWorkUnlessTheImageIsInAnotherJob(): void
    {
        $first = $this->job([7]);
        $this->set($first->id, ['state' => 'planned']);
        $this->items->open($first->id);
        $second = $this->job([7, 8]);
        $this->set($second->id, ['state' => 'planned', 'bytes_after' => 500]);
        $this->items->open($second->id);
        [$taken, $free] = $this->items->ofJob($second->id);
        self::assertSame([State::Skipped, 'already_waiting'], [$taken->state, $taken->reasonCode]);
        self::assertStringContainsString('another job', $taken->reason);
        self::assertSame([State::Waiting, '', 0], [$free->state, $free->reason, $free->bytesAfter]);
        $this->items->open($second->id);
        self::assertSame(State::Waiting, $this->again($free)->state, 'twice is once');
    }

    public function testAPriceThatIsTooOldIsForgottenForWhatIsPlannedOnly(): void
    {
        $job = $this->job([7, 8]);
        [$planned, $skipped] = $this->items->ofJob($job->id);
        $this->setItem($planned, ['state' => 'planned']);
        $this->setItem($skipped, ['state' => 'skipped']);
        $this->items->unprice($job->id);
        self::assertSame([State::Unpriced, State::Skipped], [$this->again($planned)->state, $this->again($skipped)->state]);
    }

    public function testAnItemGoesOnAndItsClaimEnds(): void
    {
        $this->itemsIn(State::Waiting, 1, ['attempts' => 3, 'reason' => 'tried', 'reason_code' => 'busy', 'not_before' => 5,
            'active' => 77]);
        [$item] = $this->items->claim(State::Waiting, 1);
        $this->items->advance($item, State::Uploaded, ['quoted' => 2]);
        $again = $this->again($item);
        self::assertSame([State::Uploaded, 0, '', '', 0, '', 0, 2], [$again->state, $again->attempts, $again->reason, $again->reasonCode,
            $again->notBefore, $again->leaseToken, $again->leaseUntil, $again->quoted]);
        self::assertSame('77', $this->activeOf($item), 'the image is still in this job');
        [$claimed] = $this->items->claim(State::Uploaded, 1);
        $this->items->advance($claimed, State::Failed, ['reason' => 'It failed.', 'reason_code' => 'x']);
        self::assertSame(['It failed.', 'x'], [$this->again($item)->reason, $this->again($item)->reasonCode]);
        self::assertNull($this->activeOf($item), 'it may be in another one now');
    }

    /** @return iterable<string, array{bool, int}> whether it counts as an attempt, attempts afterwards */
    public static function postponements(): iterable
    {
        yield 'waits' => [false, 2];
        yield 'was tried' => [true, 3];
    }

    /** @dataProvider postponements */
    public function testAnItemWaitsWithItsReason(bool $counts, int $attempts): void
    {
        $this->itemsIn(State::Waiting, 1, ['attempts' => 2]);
        [$item] = $this->items->claim(State::Waiting, 1);
        $begun = time();
        $this->items->postpone($item, Why::told('busy', 'The service is busy.'), 300, $counts);
        $again = $this->again($item);
        self::assertSame([State::Waiting, $attempts, 'busy', 'The service is busy.', ''], [$again->state, $again->attempts,
            $again->reasonCode, $again->reason, $again->leaseToken]);
        self::assertMoment($begun, $again->notBefore, 300);
        self::assertSame([], $this->items->claim(State::Waiting, 1));
    }

    public function testWhatIsGivenBackIsAsItWas(): void
    {
        $items = $this->itemsIn(State::Waiting, 2, ['reason' => 'r', 'attempts' => 1]);
        $this->items->release(...$this->items->claim(State::Waiting, 2));
        self::assertEquals($items, array_map($this->again(...), $items));
    }

    // The service is away, or wants money.

    public function testInAnOutageAllWaitButThoseThatWaitForSomebody(): void
    {
        $until = time() + 100;
        [$open] = $this->itemsIn(State::Waiting, 1, ['attempts' => 2]);
        [$later] = $this->itemsIn(State::Ordered, 1, ['not_before' => self::FAR, 'attempts' => 2]);
        [$poor] = $this->itemsIn(State::Uploaded, 1, ['reason_code' => 'insufficient_credits', 'reason' => 'Money.']);
        [$review] = $this->itemsIn(State::Ordered, 1, ['reason_code' => Item::REVIEW, 'reason' => 'Read me.']);
        [$held] = $this->itemsIn(State::Ready, 1, ['lease_until' => self::FAR]);
        [$done] = $this->itemsIn(State::Done);
        $this->items->shelter($until, Why::told('outage', 'The service is away.'), [$open->id]);
        $see = fn (Item $item): array => [$this->again($item)->reasonCode, $this->again($item)->notBefore, $this->again($item)->attempts];
        self::assertSame(['outage', $until, 0], $see($open), 'a witness is not to blame');
        self::assertSame(['outage', self::FAR, 2], $see($later), 'nobody is woken early');
        self::assertSame(['insufficient_credits', 0, 0], $see($poor));
        self::assertSame([Item::REVIEW, 0, 0], $see($review));
        self::assertSame(['', 0, 0], $see($held), 'somebody is at work on it');
        self::assertSame(['', 0, 0], $see($done));
        self::assertSame('The service is away.', $this->again($open)->reason);
    }

    public function testMoneyWakesWhatWaitedForMoney(): void
    {
        $job = $this->job([1, 2, 3]);
        $items = $this->items->ofJob($job->id);
        $this->setItem($items[0], ['reason_code' => 'insufficient_credits', 'not_before' => self::FAR]);
        $this->setItem($items[1], ['reason_code' => 'outage', 'not_before' => self::FAR]);
        $this->setItem($items[2], ['reason_code' => 'invalid_key', 'not_before' => self::FAR]);
        [$elsewhere] = $this->itemsIn(State::Waiting, 1, ['reason_code' => 'insufficient_credits', 'not_before' => self::FAR]);
        $this->items->wake($job->id);
        self::assertSame([0, self::FAR, 0, self::FAR], array_map(
            fn (Item $item): int => $this->again($item)->notBefore,
            [...$items, $elsewhere]
        ));
    }

    // Orders.

    public function testAnOrderIsNamedBeforeItIsSentAndEndsForAllAtOnce(): void
    {
        $items = $this->itemsIn(State::Uploaded, 3, ['attempts' => 2, 'reason' => 'r', 'reason_code' => 'c', 'lease_token' => 't']);
        $orders = new Orders($this->plugin->db(), $this->items);
        $orders->begin([$items[0], $items[1]], 'order:1');
        self::assertSame(['order:1', 'order:1', ''], array_map(fn (Item $item): string => $this->again($item)->orderKey, $items));
        $this->setItem($items[1], ['state' => 'cancelled']);
        self::assertSame(1, $orders->complete('order:1', 'job_1'), 'who still wants it');
        [$first, $second, $third] = array_map($this->again(...), $items);
        self::assertSame([State::Ordered, 'job_1', 0, '', '', ''], [$first->state, $first->remoteJob, $first->attempts, $first->reason,
            $first->reasonCode, $first->leaseToken]);
        self::assertSame([State::Cancelled, State::Uploaded], [$second->state, $third->state]);
        self::assertSame('', $third->remoteJob);
    }

    public function testTheAnswerThatIsDueFirstIsAskedFor(): void
    {
        self::assertNull($this->items->dueRemoteJob());
        $this->itemsIn(State::Ordered, 1, ['remote_job' => 'late', 'not_before' => time() - 5]);
        $this->itemsIn(State::Ordered, 2, ['remote_job' => 'early', 'not_before' => time() - 50]);
        $this->itemsIn(State::Ordered, 1, ['remote_job' => 'future', 'not_before' => time() + 600]);
        $this->itemsIn(State::Ordered, 1, ['remote_job' => 'held', 'lease_until' => time() + 100]);
        $this->itemsIn(State::Ready, 1, ['remote_job' => 'over']);
        self::assertSame('early', $this->items->dueRemoteJob());
        self::assertCount(2, $this->items->claimRemoteJob('early'));
        self::assertSame('late', $this->items->dueRemoteJob());
        self::assertSame([], $this->items->claimRemoteJob("late' OR '1'='1"), 'a name is a name');
    }

    public function testStoppingEndsWhatHasNotBegun(): void
    {
        $states = [State::Unpriced, State::Planned, State::Waiting, State::Uploaded, State::Ordered, State::Ready, State::Applied,
            State::Returning, State::Done];
        $job = $this->job(range(1, count($states)));
        foreach ($this->items->ofJob($job->id) as $number => $item) {
            $this->setItem($item, ['state' => $states[$number]->value, 'active' => $item->attachmentId,
                'remote_job' => $states[$number] === State::Ordered ? 'job_1' : '']);
        }
        self::assertSame(['job_1'], $this->items->openRemoteJobs($job->id));
        self::assertSame(4, $this->items->cancelWaiting($job->id));
        $now = array_map(static fn (Item $item): State => $item->state, $this->items->ofJob($job->id));
        self::assertSame([...array_fill(0, 4, State::Cancelled), ...array_slice($states, 4)], $now);
        [$first] = $this->items->ofJob($job->id);
        self::assertSame('cancelled_by_user', $first->reasonCode);
        self::assertStringContainsString('nothing was charged', $first->reason);
        self::assertNull($this->activeOf($first));
        self::assertSame(0, $this->items->cancelWaiting($job->id));
    }

    public function testHowLongNothingIsDue(): void
    {
        self::assertNull($this->items->secondsUntilDue());
        $this->itemsIn(State::Done, 1, ['not_before' => time()]);
        self::assertNull($this->items->secondsUntilDue(), 'nothing is open');
        $this->itemsIn(State::Waiting, 1, ['not_before' => time() + 500]);
        $lease = time() + 100;
        $this->itemsIn(State::Ready, 1, ['not_before' => time() - 500, 'lease_until' => $lease]);
        $begun = time();
        self::assertMoment($begun, $lease, $this->items->secondsUntilDue()); // A lease has to run out, too,
        self::assertLessThanOrEqual(5, $this->items->secondsUntilDue(5), 'or another run has done what it holds');
        $this->itemsIn(State::Ordered, 1, ['not_before' => time() - 500]);
        self::assertSame(0, $this->items->secondsUntilDue());
        $this->plugin->db()->query("UPDATE {$this->jobs->table()} SET state = 'paused'");
        self::assertNull($this->items->secondsUntilDue(), 'what is paused is not due');
    }

    public function testReviewIsAStateAndAReason(): void
    {
        [$waits] = $this->itemsIn(State::Ordered, 1, ['reason_code' => Item::REVIEW]);
        [$other] = $this->itemsIn(State::Ordered, 1, ['reason_code' => 'analysing']);
        [$over] = $this->itemsIn(State::Ready, 1, ['reason_code' => Item::REVIEW]);
        self::assertSame([true, false, false], [$waits->isInReview(), $other->isInReview(), $over->isInReview()]);
    }

    public function testWhatWaitsForReviewIsReadPageByPage(): void
    {
        $waiting = $this->itemsIn(State::Ordered, 5, ['reason_code' => Item::REVIEW]);
        $job = $waiting[0]->jobId;
        $this->plugin->db()->update($this->items->table(), ['reason_code' => 'analysing'], ['id' => $waiting[2]->id]);
        $pages = [];
        for ($after = 0; ($page = $this->items->inReview($job, $after, 2)) !== []; $after = end($page)->id) {
            $pages[] = array_column($page, 'id');
        }
        $ids = array_column($waiting, 'id');
        self::assertSame([[$ids[0], $ids[1]], [$ids[3], $ids[4]]], $pages);
    }

    private function activeOf(Item $item): ?string
    {
        return $this->plugin->db()->get_var("SELECT active FROM {$this->items->table()} WHERE id = {$item->id}");
    }
}
