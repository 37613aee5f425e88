<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Schedules;

use PictureOptimizer\Hooks;

/** The library that WooCommerce and others bring along: it keeps a log, and its runner survives time limits. */
final class ActionScheduler implements Schedule
{
    private const GROUP = 'picture-optimizer';

    /** Its functions exist early, but work only from `init` on. */
    public static function isThere(): bool
    {
        return function_exists('as_schedule_recurring_action') && did_action('action_scheduler_init') > 0;
    }

    public function isOn(): bool
    {
        return as_next_scheduled_action(Hooks::TICK, [], self::GROUP) !== false;
    }

    public function turnOn(): void
    {
        if (!$this->isOn()) {
            as_schedule_recurring_action(time() + MINUTE_IN_SECONDS, MINUTE_IN_SECONDS, Hooks::TICK, [], self::GROUP);
        }
    }

    public function turnOff(): void
    {
        as_unschedule_all_actions(Hooks::TICK, [], self::GROUP);
    }
}
