<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

use PictureOptimizer\Pause;

/**
 * Statements on rows that several runs want at once. The database may give one up in favor of another (a deadlock) or not get
 * a lock in time; outside of a transaction nothing of it was done then, so it is sent again.
 */
final class Contention
{
    private const TRIES = 5;

    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * @return int rows changed
     * @throws StatementFailed
     */
    public function query(string $sql): int
    {
        return $this->outlast(fn (): int|bool|null => $this->db->query($sql));
    }

    /**
     * @param array<string, int|string|null> $columns
     * @param array<string, int|string>      $where
     * @return int rows changed
     * @throws StatementFailed
     */
    public function update(string $table, array $columns, array $where): int
    {
        return $this->outlast(fn (): int|bool|null => $this->db->update($table, $columns, $where));
    }

    /** @param callable(): (int|bool|null) $send */
    private function outlast(callable $send): int
    {
        $quiet = $this->db->suppress_errors(true);
        try {
            for ($try = 1;; $try++) {
                $rows = $send();
                if (is_int($rows) || $rows === true) {
                    return (int) $rows;
                }
                if ($try === self::TRIES || !self::isContention($this->db->last_error)) {
                    throw new StatementFailed($this->db->last_error);
                }
                Pause::seconds(random_int(1, 10) / 1000 * $try); // The other one is not met again at once.
            }
        } finally {
            $this->db->suppress_errors($quiet);
        }
    }

    /** "Deadlock found when trying to get lock" and "Lock wait timeout exceeded", which both end alike. */
    private static function isContention(string $error): bool
    {
        return str_contains($error, 'try restarting transaction');
    }
}
