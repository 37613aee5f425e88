<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Schedules;

use PictureOptimizer\Hooks;

/** WordPress' own schedule: every minute, when the site has visitors or a cron job of the server calls it. */
final class WpCron implements Schedule
{
    private const MINUTE = 'picture_optimizer_minute';

    public function register(): void
    {
        add_filter('cron_schedules', Hooks::onArrays(self::addMinute(...)));
    }

    /** An event of a moment that lies further ahead than one can is of a clock that was ahead. */
    public function isOn(): bool
    {
        $next = wp_next_scheduled(Hooks::TICK);
        return $next !== false && $next <= time() + 10 * MINUTE_IN_SECONDS;
    }

    public function turnOn(): void
    {
        if (!$this->isOn()) {
            $this->turnOff();
            wp_schedule_event(time() + MINUTE_IN_SECONDS, self::MINUTE, Hooks::TICK);
        }
    }

    public function turnOff(): void
    {
        wp_unschedule_hook(Hooks::TICK);
    }

    /**
     * @param array<string, array{interval: int, display: string}> $schedules
     * @return array<string, array{interval: int, display: string}>
     */
    private static function addMinute(array $schedules): array
    {
        $display = did_action('init') ? __('Every minute, while images wait', 'picture-optimizer') : 'Every minute';
        return $schedules + [self::MINUTE => ['interval' => MINUTE_IN_SECONDS, 'display' => $display]];
    }
}
