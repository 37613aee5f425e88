<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * What is still to be done, with what it will be told. WordPress takes a task that was done out by a hash of that: with another
 * address in it, it would begin again for ever. What runs tasks in its place finds them by the very text of their arguments, or by
 * its hash: they could no longer be canceled, and would be scheduled twice. So it is read, and never changed.
 */
final class ScheduledTasks
{
    /** Tables of Action Scheduler, Cavalcade, and Cron Control: key, columns, rows that are not done yet. What is done is a record. */
    private const TABLES = [
        'actionscheduler_actions' => ['action_id', ['args', 'extended_args'], "status IN ('pending', 'in-progress')"],
        'cavalcade_jobs' => ['id', ['args'], "status IN ('waiting', 'running')"],
        'a8c_cron_control_jobs' => ['ID', ['args'], "status IN ('pending', 'running')"],
    ];

    public static function areIn(string $table): bool
    {
        return preg_match('/(?:' . implode('|', array_keys(self::TABLES)) . ')$/D', strtolower($table)) === 1;
    }

    /**
     * @param callable(string): list<string> $columnsOf a table, none where there is no such table
     * @return list<TextTable>
     */
    public static function of(\wpdb $db, callable $columnsOf): array
    {
        $why = __('WordPress would no longer find the scheduled task', 'picture-optimizer');
        $tables = [new TextTable($db->options, 'option_id', ['option_value'], "option_name = 'cron'", leftBecause: $why)];
        foreach (self::TABLES as $name => [$key, $columns, $open]) {
            // Some are of the whole network.
            foreach (array_unique([$db->prefix . $name, $db->base_prefix . $name]) as $table) {
                $there = array_values(array_intersect($columns, $columnsOf($table)));
                $there === [] || $tables[] = new TextTable($table, $key, $there, $open, leftBecause: $why);
            }
        }
        return $tables;
    }
}
