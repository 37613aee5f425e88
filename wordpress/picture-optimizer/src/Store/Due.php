<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/**
 * Which items are next. Looks without locking anything: of a bulk, ten thousands are due at once, and they are neither sorted nor kept from
 * other runs for the few that are taken.
 */
final class Due
{
    /** Longest time that anything waits, in seconds: a service may name the first of the next month. */
    public const LONGEST = 32 * DAY_IN_SECONDS;

    /**
     * As SQL: whether an item's time has come, and nobody holds it. What waits or is held until a moment that nobody can have named was
     * written while the clock was ahead, and would wait for years.
     */
    public static function at(int $now): string
    {
        [$far, $farHeld] = [$now + self::LONGEST + DAY_IN_SECONDS, $now + ItemStore::LEASE + HOUR_IN_SECONDS];
        return self::known() . " AND (not_before <= {$now} OR not_before > {$far})"
            . " AND (lease_until < {$now} OR lease_until > {$farHeld})";
    }

    /** As SQL: whether this version knows what to do with an item. What only a later one knows rests, and nobody waits for it. */
    public static function known(): string
    {
        return "pipeline IN ('" . implode("','", array_column(Pipeline::cases(), 'value')) . "')";
    }

    public function __construct(private readonly \wpdb $db, private readonly JobStore $jobs)
    {
    }

    /**
     * @param string $table of items
     * @param string $condition as SQL
     * @return list<int> of open jobs, oldest first
     */
    public function ids(string $table, string $condition, int $limit): array
    {
        $ids = [];
        // Most often there is nothing in a state, which one look at the index of what is due tells.
        $isAny = $this->db->get_var("SELECT 1 FROM {$table} WHERE {$condition} LIMIT 1") !== null;
        foreach ($isAny ? array_reverse($this->jobs->openIds()) : [] as $job) {
            array_push($ids, ...array_map(intval(...), $this->db->get_col($this->db->prepare(
                "SELECT id FROM {$table} WHERE job_id = %d AND {$condition} ORDER BY id LIMIT %d",
                ...[$job, $limit - count($ids)]
            ))));
            if (count($ids) >= $limit) {
                break;
            }
        }
        return $ids;
    }
}
