<?php

/** Action Scheduler's functions as far as the plugin calls them, with its signatures. */

declare(strict_types=1);

/** @param array<mixed> $args */
function as_schedule_recurring_action(int $start, int $seconds, string $hook, array $args = [], string $group = ''): int
{
    $GLOBALS['as_actions'][] = compact('start', 'seconds', 'hook', 'args', 'group');
    return count($GLOBALS['as_actions']);
}

/** @param array<mixed>|null $args */
function as_next_scheduled_action(string $hook, ?array $args = null, string $group = ''): int|bool
{
    foreach ($GLOBALS['as_actions'] as $action) {
        if ($action['hook'] === $hook && $action['group'] === $group) {
            return $action['start'];
        }
    }
    return false;
}

/** @param array<mixed> $args */
function as_unschedule_all_actions(string $hook, array $args = [], string $group = ''): void
{
    $GLOBALS['as_actions'] = array_filter(
        $GLOBALS['as_actions'],
        static fn (array $action): bool => $action['hook'] !== $hook || $action['group'] !== $group
    );
}
