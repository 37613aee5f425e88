<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

/**
 * How many runs of web requests are at it at once. Every approval and every open tab asks for one, each holds one of the handful of
 * processes that a small host has for everybody, also while it waits for what another run holds, and two do as much as ten.
 */
final class Turns
{
    private const MOST = 2;

    /** Longer than a run; one that was killed is known to be gone, as its connection is closed. */
    private const SECONDS = 120;

    /** The first row of the table is the fence's. */
    private const FIRST = 2;

    private int $token = 0;

    public function __construct(private readonly \wpdb $db)
    {
    }

    /** @return bool False when as many as can be are at it: they see what is new, and go on after themselves. */
    public function take(): bool
    {
        $rows = range(self::FIRST, self::FIRST + self::MOST - 1);
        $values = implode(', ', array_map(static fn (int $row): string => "({$row}, 0, 0, 0)", $rows));
        $ids = implode(', ', $rows);
        $this->db->query("INSERT IGNORE INTO {$this->table()} (id, token, connection, expires) VALUES {$values}");
        $this->token = random_int(1, PHP_INT_MAX);
        $taken = $this->db->query($this->db->prepare(
            "UPDATE {$this->table()} SET token = %d, connection = CONNECTION_ID(), expires = UNIX_TIMESTAMP() + %d
            WHERE id IN ({$ids}) AND (expires < UNIX_TIMESTAMP() OR connection NOT IN (SELECT ID FROM information_schema.PROCESSLIST))
            ORDER BY id LIMIT 1",
            $this->token,
            self::SECONDS
        ));
        return $taken === 1;
    }

    public function release(): void
    {
        $this->db->query($this->db->prepare(
            "UPDATE {$this->table()} SET expires = 0 WHERE id >= %d AND token = %d",
            self::FIRST,
            $this->token
        ));
    }

    private function table(): string
    {
        return $this->db->prefix . 'picopt_fence';
    }
}
