<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Schedules;

use PictureOptimizer\Hooks;

/**
 * The library that WooCommerce and others bring along: it keeps a log, and its runner survives time limits. One action after the other: it
 * goes on with a recurring one for ever that is taken off the schedule while it runs.
 */
final class ActionScheduler implements Schedule
{
    private const GROUP = 'picture-optimizer';

    /** Its functions exist early, but work only from `init` on. */
    public static function isThere(): bool
    {
        return function_exists('as_schedule_single_action') && did_action('action_scheduler_init') > 0;
    }

    public function isOn(): bool
    {
        $pending = ['hook' => Hooks::TICK, 'group' => self::GROUP, 'status' => 'pending', 'per_page' => 1];
        return as_get_scheduled_actions($pending, 'ids') !== [];
    }

    public function turnOn(): void
    {
        if (!$this->isOn()) {
            as_schedule_single_action(time() + MINUTE_IN_SECONDS, Hooks::TICK, [], self::GROUP);
        }
    }

    public function turnOff(): void
    {
        as_unschedule_all_actions(Hooks::TICK, [], self::GROUP);
    }
}
