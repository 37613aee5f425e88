<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Reporting;

use PictureOptimizer\Reporting\WaitingGroup;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

/** What the progress screen says about pictures that wait or failed. */
final class ReportTest extends ServiceTestCase
{
    /** @group acceptance-D4 */
    public function testSaysWhyPicturesWaitAndWhatToDo(): void
    {
        $ids = [$this->addPicture('a.jpg', 400, 300), $this->addPicture('b.jpg', 400, 300, 2)];
        $job = $this->start($ids, Pipeline::Export);
        self::$service->set('credits', 0);
        $this->work();
        $progress = $this->plugin->report()->progress($job->id);
        self::assertSame(2, $progress->open);
        self::assertCount(1, $progress->reasons, 'the same reason is said once');
        [$group] = $progress->reasons;
        self::assertSame([false, 'insufficient_credits', 2], [$group->failed, $group->code, $group->number]);
        self::assertSame('buy', $group->jsonSerialize()['advice']['link']);
        self::assertNull($progress->pace->secondsLeft, 'nobody knows when somebody pays');
    }

    /** @group acceptance-D4 */
    public function testAfterATopUpThePersonCanHaveItTriedAtOnce(): void
    {
        $job = $this->start([$this->addPicture('a.jpg', 400, 300)], Pipeline::Export);
        self::$service->set('credits', 0);
        $this->work();
        self::$service->set('credits', 5);
        $this->work();
        self::assertSame(1, $this->plugin->report()->progress($job->id)->open, 'it waits for its minute');
        $this->plugin->control()->resume($job->id);
        $this->work();
        self::assertSame(State::Done, $this->plugin->items()->ofJob($job->id)[0]->state);
    }

    public function testGroupsFailuresByTheirReason(): void
    {
        $ids = [$this->addPicture('a.jpg', 400, 300), $this->addPicture('b.jpg', 400, 300, 2)];
        self::$service->set('outcomes', array_fill_keys(array_map(static fn (int $id): string => "1:{$id}", $ids), [
            'state' => 'failed', 'reason' => ['code' => 'unreadable_image', 'message' => 'The file is damaged.'], 'charges' => [],
        ]));
        $job = $this->start($ids, Pipeline::Export);
        $this->work();
        $reasons = $this->plugin->report()->progress($job->id)->reasons;
        self::assertSame([[true, 'unreadable_image', 2]], array_map(
            static fn (WaitingGroup $group): array => [$group->failed, $group->code, $group->number],
            $reasons
        ));
        self::assertNotSame('', $reasons[0]->jsonSerialize()['advice']['text']);
    }
}
