<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Hooks;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

final class ControlTest extends ServiceTestCase
{
    /** @group acceptance-D2 */
    public function testStopEndsWhatWaitsAtOnceAndNothingIsCharged(): void
    {
        $ids = array_map(fn (int $n): int => $this->addPicture("p{$n}.jpg", 400, 300, $n), range(1, 3));
        $job = $this->start($ids, Pipeline::Export);
        $asked = count(self::$service->requests());
        self::assertSame(3, $this->plugin->control()->stop($job->id));
        self::assertCount($asked, self::$service->requests(), 'nobody is waited for');
        self::assertSame(['cancelled' => 3], $this->plugin->tally()->counts($job->id));
        self::assertSame(JobState::Finished, $this->plugin->jobs()->get($job->id)->state, 'a reload shows the truth');
        $this->work();
        self::assertSame(0, self::$service->get('charged'));
    }

    /** @group acceptance-D2 */
    public function testStopCancelsWhatIsAtTheService(): void
    {
        self::$service->set('polls_until_ready', 1000);
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->start([$id], Pipeline::Export);
        $this->workUntilAll($job, static fn (Item $item): bool => $item->state === State::Ordered);

        self::$service->set('polls_until_ready', 0);
        $this->plugin->control()->stop($job->id);
        $this->passTime();
        $this->work();
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame(State::Cancelled, $item->state);
        self::assertSame(0, self::$service->get('charged'));
        self::assertStringEndsWith('.jpg', (string) get_attached_file($id));
    }

    /** @group acceptance-D2 */
    public function testAnOrderThatIsOnItsWayAsItsJobIsStoppedIsCanceledThere(): void
    {
        self::$service->set('polls_until_ready', 1000);
        $job = $this->start([$this->addPicture('photo.jpg', 400, 300)], Pipeline::Export);
        add_filter('pre_http_request', function (mixed $none, array $arguments, string $url) use ($job): mixed {
            // Another process, in the middle of the request.
            str_ends_with($url, '/v1/jobs') && $this->plugin->control()->stop($job->id);
            return $none;
        }, 10, 3);
        $this->work();
        self::assertSame(['cancelled' => 1], $this->plugin->tally()->counts($job->id));
        self::assertSame(['cancelled'], array_column(array_merge(...array_column(self::$service->get('jobs'), 'items')), 'state'));
    }

    public function testAPausedJobRestsAndGoesOn(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->start([$id], Pipeline::Export);
        self::assertTrue($this->plugin->control()->pause($job->id));
        $this->work(0.5);
        self::assertSame(State::Waiting, $this->plugin->items()->ofJob($job->id)[0]->state);
        self::assertTrue($this->plugin->control()->resume($job->id));
        $this->work();
        self::assertSame(State::Done, $this->plugin->items()->ofJob($job->id)[0]->state);
    }

    /** @group acceptance-D6 */
    public function testAPlanSpendsNothingAndOnlyItsOwnQuoteStartsIt(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->plan([$id], Pipeline::Export);
        foreach (['', 'quo_999'] as $other) {
            try {
                $this->plugin->planner()->confirm($job->id, $other);
                self::fail('it started without its quote');
            } catch (\DomainException) {
                $this->work();
                self::assertSame([], self::$service->get('jobs'));
            }
        }
        $this->plugin->planner()->confirm($job->id, $job->quoteId);
        $this->work();
        self::assertSame(1, self::$service->get('charged'));
    }

    /** @group acceptance-D6 */
    public function testAnExpiredQuoteStartsNothing(): void
    {
        $job = $this->plan([$this->addPicture('photo.jpg', 400, 300)], Pipeline::Export);
        $this->plugin->jobs()->update($job->id, ['quote_expires' => time() - 1]);
        $this->expectException(\DomainException::class);
        $this->plugin->planner()->confirm($job->id, $job->quoteId);
    }

    /** @group acceptance-D2 */
    public function testDeactivationLeavesNoScheduleAndActivationGoesOn(): void
    {
        $this->start([$this->addPicture('photo.jpg', 400, 300)], Pipeline::Export);
        $this->plugin->kick()->start();
        self::assertNotFalse(wp_next_scheduled(Hooks::TICK));
        $this->plugin->lifecycle()->deactivate();
        foreach (Hooks::SCHEDULED as $hook) {
            self::assertFalse(wp_next_scheduled($hook), $hook);
        }
        $this->plugin->lifecycle()->activate();
        self::assertNotFalse(wp_next_scheduled(Hooks::TICK));
    }

    public function testADeletedPictureIsNotWorkedOn(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $job = $this->start([$id], Pipeline::Export);
        wp_delete_attachment($id, true);
        $this->work();
        [$item] = $this->plugin->items()->ofJob($job->id);
        self::assertSame(State::Cancelled, $item->state);
        self::assertNull($this->plugin->pictures()->get($id));
    }
}
