<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Reads through all tables once, in chunks by primary key, and hands out the values that hold one of some words. The database
 * does the coarse search; no lock is taken, since plain reads see a snapshot.
 */
final class Scanner
{
    /** Rows a chunk: short enough that a query never runs for long, long enough that there are few of them. */
    private const CHUNK = 20000;

    /** Bytes of matching values that may be in memory at once. */
    private const CHUNK_MATCHES = 200;

    public int $rows = 0;

    public function __construct(private readonly \wpdb $db, private readonly Tables $tables)
    {
    }

    /**
     * @param Needles $needles What the values must hold.
     * @return iterable<Found>
     */
    public function scan(Needles $needles): iterable
    {
        foreach ($this->tables->all() as $table) {
            yield from $this->table($table, $needles);
        }
    }

    /** @return iterable<Found> */
    private function table(TextTable $table, Needles $needles): iterable
    {
        $range = $this->db->get_row("SELECT MIN(`{$table->key}`) low, MAX(`{$table->key}`) high FROM `{$table->table}`");
        if ($range === null || $range->low === null) {
            return;
        }
        if (!ctype_digit((string) $range->low) || !ctype_digit((string) $range->high)) {
            yield from $this->pages($table, $needles, null, null);
            return;
        }
        for ($low = (int) $range->low; $low <= (int) $range->high; $low += self::CHUNK) {
            yield from $this->pages($table, $needles, $low, $low + self::CHUNK);
        }
    }

    /** @return iterable<Found> The matches between two keys, some at a time. */
    private function pages(TextTable $table, Needles $needles, ?int $low, ?int $high): iterable
    {
        $after = null;
        do {
            $where = [$table->where, '(' . $needles->condition($this->db, $table->columns) . ')'];
            $low !== null && $where[] = $this->db->prepare("`{$table->key}` >= %d AND `{$table->key}` < %d", $low, $high);
            $after !== null && $where[] = $this->db->prepare("`{$table->key}` > %s", $after);
            $columns = implode(', ', array_map(static fn (string $name): string => "`{$name}`", $table->columns));
            $post = $table->post === '' ? '0' : "`{$table->post}`";
            $rows = $this->db->get_results(
                "SELECT `{$table->key}` AS picopt_key, {$post} AS picopt_post, {$columns} FROM `{$table->table}`
                WHERE " . implode(' AND ', $where) . " ORDER BY `{$table->key}` LIMIT " . self::CHUNK_MATCHES
            );
            foreach ($rows as $row) {
                $after = $row->picopt_key;
                foreach ($table->columns as $column) {
                    if ($row->{$column} !== null && $needles->match($row->{$column})) {
                        $this->rows++;
                        yield new Found($table, $after, $column, $row->{$column}, (int) $row->picopt_post);
                    }
                }
            }
            // The next page compares numbers as numbers.
            $after = $after !== null && ctype_digit((string) $after) ? (int) $after : $after;
        } while (count($rows) === self::CHUNK_MATCHES);
    }
}
