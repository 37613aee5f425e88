<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Cell;

/**
 * Reads through all tables once, in chunks by primary key, and says where values stand that hold one of some words.
 *
 * Rows are looked at as they arrive and not kept, so memory stays small; plain reads see a snapshot and lock nothing. Measured
 * on MariaDB, a search by the server (LIKE, REGEXP) costs more for a single word than sending the rows costs for any number.
 */
final class Scanner
{
    /** Rows a query: few queries, and none that runs for long. */
    private const CHUNK = 5000;

    /** Rows a query where the database driver can only give all rows at once. */
    private const SMALL_CHUNK = 200;

    /** Rows read so far. */
    public int $rows = 0;

    /** @var array<string, string> Tables that could not be read to their end, with the database's message. */
    public array $unread = [];

    public function __construct(private readonly \wpdb $db, private readonly Tables $tables)
    {
    }

    /**
     * @param bool $all Whether what is never changed is read as well.
     * @return iterable<non-empty-list<Found>> The matches of one chunk.
     */
    public function scan(Needles $needles, bool $all = false): iterable
    {
        $this->unread = [];
        if ($needles->isEmpty()) {
            return;
        }
        foreach ([...$this->tables->all(), ...($all ? $this->tables->leftAlone() : [])] as $table) {
            yield from $this->table($table, $needles);
        }
    }

    /** @return iterable<non-empty-list<Found>> The same of what this site shows: its posts, what builders keep beside them, its options. */
    public function scanContent(Needles $needles): iterable
    {
        foreach ($needles->isEmpty() ? [] : $this->tables->content() as $table) {
            yield from $this->table($table, $needles);
        }
    }

    /** @return iterable<non-empty-list<Found>> */
    private function table(TextTable $table, Needles $needles): iterable
    {
        $limit = $this->canStream() ? self::CHUNK : self::SMALL_CHUNK;
        $keys = count(Cell::columnsOf($table->key));
        $last = null;
        do {
            $found = [];
            $count = 0;
            foreach ($this->rows($table->table, $this->query($table, $needles->shortest, $last, $limit)) as $row) {
                $count++;
                $last = array_slice($row, 0, $keys);
                foreach ($table->columns as $number => $column) {
                    $value = $row[$keys + 1 + $number];
                    if ($value !== null && $needles->match($value)) {
                        $one = self::found($table, $last, $column, (int) $row[$keys], $value);
                        $found["{$column} {$one->key}"] = $one;
                    }
                }
            }
            unset($row, $value); // The last one may be large, and nobody looks at it while the chunk is worked on.
            $this->rows += $count;
            if ($found !== []) {
                yield array_values($found);
            }
        } while ($keys > 0 && $count === $limit);
    }

    /** @param list<string|null> $keys */
    private static function found(TextTable $table, array $keys, string $column, int $post, string $value): Found
    {
        $key = $keys === [] ? '' : Cell::keyFrom($keys);
        $isToldByValue = $keys === [] || strlen($key) > Cell::LONGEST_KEY;
        return new Found($table, $isToldByValue ? hash('sha256', $value) : $key, $column, $post, strlen($value), $isToldByValue);
    }

    /** @param list<string|null>|null $last The key of the last row that was read; where there is none, all rows come at once. */
    private function query(TextTable $table, int $shortest, ?array $last, int $limit): string
    {
        $quoted = static fn (array $names): array => array_map(static fn (string $name): string => "`{$name}`", $names);
        $keys = $quoted(Cell::columnsOf($table->key));
        $selected = [...$keys, $table->post === '' ? '0' : "`{$table->post}`", ...$quoted($table->columns)];
        // Where wpdb reads a row, one of two columns with the same name would be lost, and all behind it be taken for others.
        $named = array_map(static fn (string $one, int $number): string => "{$one} AS picopt_{$number}", $selected, array_keys($selected));
        $selected = implode(', ', $named);
        // Most meta values are numbers and dates: they need not be sent, nor their keys compared.
        $long = count($table->columns) === 1 ? "LENGTH(`{$table->columns[0]}`) >= {$shortest}" : '1 = 1';
        $key = implode(', ', $keys);
        $marks = implode(', ', array_fill(0, count($keys), '%s'));
        $after = $last === null || $keys === [] ? '1 = 1' : $this->db->prepare("({$key}) > ({$marks})", ...$last);
        return "SELECT {$selected} FROM `{$table->table}` WHERE {$long} AND {$after} AND {$table->where}"
            . ($keys === [] ? '' : " ORDER BY {$key} LIMIT {$limit}");
    }

    /** @return iterable<list<string|null>> */
    private function rows(string $table, string $query): iterable
    {
        $query = $this->db->remove_placeholder_escape($query);
        if (!$this->canStream()) {
            yield from $this->db->get_results($query, ARRAY_N) ?? [];
            $this->noticeError($table, $this->db->last_error);
            return;
        }
        // phpcs:ignore WordPress.DB.RestrictedFunctions.mysql_mysqli_query -- row by row: wpdb holds a whole table
        $result = mysqli_query($this->db->dbh, $query, MYSQLI_USE_RESULT);
        try {
            while ($result instanceof \mysqli_result && ($row = $result->fetch_row())) {
                yield $row;
            }
            $this->noticeError($table, mysqli_error($this->db->dbh));
        } finally {
            $result instanceof \mysqli_result && $result->free();
        }
    }

    /** A damaged table, or one that this user may not read, could name anything; one that is not there names nothing. */
    private function noticeError(string $table, string $error): void
    {
        if ($error !== '' && $this->db->get_var($this->db->prepare('SHOW TABLES LIKE %s', $this->db->esc_like($table))) !== null) {
            $this->unread[$table] = $error;
        }
    }

    /** Replacements of wpdb choose their connection by the query: they are asked the usual way. */
    private function canStream(): bool
    {
        return $this->db::class === \wpdb::class && $this->db->dbh instanceof \mysqli;
    }
}
