<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Budget;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** Step by step through the queue with a service that answers oddly at one of them; small images, so that each way is short. */
final class StagesTest extends ServiceTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        delete_option('picture_optimizer_outage');
    }

    /** @return list<int> */
    private function images(int $number = 1): array
    {
        return array_map(fn (int $seed): int => $this->addPlainImage("plain-{$seed}.png", seed: $seed), range(1, $number));
    }

    /** @return list<Item> */
    private function items(Job $job): array
    {
        return $this->plugin->items()->ofJob($job->id);
    }

    /** Works until every item of a job is in one of these states, or nothing moves any more. */
    private function workUntil(Job $job, State ...$states): void
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

    private function endPause(): void
    {
        $state = get_option('picture_optimizer_outage');
        is_array($state) && update_option('picture_optimizer_outage', ['until' => 0] + $state, false);
    }

    // Orders.

    public function testTwentyImagesAreOneOrderAndTheNextAnother(): void
    {
        self::$service->set('polls_until_ready', 1000);
        $job = $this->start($this->images(23), Pipeline::Export);
        $this->workUntil($job, State::Ordered);
        $sizes = array_map(static fn (array $order): int => count($order['items']), array_values(self::$service->get('jobs')));
        self::assertSame(23, array_sum($sizes));
        self::assertLessThanOrEqual(20, max($sizes));
    }

    public function testImagesThatWaitForABatchSaySoAndAreAskedAboutSeldom(): void
    {
        self::$service->set('polls_until_ready', 1000);
        $job = $this->start($this->images(2), Pipeline::Analyze, ['may_wait' => true]);
        $this->workUntil($job, State::Ordered);
        $this->passTime();
        $this->work(0.3);
        foreach ($this->items($job) as $item) {
            self::assertLessThanOrEqual(time() + 5, $item->notBefore);
        }

        self::$service->set('queued_because', ['code' => 'waiting_for_batch', 'message' => 'Waiting for the batch.']);
        $this->passTime();
        $this->work(0.3);
        foreach ($this->items($job) as $item) {
            self::assertSame(['waiting_for_batch', 'Waiting for the batch.'], [$item->reasonCode, (string) $item->reason]);
            self::assertGreaterThan(time() + 200, $item->notBefore);
        }
        self::assertTrue(array_values(self::$service->get('jobs'))[0]['request']['may_wait']);

        self::$service->set('polls_until_ready', 0);
        $this->workUntil($job, State::Done);
        self::assertSame([State::Done, State::Done], array_column($this->items($job), 'state'));
    }

    public function testEachOrderNamesItsKeyAndWhatWasAgreed(): void
    {
        $job = $this->start($this->images(2), Pipeline::Export);
        $this->workUntil($job, State::Done);
        $orders = self::$service->requests('POST /v1/jobs');
        self::assertCount(1, $orders);
        self::assertMatchesRegularExpression('/^order:[0-9a-f-]{36}$/', array_change_key_case($orders[0]['headers'])['idempotency-key']);
        foreach ($this->items($job) as $item) {
            self::assertNotSame('', $item->remoteJob);
            self::assertSame(1, $item->credits);
        }
    }

    public function testAnOrderNeedsNoOtherQuoteThanThatOfItsPlan(): void
    {
        $job = $this->start($this->images(7), Pipeline::Export);
        $planned = self::$service->get('quotes');
        $this->workUntil($job, State::Done);
        self::assertSame([5, 2], array_map(static fn (array $quote): int => count($quote['items']), $planned));
        self::assertCount(2, self::$service->requests('POST /v1/quotes'));
        self::assertSame(['quo_1', 'quo_2'], array_column(self::$service->get('jobs'), 'quote_id'));
        self::assertSame(7, self::$service->get('charged'));
        self::assertSame([''], array_values(array_unique(array_column($this->items($job), 'quoteId'))), 'it can be ordered once');
    }

    /** @return iterable<string, array{callable(self, Job, list<int>): void}> what has come between a plan and its order */
    public static function changesSinceThePlan(): iterable
    {
        yield 'its quote is over' => [static fn (self $test, Job $job)
            => $test->plugin->jobs()->update($job->id, ['quote_expires' => time()])];
        yield 'the service knows it no more' => [static fn (self $test) => $test->refuse('POST /v1/jobs', 'not_found', 404)];
        yield 'it is over at the service' => [static fn (self $test) => $test->refuse('POST /v1/jobs', 'quote_expired', 409)];
        yield 'an image was described' => [static fn (self $test, Job $job, array $ids)
            => update_post_meta($ids[1], '_wp_attachment_image_alt', 'A bike')];
        yield 'an image was deleted' => [static fn (self $test, Job $job, array $ids) => wp_delete_attachment($ids[2], true)];
    }

    /**
     * @dataProvider changesSinceThePlan
     * @param callable(self, Job, list<int>): void $change
     */
    public function testWhereThePlansQuoteDoesNotFitANewOneIsAskedForOnce(callable $change): void
    {
        $ids = $this->images(3);
        $job = $this->start($ids, Pipeline::Export);
        $change($this, $job, $ids);
        $left = array_filter($ids, static fn (int $id): bool => get_post($id) !== null);
        $ends = [State::Done, State::Failed, State::Cancelled];
        $items = $this->workUntilAll($job, static fn (Item $item): bool => in_array($item->state, $ends, true));
        $done = array_filter($items, static fn (Item $item): bool => $item->state === State::Done);
        self::assertSame([count($left), count($left)], [count($done), self::$service->get('charged')]);
        self::assertCount(2, self::$service->requests('POST /v1/quotes'));
        self::assertSame(['quo_2'], array_column(self::$service->get('jobs'), 'quote_id'));
    }

    public function testLanguagesGoIntoOrdersOfTheirOwn(): void
    {
        [$german, $english] = $this->images(2);
        add_filter('wpml_post_language_details', static fn (mixed $none, int $id): array
            => ['locale' => $id === $german ? 'de_DE' : 'en_US'], 10, 2);
        $job = $this->start([$german, $english], Pipeline::Analyze);
        $this->workUntil($job, State::Done);
        self::assertCount(2, self::$service->requests('POST /v1/jobs'));
        self::assertSame([State::Done, State::Done], array_column($this->items($job), 'state'));
    }

    public function testAsManyAsThereIsMoneyForGoOn(): void
    {
        $job = $this->start($this->images(3), Pipeline::Export);
        self::$service->set('credits', 2);
        $waits = static fn (Item $item): bool => $item->state === State::Uploaded && $item->reasonCode === 'insufficient_credits';
        $items = $this->workUntilAll($job, static fn (Item $item): bool => $item->state === State::Done || $waits($item));
        self::assertCount(1, array_filter($items, $waits));
        self::assertSame(2, self::$service->get('charged'));
        self::$service->set('credits', 5);
        $this->workUntil($job, State::Done);
        self::assertSame(3, self::$service->get('charged'));
    }

    public function testAnImageThatTheServiceHasForgottenIsSentAgain(): void
    {
        $job = $this->start($this->images(), Pipeline::Export);
        $this->refuse('POST /v1/jobs', 'image_not_uploaded', 409);
        $this->workUntil($job, State::Done);
        self::assertSame([State::Done, 1], [$this->items($job)[0]->state, self::$service->get('charged')]);
        self::assertGreaterThan(1, count(self::$service->requests('HEAD /v1/images/*')), 'it was asked for once more');
    }

    public function testAQuoteThatRanOutIsAskedForAnew(): void
    {
        $job = $this->start($this->images(), Pipeline::Export);
        $this->refuse('POST /v1/jobs', 'quote_expired', 409);
        $this->workUntil($job, State::Done);
        self::assertSame([State::Done, 1], [$this->items($job)[0]->state, self::$service->get('charged')]);
        $keys = array_map(
            static fn (array $request): string => array_change_key_case($request['headers'])['idempotency-key'],
            self::$service->requests('POST /v1/jobs')
        );
        self::assertCount(2, array_unique($keys), 'nothing was ordered under the first');
    }

    private function refuse(string $request, string $code, int $status, int $times = 1): void
    {
        $problem = ['type' => 'about:blank', 'title' => 'No', 'status' => $status, 'code' => $code, 'detail' => 'Not so.',
            'retryable' => true, 'charged' => false, 'request_id' => 'req_1'];
        self::$service->reply($request, $problem, $status, ['Content-Type' => 'application/problem+json'], $times);
    }

    public function testAFileThatChangedSinceIsNotSent(): void
    {
        [$id] = $this->images();
        $job = $this->start([$id], Pipeline::Export);
        imagepng(imagecreatetruecolor(31, 20), (string) get_attached_file($id));
        [$item] = $this->workUntilAll($job, static fn (Item $item): bool => $item->state === State::Failed);
        self::assertSame('changed', $item->reasonCode);
        self::assertSame([], self::$service->requests('PUT *'));
    }

    public function testAFileThatIsGoneFailsAloneWithItsReason(): void
    {
        [$gone, $there] = $this->images(2);
        $job = $this->start([$gone, $there], Pipeline::Export);
        unlink((string) get_attached_file($gone));
        $this->workUntil($job, State::Done, State::Failed);
        self::assertSame([State::Failed, State::Done], array_column($this->items($job), 'state'));
        self::assertSame('source', $this->items($job)[0]->reasonCode);
        self::assertSame(1, self::$service->get('charged'));
    }

    // Answers.

    /** @return iterable<string, array{callable(array<mixed>): array<mixed>, State, string}> changes the answer; state and reason code */
    public static function answers(): iterable
    {
        $first = static fn (array $changes): callable
            => static fn (array $job): array => ['items' => [$changes + $job['items'][0]] + $job['items']] + $job;
        yield 'another hash' => [$first(['sha256' => str_repeat('0', 64)]), State::Failed, 'order_gone'];
        yield 'another image' => [$first(['reference' => '1:99999']), State::Failed, 'order_gone'];
        yield 'no image' => [static fn (array $job): array => ['items' => []] + $job, State::Failed, 'order_gone'];
        yield 'skipped' => [$first(['state' => 'skipped', 'reason' => ['code' => 'animated', 'message' => 'It moves.']]),
            State::Skipped, 'animated'];
        yield 'failed' => [$first(['state' => 'failed', 'reason' => ['code' => 'too_large', 'message' => '<b>Too</b> large.']]),
            State::Failed, 'too_large'];
        yield 'cancelled' => [$first(['state' => 'cancelled']), State::Cancelled, 'cancelled'];
        yield 'expired' => [$first(['state' => 'expired']), State::Cancelled, 'expired'];
        yield 'no gain' => [$first(['state' => 'no_gain', 'reason' => ['code' => 'not_smaller', 'message' => 'Already small.']]),
            State::NoGain, 'not_smaller'];
        yield 'queued' => [$first(['state' => 'queued']), State::Ordered, 'queued'];
        yield 'being looked at' => [$first(['state' => 'analysing']), State::Ordered, 'analysing'];
        yield 'a review without its text' => [$first(['state' => 'review', 'analysis' => null]), State::Ordered, 'queued'];
        yield 'a review that will have no text' => [$first(['state' => 'review', 'analysis' => null,
            'reason' => ['code' => 'no_confident_text', 'message' => 'Not sure.']]), State::Ordered, 'review'];
        yield 'a state that is newer than this plugin' => [$first(['state' => 'polishing']), State::Ordered, 'queued'];
    }

    /** @dataProvider answers */
    public function testAnAnswerAboutAnItem(callable $change, State $state, string $code): void
    {
        self::$service->set('polls_until_ready', 1000);
        $job = $this->start($this->images(), Pipeline::Export);
        $this->workUntil($job, State::Ordered);
        $remote = $this->items($job)[0]->remoteJob;
        $answer = json_decode((string) file_get_contents(__DIR__ . '/../../../contract/examples/Job.queued.json'), true);
        [$item] = $this->items($job);
        $own = ['reference' => $item->reference(), 'sha256' => $item->sourceSha256] + $answer['items'][0];
        self::$service->reply("GET /v1/jobs/{$remote}", $change(['id' => $remote, 'items' => [$own]] + $answer), times: 20);
        $this->passTime();
        $polls = count(self::$service->requests('GET /v1/jobs/*'));
        [$item] = $this->workUntilAll($job, static fn (): bool => count(self::$service->requests('GET /v1/jobs/*')) > $polls);
        self::assertSame([$state, $code], [$item->state, $item->reasonCode], $item->reason);
        self::assertStringNotContainsString('<', $item->reason);
        self::assertSame(0, $item->credits);
    }

    public function testAnOrderThatTheServiceNoLongerKnowsEnds(): void
    {
        self::$service->set('polls_until_ready', 1000);
        $job = $this->start($this->images(2), Pipeline::Export);
        $this->workUntil($job, State::Ordered);
        $this->refuse('GET /v1/jobs/*', 'not_found', 404, 5);
        $this->passTime();
        foreach ($this->workUntilAll($job, static fn (Item $item): bool => $item->state === State::Failed) as $item) {
            self::assertSame('order_gone', $item->reasonCode);
        }
        self::assertSame(JobState::Finished, $this->plugin->jobs()->get($job->id)->state);
    }

    // Results that cannot be used.

    /** @return iterable<string, array{string, string}> code of the problem, reason code here */
    public static function lostFiles(): iterable
    {
        yield 'gone' => ['gone', 'result_expired'];
        yield 'not found' => ['not_found', 'result_expired'];
    }

    /** @dataProvider lostFiles */
    public function testAResultThatIsGoneIsGivenBack(string $code, string $reason): void
    {
        [$id] = $this->images();
        $before = hash_file('sha256', (string) get_attached_file($id));
        $job = $this->start([$id], Pipeline::Export);
        $this->refuse('GET /v1/files/*', $code, 410, 20);
        $this->workUntil($job, State::Failed);
        [$item] = $this->items($job);
        self::assertSame([State::Failed, $reason], [$item->state, $item->reasonCode]);
        self::assertSame(['not_applied'], array_column(self::$service->get('receipts'), 'outcome'));
        self::assertSame($before, hash_file('sha256', (string) get_attached_file($id)));
    }

    /** @return iterable<string, array{string, State}> code of the problem that answers a receipt, state afterwards */
    public static function receipts(): iterable
    {
        yield 'it knows already' => ['state_conflict', State::Done];
        yield 'it will never know' => ['not_found', State::Done];
        yield 'it is gone there' => ['gone', State::Done];
        yield 'it is busy' => ['busy', State::Applied];
    }

    /** @dataProvider receipts */
    public function testAReceiptIsToldUntilItIsHeard(string $code, State $state): void
    {
        $job = $this->start($this->images(), Pipeline::Export);
        $this->refuse('POST /v1/items/*', $code, $code === 'busy' ? 503 : 409, 50);
        [$item] = $this->workUntilAll($job, static fn (Item $item): bool => $item->state === $state
            && self::$service->requests('POST /v1/items/*') !== []);
        $state === State::Applied && self::assertStringStartsWith('Done; the service has not been told yet.', $item->reason);
        self::$service->set('faults', []);
        $this->workUntil($job, State::Done);
        self::assertSame(State::Done, $this->items($job)[0]->state);
    }

    public function testASecondChangeAtTheSameTimeWaits(): void
    {
        [$id] = $this->images();
        $job = $this->start([$id], Pipeline::Export);
        $db = $this->plugin->db();
        // Another runner, whose lease lasts.
        $fence = "{$db->prefix}picopt_fence";
        $db->query("REPLACE INTO {$fence} (id, token, connection, expires) VALUES (1, 5, CONNECTION_ID(), UNIX_TIMESTAMP() + 100)");
        [$item] = $this->workUntilAll($job, static fn (Item $item): bool => $item->reasonCode === 'busy');
        self::assertSame(State::Ready, $item->state);
        self::assertSame(OutcomeState::Busy, $this->plugin->replacer()->revert($id)[$id]->state);
        $db->query("UPDATE {$fence} SET expires = 0");
        $this->workUntil($job, State::Done);
        self::assertSame(State::Done, $this->items($job)[0]->state);
    }

    // Runs.

    public function testWithNothingToDoARunEndsAtOnce(): void
    {
        self::assertFalse($this->plugin->runner()->run(Budget::unlimited()));
        self::assertFalse($this->plugin->runner()->isDueSoon());
        self::assertSame([], self::$service->requests());
    }

    public function testARunEndsWhereItsBudgetDoes(): void
    {
        $job = $this->start($this->images(), Pipeline::Export);
        self::assertTrue($this->plugin->runner()->run(Budget::ofSeconds(0)), 'work is left');
        self::assertSame(State::Waiting, $this->items($job)[0]->state);
        $rounds = 0;
        $this->plugin->runner()->run(Budget::ofSeconds(20), static function () use (&$rounds): void {
            $rounds++;
        });
        self::assertGreaterThan(1, $rounds);
        self::assertSame(State::Done, $this->items($job)[0]->state);
    }

    public function testALongWaitIsLeftToTheSchedule(): void
    {
        $job = $this->start($this->images(), Pipeline::Export);
        $this->plugin->db()->query("UPDATE {$this->plugin->items()->table()} SET not_before = " . (time() + 600));
        self::assertTrue($this->plugin->runner()->run(Budget::ofSeconds(20)));
        self::assertFalse($this->plugin->runner()->isDueSoon());
        $this->passTime();
        self::assertTrue($this->plugin->runner()->isDueSoon());
        self::assertSame(State::Waiting, $this->items($job)[0]->state);
    }
}
