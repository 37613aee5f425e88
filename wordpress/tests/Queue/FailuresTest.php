<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\LocalFileError;
use PictureOptimizer\Api\NotConnected;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/** How items wait or end when something goes wrong. */
final class FailuresTest extends RowsTestCase
{
    /**
     * Error, attempts, state, state afterwards, code, attempt.
     *
     * @return iterable<string, array{ApiError, int, State, State, string, bool}>
     */
    public static function errors(): iterable
    {
        $busy = self::problem('rate_limited', 429, true, [], 90);
        $refused = self::problem('validation', 422, false);
        $conflict = self::problem('conflict', 409, true);
        yield 'no money' => [self::problem('insufficient_credits', 402, true, ['needed' => 3, 'available' => 1]), 4, State::Waiting,
            State::Waiting, 'insufficient_credits', false];
        yield 'too many requests' => [$busy, 4, State::Waiting, State::Waiting, 'rate_limited', false];
        yield 'not connected' => [new NotConnected('Connect.'), 4, State::Uploaded, State::Uploaded, 'not_connected', false];
        yield 'a first conflict' => [$conflict, 0, State::Waiting, State::Waiting, 'conflict', true];
        yield 'a fourth conflict' => [$conflict, 3, State::Waiting, State::Waiting, 'conflict', true];
        yield 'a fifth conflict' => [$conflict, 4, State::Waiting, State::Failed, 'conflict', false];
        yield 'a conflict about what is finished' => [$conflict, 90, State::Ordered, State::Ordered, 'conflict', true];
        yield 'a refusal' => [$refused, 0, State::Waiting, State::Failed, 'validation', false];
        yield 'a refusal of an order' => [$refused, 0, State::Ordered, State::Failed, 'validation', false];
        yield 'a disk that is full' => [new LocalFileError('Disk full.'), 0, State::Waiting, State::Failed, 'local_file', false];
        yield 'no answer' => [Unreachable::because('time-out', 'api.example'), 0, State::Waiting, State::Waiting, 'outage', false];
        yield 'a page in its place' => [BrokenAnswer::because('a page'), 2, State::Waiting, State::Waiting, 'outage', false];
        yield 'a fault of the service' => [self::problem('internal', 500, true), 0, State::Waiting, State::Waiting, 'outage', false];
    }

    /** @dataProvider errors */
    public function testAnErrorMakesItWaitOrEnd(ApiError $error, int $attempts, State $from, State $to, string $code, bool $counts): void
    {
        $item = $this->claimed($from, ['attempts' => $attempts]);
        $begun = time();
        $this->failures()->handle($item, $error);
        $after = $this->again($item);
        self::assertSame([$to, $code, ''], [$after->state, $after->reasonCode, $after->leaseToken]);
        self::assertNotSame('', $after->reason);
        if ($to === State::Failed) {
            self::assertSame($error->report(), $after->reason);
            self::assertSame($error->report(), $this->plugin->pictures()->get($item->attachmentId)?->reason);
            return;
        }
        self::assertSame($attempts + ($counts ? 1 : 0), $after->attempts);
        self::assertGreaterThan($begun + 2, $after->notBefore);
        $counts && self::assertStringEndsWith('It will be retried.', $after->reason);
    }

    public function testTheServicesOwnTimeIsKept(): void
    {
        $item = $this->claimed();
        $begun = time();
        $this->failures()->handle($item, self::problem('conflict', 409, true, [], 1000));
        self::assertMoment($begun, $this->again($item)->notBefore, 1000);
        $poor = $this->claimed();
        $begun = time();
        $this->failures()->handle($poor, self::problem('insufficient_credits', 402, true, ['needed' => 3, 'available' => 1]));
        self::assertStringContainsString('3 needed, 1 available', $this->again($poor)->reason);
        self::assertMoment($begun, $this->again($poor)->notBefore, 60); // not asked more than once a minute
    }

    /** @return iterable<string, array{int, int, int}> attempts so far, shortest and longest wait in seconds */
    public static function waits(): iterable
    {
        yield 'the first' => [0, 5, 6];
        yield 'the second' => [1, 20, 24];
        yield 'the third' => [2, 80, 96];
        yield 'the fourth' => [3, 320, 384];
        yield 'many, of an order' => [50, 320, 384];
    }

    /** @dataProvider waits */
    public function testEachTryWaitsLongerThanTheOneBefore(int $attempts, int $least, int $most): void
    {
        $item = $this->claimed(State::Ordered, ['attempts' => $attempts]);
        $begun = time();
        $this->failures()->handle($item, self::problem('conflict', 409, true));
        $next = $this->again($item)->notBefore;
        self::assertGreaterThanOrEqual($begun + $least, $next);
        self::assertLessThanOrEqual(time() + $most, $next);
    }

    public function testACallerDecidesHowItEnds(): void
    {
        $item = $this->claimed();
        $heard = [];
        $this->failures()->handle($item, self::problem('validation', 422, false), static function (Why $why) use (&$heard): void {
            $heard = [$why->code, (string) $why];
        });
        self::assertSame(['validation', 'The service says no. (Request ID: req_7)'], $heard);
        self::assertSame(State::Waiting, $this->again($item)->state);
    }

    public function testRunsThatAreKilledAgainAndAgainAreGivenUp(): void
    {
        $item = $this->claimed(State::Waiting, ['attempts' => 4]);
        self::assertFalse($this->failures()->gaveUp($item));
        $item = $this->claimed(State::Waiting, ['attempts' => 5]);
        self::assertTrue($this->failures()->gaveUp($item));
        self::assertSame([State::Failed, 'host_limits'], [$this->again($item)->state, $this->again($item)->reasonCode]);
        self::assertStringContainsString('5 attempts', $this->again($item)->reason);
    }

    /** @return iterable<string, array{string, PictureStatus}> status before, after */
    public static function pasts(): iterable
    {
        yield 'never seen' => ['', PictureStatus::Failed];
        yield 'only seen' => ['seen', PictureStatus::Failed];
        yield 'failed before' => ['failed', PictureStatus::Failed];
        yield 'processed before' => ['processed', PictureStatus::Processed];
        yield 'reverted before' => ['reverted', PictureStatus::Reverted];
    }

    /** @dataProvider pasts */
    public function testWhatWasDoneBeforeStaysKnown(string $before, PictureStatus $after): void
    {
        $item = $this->claimed(State::Waiting, ['bytes_after' => 50]);
        $before === '' || $this->plugin->pictures()->save($item->attachmentId, ['status' => $before]);
        $this->failures()->fail($item, Why::told('source', 'It is gone.'), ['credits' => 2]);
        $picture = $this->plugin->pictures()->get($item->attachmentId);
        self::assertSame([$after, 'It is gone.'], [$picture?->status, $picture?->reason]);
        self::assertSame([0, 2], [$this->again($item)->bytesAfter, $this->again($item)->credits]);
    }
}
