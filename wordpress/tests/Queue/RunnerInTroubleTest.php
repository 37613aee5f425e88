<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Reporting\Advice;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;
use PictureOptimizer\Tests\Waiting;

/** Whole runs with a service that breaks, asks for more, or refuses: nothing is lost, and nothing is paid twice. */
final class RunnerInTroubleTest extends ServiceTestCase
{
    /** @return iterable<string, array{string, string}> */
    public function faults(): iterable
    {
        foreach (['html', 'html 500', 'empty', 'no json', 'no credits', 'busy', 'redirect'] as $kind) {
            foreach (['PUT /v1/images/*', 'POST /v1/quotes', 'POST /v1/jobs', 'GET /v1/jobs/*'] as $route) {
                yield "{$kind} to {$route}" => [$kind, $route];
            }
        }
        foreach (['html', 'zero bytes', 'cut off', 'other bytes', 'other type', 'html 500'] as $kind) {
            yield "{$kind} to a download" => [$kind, 'GET /v1/files/*'];
        }
    }

    /**
     * @dataProvider faults
     * @group acceptance-A3
     */
    public function testABadAnswerLeavesThePictureAloneAndLaterItIsDone(string $kind, string $route): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $before = hash_file('sha256', (string) get_attached_file($id));
        $job = $this->start([$id], Pipeline::Export);
        // While the quote of the plan lasts, no other one is asked for.
        $route === 'POST /v1/quotes' && $this->plugin->jobs()->update($job->id, ['quote_expires' => time() - 1]);
        self::$service->fail($route, $kind, 1);
        $item = Waiting::until(function () use ($job): ?Item {
            $this->work(0.6);
            [$item] = $this->plugin->items()->ofJob($job->id);
            return $item->reason === '' ? null : $item;
        }, static fn (): string => 'it does not say why it waits');

        self::assertSame($before, hash_file('sha256', (string) get_attached_file($id)), 'the live file was touched');

        $this->passTime();
        $this->work();
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame(State::Done, $item->state, $item->reason);
        self::assertSame(1, self::$service->get('charged'));
    }

    public function testAServiceThatStaysBrokenEndsWithAReason(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->start([$id], Pipeline::Export);
        self::$service->fail('PUT /v1/images/*', 'html 500', 99);
        [$item] = $this->workUntilAll($job, function (Item $item): bool {
            $this->passTime();
            return $item->state === State::Failed;
        });
        self::assertStringContainsString('HTTP 500', $item->reason);
        self::assertSame(JobState::Finished, $this->plugin->jobs()->get($job->id)->state);
        self::assertSame(0, self::$service->get('charged'));
    }

    /** @group acceptance-D5 */
    public function testAnAnswerThatGotLostDoesNotOrderTwice(): void
    {
        $ids = [$this->addPicture('a.jpg', 400, 300, 1), $this->addPicture('b.jpg', 400, 300, 2)];
        $job = $this->start($ids, Pipeline::Export);
        self::$service->fail('die after order', '', 1);
        $this->workUntilAll($job, static fn (): bool => self::$service->requests('POST /v1/jobs') !== []);
        // Something changes in between; the order must be the same again nevertheless.
        wp_update_post(['ID' => $ids[0], 'post_title' => 'Another title']);
        $this->passTime();
        $this->work();
        foreach ($this->plugin->items()->ofJob($job->id) as $item) {
            self::assertSame(State::Done, $item->state, $item->reason);
        }
        self::assertCount(1, self::$service->get('jobs'));
        self::assertSame(2, self::$service->get('charged'));
    }

    public function testThePriceThatWasAgreedToHoldsAsLongAsItsQuote(): void
    {
        $job = $this->start([$this->addPicture('photo.jpg', 400, 300)], Pipeline::Export);
        self::$service->set('surcharge', 5);
        $this->work();
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame([State::Done, 1, 1], [$item->state, $item->quoted, $item->credits], $item->reason);
    }

    public function testARisenPriceIsNotPaid(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->start([$id], Pipeline::Export);
        $this->plugin->jobs()->update($job->id, ['quote_expires' => time() - 1]);
        self::$service->set('surcharge', 5);
        $this->work();
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame('price_rose', $item->reasonCode);
        self::assertSame([], self::$service->get('jobs'));
    }

    public function testAPictureChangedAfterTheConfirmationIsNotProcessed(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->start([$id], Pipeline::Export);
        imagejpeg(imagecreatetruecolor(400, 300), (string) get_attached_file($id));
        $this->work();
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame('changed', $item->reasonCode);
    }

    /** @group acceptance-D4 */
    public function testWithoutCreditsItWaitsAndGoesOnAfterATopUp(): void
    {
        $ids = [$this->addPicture('a.jpg', 400, 300, 1), $this->addPicture('b.jpg', 400, 300, 2),
            $this->addPicture('c.jpg', 400, 300, 3)];
        self::$service->set('credits', 2);
        $job = $this->start($ids, Pipeline::Export);
        $this->work();
        $progress = $this->plugin->report()->progress($job->id);
        self::assertSame(1, $progress->open, 'as many as there is money for are done');
        self::assertStringContainsString('Waiting for credits', $progress->waitingBecause);
        self::assertSame(2, self::$service->get('charged'));

        self::$service->set('credits', 10);
        $this->passTime();
        $this->work();
        self::assertSame(JobState::Finished, $this->plugin->jobs()->get($job->id)->state);
        self::assertSame(3, self::$service->get('charged'));
    }

    public function testWhatDoesNotFitTheSitesBudgetWaitsAndGoesOnWhenItIsRaised(): void
    {
        $ids = [$this->addPicture('a.jpg', 400, 300, 1), $this->addPicture('b.jpg', 400, 300, 2),
            $this->addPicture('c.jpg', 400, 300, 3)];
        self::$service->set('budget', 2);
        $job = $this->start($ids, Pipeline::Export);
        $this->work();
        $progress = $this->plugin->report()->progress($job->id);
        self::assertSame([1, 2], [$progress->open, self::$service->get('charged')], 'as many as the budget allows are done');
        self::assertStringContainsString('budget', $progress->waitingBecause);
        self::assertSame(['monthly_budget', 'budget'], [$progress->reasons[0]->code, Advice::for('monthly_budget')['link']]);
        self::assertSame(0, $progress->counts['failed'] ?? 0, 'waiting is no failure');

        self::$service->set('budget', null);
        $this->passTime();
        $this->work();
        self::assertSame(JobState::Finished, $this->plugin->jobs()->get($job->id)->state);
        self::assertSame(3, self::$service->get('charged'));
    }

    public function testAPictureThatTheServiceCannotReadFailsAloneWithItsReason(): void
    {
        $good = $this->addPicture('good.jpg', 400, 300, 1);
        $bad = $this->addPicture('bad.jpg', 400, 300, 2);
        self::$service->set('outcomes', ["1:{$bad}" => ['state' => 'failed', 'charges' => [],
            'reason' => ['code' => 'truncated', 'message' => 'The file is incomplete. Upload the whole image again.']]]);
        [$first, $second] = $this->process([$good, $bad], Pipeline::Export);
        self::assertSame(State::Done, $first->state);
        self::assertSame(State::Failed, $second->state);
        self::assertSame('The file is incomplete. Upload the whole image again.', $second->reason);
        self::assertSame(0, $second->credits);
    }
}
