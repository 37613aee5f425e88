<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Hooks;
use PictureOptimizer\Queue\Schedules\ActionScheduler;
use PictureOptimizer\Queue\Schedules\Schedule;
use PictureOptimizer\Queue\Schedules\WpCron;
use PictureOptimizer\Tests\TestCase;

/** Both schedules keep the same promises. Action Scheduler cannot be had here: its functions are ours, in its shape. */
final class SchedulesTest extends TestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        require_once __DIR__ . '/action-scheduler.php';
        $GLOBALS['as_actions'] = [];
        wp_unschedule_hook(Hooks::TICK);
    }

    /** @return iterable<string, array{Schedule}> */
    public function schedules(): iterable
    {
        yield 'WP-Cron' => [new WpCron()];
        yield 'Action Scheduler' => [new ActionScheduler()];
    }

    /** @dataProvider schedules */
    public function testOnAndOff(Schedule $schedule): void
    {
        self::assertFalse($schedule->isOn());
        $schedule->turnOn();
        self::assertTrue($schedule->isOn());
        $schedule->turnOff();
        self::assertFalse($schedule->isOn());
        $schedule->turnOff();
        self::assertFalse($schedule->isOn());
    }

    /** @dataProvider schedules */
    public function testTurningOnTwiceSchedulesOnce(Schedule $schedule): void
    {
        $schedule->turnOn();
        $schedule->turnOn();
        $cron = array_sum(array_map(
            static fn (array $hooks): int => count($hooks[Hooks::TICK] ?? []),
            array_filter(_get_cron_array(), is_array(...))
        ));
        self::assertSame(1, $cron + count($GLOBALS['as_actions']));
    }

    /** Action Scheduler takes a recurring action up again that was taken off its schedule while it ran: a minute's work for ever. */
    public function testWhatRunsIsFollowedByOneOnlyWhileThereIsWork(): void
    {
        $schedule = new ActionScheduler();
        $schedule->turnOn();
        $GLOBALS['as_actions'][0]['status'] = 'in-progress';
        self::assertFalse($schedule->isOn(), 'the next one has to be made');
        $schedule->turnOn();
        $schedule->turnOn();
        self::assertCount(2, $GLOBALS['as_actions']);
        $schedule->turnOff();
        self::assertSame(['in-progress'], array_column($GLOBALS['as_actions'], 'status'));
        self::assertSame([], array_filter(array_column($GLOBALS['as_actions'], 'seconds')));
    }

    /** WP-Cron would wait for a moment that a wrong clock has named, and think that all is well. */
    public function testAnEventOfAClockThatWasAheadIsMadeAnew(): void
    {
        wp_schedule_event(time() + YEAR_IN_SECONDS, 'daily', Hooks::TICK);
        $schedule = new WpCron();
        self::assertFalse($schedule->isOn());
        $schedule->turnOn();
        self::assertTrue($schedule->isOn());
        self::assertLessThanOrEqual(time() + MINUTE_IN_SECONDS, wp_next_scheduled(Hooks::TICK));
    }
}
