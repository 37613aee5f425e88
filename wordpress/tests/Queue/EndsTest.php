<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\LocalFileError;
use PictureOptimizer\Api\NotConnected;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\Api\Wire\Item as Answer;
use PictureOptimizer\Api\Wire\Problem as Document;
use PictureOptimizer\Budget;
use PictureOptimizer\Hooks;
use PictureOptimizer\Queue\Housekeeping;
use PictureOptimizer\Queue\ReplacedFiles;
use PictureOptimizer\Queue\Stages\Failures;
use PictureOptimizer\Queue\Stages\Results;
use PictureOptimizer\Queue\Weather;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;
use PictureOptimizer\Tests\Store\StoreTestCase;

/** How items end or wait when something goes wrong, and what is written down when all went well; rows only, no requests. */
final class EndsTest extends StoreTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        delete_option('picture_optimizer_outage');
        // Not connected: a question about the service's health says nothing about it.
        $this->plugin->connection()->forget();
    }

    private function weather(): Weather
    {
        return new Weather($this->plugin->client(), $this->items);
    }

    private function failures(): Failures
    {
        return new Failures($this->items, $this->plugin->pictures(), $this->weather());
    }

    /** @param array<string, int|string|null> $columns */
    private function claimed(State $state = State::Waiting, array $columns = []): Item
    {
        $this->itemsIn($state, 1, $columns);
        return $this->items->claim($state, 1)[0];
    }

    /** @param array<string, mixed> $more */
    private static function problem(string $code, int $status, bool $retryable, array $more = [], int $retryAfter = 0): Problem
    {
        $document = $more + ['type' => 'about:blank', 'title' => 'No', 'status' => $status, 'code' => $code,
            'detail' => 'The service says no.',
            'retryable' => $retryable, 'charged' => false, 'request_id' => 'req_7'];
        return new Problem(Document::read(new Reader($document)), $status, $retryAfter);
    }

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
        self::assertGreaterThan(time() + 2, $after->notBefore);
        $counts && self::assertStringEndsWith('It will be tried again.', $after->reason);
    }

    public function testTheServicesOwnTimeIsKept(): void
    {
        $item = $this->claimed();
        $this->failures()->handle($item, self::problem('conflict', 409, true, [], 1000));
        self::assertEqualsWithDelta(time() + 1000, $this->again($item)->notBefore, 5);
        $poor = $this->claimed();
        $this->failures()->handle($poor, self::problem('insufficient_credits', 402, true, ['needed' => 3, 'available' => 1]));
        self::assertStringContainsString('3 needed, 1 available', $this->again($poor)->reason);
        self::assertEqualsWithDelta(time() + 60, $this->again($poor)->notBefore, 5, 'not asked more than once a minute');
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
        $before = time();
        $this->failures()->handle($item, self::problem('conflict', 409, true));
        $wait = $this->again($item)->notBefore - $before;
        self::assertGreaterThanOrEqual($least, $wait);
        self::assertLessThanOrEqual($most + 3, $wait);
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

    // Outages.

    public function testTwoImagesMakeAnOutageAndOneDoesNot(): void
    {
        $weather = $this->weather();
        [$first, $second] = $this->itemsIn(State::Waiting, 2);
        $error = Unreachable::because('time-out', 'api.example');
        self::assertTrue($weather->isToBlame($first, $error), 'the first failure is nobody’s fault yet');
        self::assertSame(5, $weather->secondsToWait());
        self::assertFalse($weather->isToBlame($first, $error), 'a failure that follows one image counts against it');
        self::assertTrue($weather->isToBlame($second, $error));
        self::assertStringContainsString('since', (string) $weather->why());
        self::assertEqualsWithDelta(15, $weather->secondsToWait(), 3);
        self::assertTrue($weather->isToBlame($first, $error), 'the same outage');
        self::assertFalse($weather->isToBlame($first, self::problem('validation', 422, false)), 'a refusal is no weather');
        $weather->clear();
        self::assertStringNotContainsString('since', (string) $weather->why());
        self::assertFalse($weather->isToBlame($first, new NotConnected('x')));
    }

    public function testAnOutageWaitsLongerEachTime(): void
    {
        $items = $this->itemsIn(State::Waiting, 2);
        $waits = [];
        for ($turn = 0; $turn < 8; $turn++) {
            foreach ($items as $item) {
                $this->weather()->isToBlame($item, Unreachable::because('time-out', 'api.example'));
            }
            $waits[] = $this->weather()->secondsToWait();
            update_option('picture_optimizer_outage', ['until' => 0] + get_option('picture_optimizer_outage'), false);
        }
        self::assertEqualsWithDelta(15, $waits[0], 3);
        self::assertEqualsWithDelta(30, $waits[1], 3);
        self::assertEqualsWithDelta(300, $waits[7], 3, 'five minutes at most');
    }

    public function testAFailureOfLongAgoIsNoWitness(): void
    {
        [$first, $second] = $this->itemsIn(State::Waiting, 2);
        $this->weather()->isToBlame($first, Unreachable::because('x', 'api.example'));
        $state = get_option('picture_optimizer_outage');
        update_option('picture_optimizer_outage', ['failed' => [$first->id => time() - 601]] + $state, false);
        $this->weather()->isToBlame($second, Unreachable::because('x', 'api.example'));
        self::assertStringNotContainsString('since', (string) $this->weather()->why());
    }

    /** @return iterable<string, array{mixed}> */
    public static function damagedOptions(): iterable
    {
        yield 'a text' => ['x'];
        yield 'nothing' => [[]];
        yield 'a part' => [['since' => 0]];
    }

    /** @dataProvider damagedOptions */
    public function testADamagedNoteOfAnOutageIsNone(mixed $saved): void
    {
        update_option('picture_optimizer_outage', $saved);
        self::assertStringContainsString('tried again', (string) $this->weather()->why());
        self::assertSame(5, $this->weather()->secondsToWait());
    }

    public function testAServiceThatIsAwayIsAskedHowItIs(): void
    {
        $this->plugin->connection()->save('http://127.0.0.1:9', 'po_live_0123456789abcdefghijklmnop');
        [$item] = $this->itemsIn(State::Waiting);
        self::assertTrue($this->weather()->isToBlame($item, Unreachable::because('x', 'api.example')));
        self::assertStringContainsString('since', (string) $this->weather()->why(), 'one image is enough when the service is away');
        self::assertSame('outage', $this->again($item)->reasonCode);
    }

    // Results.

    private function results(): Results
    {
        return new Results($this->items, $this->jobs, $this->plugin->pictures(), $this->failures());
    }

    /** @param array<string, mixed> $changes */
    private static function answer(string $example, array $changes = []): Answer
    {
        $data = json_decode((string) file_get_contents(__DIR__ . "/../../../contract/examples/Item.{$example}.json"), true);
        return Answer::read(new Reader($changes + $data));
    }

    /** @return iterable<string, array{string, State, string}> state at the service, state here, reason code */
    public static function withoutResult(): iterable
    {
        yield 'no gain' => ['no_gain', State::NoGain, 'not_smaller'];
        yield 'failed' => ['failed', State::Failed, 'not_smaller'];
        yield 'skipped' => ['skipped', State::Skipped, 'not_smaller'];
        yield 'cancelled' => ['cancelled', State::Cancelled, 'not_smaller'];
        yield 'expired' => ['expired', State::Cancelled, 'not_smaller'];
    }

    /** @dataProvider withoutResult */
    public function testAnItemThatEndsWithoutAResult(string $state, State $expected, string $code): void
    {
        $item = $this->claimed(State::Ordered, ['source_sha256' => 'aa', 'bytes_before' => 700]);
        $charges = [['line' => 'analysis', 'state' => 'captured', 'credits' => 2], ['line' => 'export', 'state' => 'released',
            'credits' => 1]];
        $this->results()->endWithoutResult($item, self::answer('no_gain', ['state' => $state,
            'charges' => $charges]), ['remote_item' => 'itm_1']);
        $after = $this->again($item);
        self::assertSame([$expected, $code, 2, 'itm_1', 0], [$after->state, $after->reasonCode, $after->credits, $after->remoteItem,
            $after->bytesAfter]);
        $picture = $this->plugin->pictures()->get($item->attachmentId);
        if ($expected === State::NoGain) {
            self::assertSame([PictureStatus::Exported, 700, 700], [$picture?->status, $picture?->bytesBefore, $picture?->bytesAfter]);
            self::assertNotSame('', $picture?->exportSettings, 'it is not asked for again');
        } else {
            self::assertSame($expected === State::Failed ? PictureStatus::Failed : null, $picture?->status);
        }
    }

    public function testWhatWasAppliedIsWrittenDown(): void
    {
        $item = $this->claimed(State::Ready, ['source_sha256' => 'aa']);
        $outcome = new Outcome($item->attachmentId, OutcomeState::Applied, bytesBefore: 5000, bytesAfter: 2000, sha256: ['full' => 'bb']);
        $this->results()->applied($item, self::answer('ready'), $outcome);
        $after = $this->again($item);
        self::assertSame([State::Applied, 5000, 2000, ['full' => 'bb']], [$after->state, $after->bytesBefore, $after->bytesAfter,
            $after->applied()]);
        $picture = $this->plugin->pictures()->get($item->attachmentId);
        self::assertSame(['aa', 'webp', 5000, 2000, PictureStatus::Processed], [$picture?->originalSha256, $picture?->format,
            $picture?->bytesBefore, $picture?->bytesAfter, $picture?->status]);
    }

    public function testOnlyWhatWasCapturedIsCharged(): void
    {
        self::assertSame([1, 0, 0], [Results::captured(self::answer('ready')), Results::captured(self::answer('no_gain')),
            Results::captured(null)]);
    }

    // Cleaning up.

    /** @return iterable<string, array{JobState, int, bool}> state, age in days, whether it stays */
    public static function ages(): iterable
    {
        yield 'a fresh plan' => [JobState::Planned, 1, true];
        yield 'a plan that nobody wanted' => [JobState::Planned, 3, false];
        yield 'a plan that was never finished' => [JobState::Planning, 3, false];
        yield 'a job of last month' => [JobState::Finished, 40, true];
        yield 'a job of long ago' => [JobState::Finished, 91, false];
        yield 'one that was stopped long ago' => [JobState::Stopped, 91, false];
        yield 'one that is at work since long ago' => [JobState::Open, 400, true];
        yield 'one that is paused since long ago' => [JobState::Paused, 400, true];
    }

    /** @dataProvider ages */
    public function testOldJobsGoWithTheirItems(JobState $state, int $days, bool $stays): void
    {
        $job = $this->job([7, 8], state: $state);
        $this->jobs->update($job->id, ['updated_at' => time() - $days * DAY_IN_SECONDS]);
        $empty = $this->job([], state: $state);
        $this->jobs->update($empty->id, ['updated_at' => time() - $days * DAY_IN_SECONDS]);
        $this->housekeeping()->cleanUp();
        self::assertSame([$stays, $stays], [$this->jobs->exists($job->id), $this->jobs->exists($empty->id)]);
        self::assertCount($stays ? 2 : 0, $this->items->ofJob($job->id));
    }

    public function testADeletedImageIsForgottenAndItsWorkEnds(): void
    {
        [$open] = $this->itemsIn(State::Uploaded);
        $this->setItem($open, ['active' => $open->attachmentId]);
        [$other] = $this->itemsIn(State::Uploaded);
        $this->setItem($other, ['active' => $other->attachmentId]);
        $this->plugin->pictures()->save($open->attachmentId, ['status' => 'exported']);
        $this->housekeeping()->forget($open->attachmentId);
        self::assertSame([State::Cancelled, 'gone', State::Uploaded], [$this->again($open)->state, $this->again($open)->reasonCode,
            $this->again($other)->state]);
        self::assertNull($this->plugin->pictures()->get($open->attachmentId));
    }

    public function testCleaningUpIsScheduledOnce(): void
    {
        wp_clear_scheduled_hook(Hooks::DAILY);
        remove_all_actions('admin_init');
        Housekeeping::register($this->housekeeping(...));
        do_action('admin_init');
        $first = wp_next_scheduled(Hooks::DAILY);
        do_action('admin_init');
        self::assertNotFalse($first);
        self::assertSame($first, wp_next_scheduled(Hooks::DAILY));
        self::assertSame('daily', wp_get_schedule(Hooks::DAILY));
    }

    private function housekeeping(): Housekeeping
    {
        return new Housekeeping(
            $this->plugin->db(),
            $this->jobs,
            $this->items,
            $this->plugin->pictures(),
            $this->plugin->replacer(),
            $this->plugin->reconciler(),
            $this->plugin->client(),
        );
    }

    // Files that somebody replaced.

    /** @return iterable<string, array{string, string, string, bool}> known hash, status, bytes that lie there, whether it is new work */
    public static function replaced(): iterable
    {
        yield 'another file' => ['original', 'exported', 'somebody’s', true];
        yield 'our file' => ['original', 'exported', 'ours', false];
        yield 'the original' => ['original', 'exported', 'original', false];
        yield 'an image that was only seen' => ['', 'seen', 'somebody’s', false];
    }

    /** @dataProvider replaced */
    public function testAFileThatSomebodyPutThereIsNewWork(string $known, string $status, string $bytes, bool $isNew): void
    {
        $upload = wp_upload_bits('photo.jpg', null, $bytes);
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], $upload['file']);
        $this->plugin->pictures()->save($id, ['status' => $status, 'original_sha256' => $known === '' ? '' : hash('sha256', $known),
            'applied_sha256' => hash('sha256', 'ours')]);
        $replaced = new ReplacedFiles($this->plugin->pictures(), $this->plugin->events());
        self::assertSame($isNew ? [$id] : [], $replaced->settle([$id, 9_999_999]));
        self::assertSame($isNew ? PictureStatus::Seen : PictureStatus::from($status), $this->plugin->pictures()->get($id)?->status);
        unlink($upload['file']);
        self::assertSame([], $replaced->settle([$id]), 'a file that is gone was not replaced');
    }

    /** @return iterable<string, array{string, bool, string}> file, whether the image is known, type afterwards */
    public static function followed(): iterable
    {
        yield 'the original comes back' => ['2026/05/photo.jpg', true, 'image/jpeg'];
        yield 'the same type' => ['2026/05/bike.webp', true, 'image/webp'];
        yield 'an image of somebody else' => ['2026/05/photo.jpg', false, 'image/webp'];
        yield 'no image' => ['2026/05/photo.pdf', true, 'image/webp'];
        yield 'no type' => ['2026/05/photo', true, 'image/webp'];
    }

    /** @dataProvider followed */
    public function testTheTypeFollowsTheFile(string $file, bool $isKnown, string $type): void
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/webp', 'post_title' => 'x'], '2026/05/bike.webp');
        $isKnown && $this->plugin->pictures()->save($id, ['status' => 'exported']);
        (new ReplacedFiles($this->plugin->pictures(), $this->plugin->events()))->followType($id, $file);
        self::assertSame($type, get_post_mime_type($id));
    }

    // Budgets.

    public function testABudgetEnds(): void
    {
        self::assertTrue(Budget::unlimited()->isLeft());
        self::assertSame(INF, Budget::unlimited()->secondsLeft());
        self::assertFalse(Budget::ofSeconds(0)->isLeft());
        self::assertFalse(Budget::ofSeconds(-5)->isLeft());
        self::assertSame(0.0, Budget::ofSeconds(-5)->secondsLeft());
        self::assertGreaterThan(90.0, Budget::ofSeconds(100)->secondsLeft());
        $started = $_SERVER['REQUEST_TIME_FLOAT'];
        $_SERVER['REQUEST_TIME_FLOAT'] = microtime(true);
        self::assertGreaterThan(15.0, Budget::ofWebRequest()->secondsLeft());
        self::assertLessThanOrEqual(20.0, Budget::ofWebRequest()->secondsLeft());
        $_SERVER['REQUEST_TIME_FLOAT'] = microtime(true) - 300;
        self::assertGreaterThan(0.0, Budget::ofWebRequest()->secondsLeft(), 'a slow WordPress leaves a second');
        self::assertLessThanOrEqual(1.0, Budget::ofWebRequest()->secondsLeft());
        $_SERVER['REQUEST_TIME_FLOAT'] = $started;
    }

    public function testShortMemoryEndsABudget(): void
    {
        $limit = (string) ini_get('memory_limit');
        ini_set('memory_limit', (string) (int) (memory_get_usage(true) * 1.2));
        $isLeft = Budget::unlimited()->isLeft();
        ini_set('memory_limit', $limit);
        self::assertFalse($isLeft);
    }
}
