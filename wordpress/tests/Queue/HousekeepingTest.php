<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Delivery\MissingFiles;
use PictureOptimizer\Hooks;
use PictureOptimizer\Queue\Housekeeping;
use PictureOptimizer\Reporting\Achievements;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;

/** What goes by itself, and when. */
final class HousekeepingTest extends RowsTestCase
{
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

    /** A plugin dies in a filter, a disk is away: the other chores are done, and so are other plugins' events. */
    public function testWhatFailsAtNightKeepsNothingElseFromBeingDone(): void
    {
        remove_all_actions(Hooks::DAILY);
        $log = wp_tempnam('error.log');
        $usual = ini_set('error_log', $log);
        add_filter('pre_update_option_' . MissingFiles::LOOKED, static fn () => throw new \RuntimeException('The <disk> is away.'));
        $old = $this->job([7], state: JobState::Planned);
        $this->jobs->update($old->id, ['updated_at' => time() - 3 * DAY_IN_SECONDS]);
        delete_option('picture_optimizer_reconciled');
        delete_option('picture_optimizer_coverage');
        $this->plugin->register();
        $others = 0;
        add_action(Hooks::DAILY, static function () use (&$others): void {
            $others++;
        }, 99);
        do_action(Hooks::DAILY);
        ini_set('error_log', (string) $usual);
        $told = (string) file_get_contents($log);
        self::assertStringContainsString('A background task of Picture Optimizer failed', $told, 'also where WP_DEBUG is off');
        self::assertStringContainsString('The <disk> is away.', $told);
        self::assertFalse($this->jobs->exists($old->id));
        self::assertIsArray(get_option('picture_optimizer_reconciled'), 'the books were compared');
        self::assertIsArray(get_option('picture_optimizer_coverage'), 'the day was remembered');
        self::assertSame(1, $others);
    }

    /** Its job is removed; the image is as small as before. */
    public function testTheReportRemembersAnImageLongerThanItsJob(): void
    {
        $image = $this->addPlainImage('a.png');
        $this->plugin->pictures()->save($image, ['status' => 'exported', 'bytes_before' => 900, 'bytes_after' => 400]);
        $job = $this->job([$image], Pipeline::Export, JobState::Finished);
        $this->setItem($this->items->ofJob($job->id)[0], ['state' => State::Done->value]);
        $achieved = new Achievements($this->plugin->db(), $this->items, $this->plugin->pictures(), $this->plugin->acceptedTypes());
        $before = [$achieved->byMonth(), $achieved->byAuthor()];
        self::assertSame([1, 900, 400], [$before[0][0]['images'], $before[0][0]['before'], $before[0][0]['after']]);
        $this->jobs->update($job->id, ['updated_at' => time() - 91 * DAY_IN_SECONDS]);
        $this->housekeeping()->cleanUp();
        self::assertNull($this->items->latestOf($image));
        self::assertSame($before, [$achieved->byMonth(), $achieved->byAuthor()]);
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
}
