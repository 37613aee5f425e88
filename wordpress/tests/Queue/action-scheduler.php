<?php

/** Action Scheduler's functions as far as the plugin calls them, with its signatures. */

declare(strict_types=1);

/** @param array<mixed> $args */
function as_schedule_single_action(int $start, string $hook, array $args = [], string $group = ''): int
{
    $GLOBALS['as_actions'][] = ['status' => 'pending'] + compact('start', 'hook', 'args', 'group');
    return count($GLOBALS['as_actions']);
}

/**
 * @param array<string, mixed> $wanted
 * @return array<mixed>
 */
function as_get_scheduled_actions(array $wanted, string $format): array
{
    $wanted = array_intersect_key($wanted, ['hook' => 1, 'group' => 1, 'status' => 1]);
    $isWanted = static fn (array $action): bool => array_intersect_assoc($wanted, $action) === $wanted;
    return array_keys(array_filter($GLOBALS['as_actions'], $isWanted));
}

/** @param array<mixed> $args */
function as_unschedule_all_actions(string $hook, array $args = [], string $group = ''): void
{
    $GLOBALS['as_actions'] = array_filter(
        $GLOBALS['as_actions'],
        static fn (array $action): bool => $action['hook'] !== $hook || $action['group'] !== $group || $action['status'] !== 'pending'
    );
}
