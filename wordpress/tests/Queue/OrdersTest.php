<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;

/** What is ordered together, at which price, and what is sent before. */
final class OrdersTest extends StagesTestCase
{
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
        $begun = time();
        $this->work(0.3);
        foreach ($this->items($job) as $item) {
            self::assertSame(['waiting_for_batch', 'Waiting for the batch.'], [$item->reasonCode, (string) $item->reason]);
            self::assertGreaterThan($begun + 200, $item->notBefore);
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
}
