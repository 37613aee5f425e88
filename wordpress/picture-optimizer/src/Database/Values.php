<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** Reads single values and replaces them, large ones in pieces, so that each is in memory once and fits into the packets. */
final class Values
{
    /** Parts of a large value that are sent in one statement: the server copies the value once for each. */
    private const MOST_PARTS = 64;

    /** How long a row that somebody holds is waited for, each time. */
    private const PATIENCE_SECONDS = 5;

    private readonly Contention $contention;

    public function __construct(private readonly \wpdb $db, private readonly CellLimits $limits)
    {
        $this->contention = new Contention($db);
    }

    public function read(Cell $cell): ?string
    {
        [$value, $bytes] = $this->db->get_row(
            "SELECT {$this->short($cell)} FROM `{$cell->table}` WHERE {$cell->where($this->db)} LIMIT 1",
            ARRAY_N
        ) ?? [null, null];
        $this->db->flush(); // It would keep another copy of the value.
        return $value === null && $bytes !== null ? $this->readLong($cell) : $value;
    }

    /** @return string SQL of two columns: a value, NULL in place of a long one, and how many bytes it has. */
    private function short(Cell $cell): string
    {
        $column = "`{$cell->column}`";
        return "IF(LENGTH({$column}) < " . CellLimits::SMALL . ", {$column}, NULL), LENGTH({$column})";
    }

    /**
     * A long value, piece by piece: at once, the driver and wpdb would hold it three times. If somebody changes it meanwhile, it is
     * a value that never was, and no change of it will be made.
     */
    private function readLong(Cell $cell): string
    {
        $value = '';
        do {
            $piece = (string) $this->db->get_var(sprintf(
                'SELECT SUBSTRING(%s, %d, %d) FROM `%s` WHERE %s LIMIT 1',
                $cell->bytes($this->db),
                strlen($value) + 1,
                CellLimits::SMALL,
                $cell->table,
                $cell->where($this->db)
            ));
            $value .= $piece;
        } while (strlen($piece) === CellLimits::SMALL);
        $this->db->flush();
        return $value;
    }

    /**
     * The values of some cells of one column.
     *
     * @param non-empty-list<Cell> $cells
     * @return array<string, string> By key; empty values and rows that are gone are left out.
     */
    public function readAll(array $cells): array
    {
        [$first] = $cells;
        if (count(Cell::columnsOf($first->keyColumn)) !== 1) {
            $values = array_combine(array_column($cells, 'key'), array_map([$this, 'read'], $cells));
            return array_filter($values, static fn (?string $value): bool => $value !== null && $value !== '');
        }
        $keys = implode(', ', array_map(fn (Cell $cell): string => $this->db->prepare('%s', $cell->key), $cells));
        $rows = $this->db->get_results(
            "SELECT `{$first->keyColumn}`, {$this->short($first)} FROM `{$first->table}` WHERE `{$first->keyColumn}` IN ({$keys})",
            ARRAY_N
        );
        $this->db->flush();
        $long = array_flip(array_column(array_filter($rows, static fn (array $row): bool => $row[1] === null && $row[2] > 0), 0));
        $values = array_column($rows, 1, 0);
        foreach ($cells as $cell) {
            isset($long[$cell->key]) && $values[$cell->key] = $this->readLong($cell);
        }
        return array_filter($values, static fn (?string $value): bool => $value !== null && $value !== '');
    }

    /** Whether a value holds a word, without bringing it here. */
    public function holds(Cell $cell, string $word): bool
    {
        return (bool) $this->db->get_var(
            'SELECT LOCATE(' . $this->db->prepare('%s', $word) . ", `{$cell->column}`)"
            . " FROM `{$cell->table}` WHERE {$cell->where($this->db)} LIMIT 1"
        );
    }

    /** SHA-256 of a value, without bringing it here; null when its row is gone. */
    public function hashOf(Cell $cell): ?string
    {
        return $this->db->get_var(
            "SELECT SHA2({$cell->bytes($this->db)}, 256) FROM `{$cell->table}` WHERE {$cell->where($this->db)} LIMIT 1"
        );
    }

    /**
     * Compare and swap, in one statement; the row is locked for no longer than that. The old value is compared by its hash, and of
     * a large one only the parts that change are sent.
     *
     * @param string $condition SQL that has to be true as well.
     * @return bool False when the value is another one by now, or the condition is not true.
     * @throws CellRefused When the database does not take the new value.
     */
    public function replace(CellChange $change, string $condition): bool
    {
        $cell = $change->cell;
        $column = "`{$cell->column}`"; // Its name may hold a "%", so it does not go through prepare().
        $hash = $this->db->prepare('%s', $change->hashBefore);
        $sql = "UPDATE `{$cell->table}` SET {$column} = {$this->newValue($change)} WHERE {$cell->where($this->db)}"
            . " AND (SHA2({$column}, 256) = {$hash} OR SHA2({$cell->bytes($this->db)}, 256) = {$hash}) AND {$condition}";
        try {
            return $this->queryStrictly($sql) > 0;
        } catch (StatementFailed $failure) {
            throw new CellRefused(sprintf(
                /* translators: %s: error of the database */
                __('the database rejected the new value (%s)', 'picture-optimizer'),
                $failure->getMessage()
            ));
        }
    }

    /**
     * A value that does not fit, or has letters that its column can't hold, is an error then; WordPress lets it be cut off. A row
     * that somebody holds is asked for again, and not for long.
     *
     * @throws StatementFailed
     */
    private function queryStrictly(string $sql): int
    {
        [$mode, $wait] = (array) $this->db->get_row('SELECT @@SESSION.sql_mode, @@SESSION.innodb_lock_wait_timeout', ARRAY_N);
        $set = fn (string $mode, int $wait): int|bool => $this->db->query($this->db->prepare(
            'SET SESSION sql_mode = %s, SESSION innodb_lock_wait_timeout = %d',
            $mode,
            $wait
        ));
        $set(trim("{$mode},STRICT_ALL_TABLES", ','), self::PATIENCE_SECONDS);
        try {
            return $this->contention->query($sql);
        } finally {
            $set((string) $mode, (int) $wait);
        }
    }

    /** @return string SQL of the new value: itself, or the old one with other parts. */
    private function newValue(CellChange $change): string
    {
        $length = strlen($change->before);
        if ($length + $change->edits->growth() < CellLimits::SMALL) {
            return $this->db->prepare('%s', $change->after());
        }
        $edits = $change->edits->joined($change->before, max(CellLimits::SMALL / 16, intdiv($length, self::MOST_PARTS)));
        // Escaping doubles a byte at most; a "%" is longer while the statement is put together.
        $new = array_sum(array_map(static fn (Edit $edit): int => strlen($edit->new), $edits));
        if (!$this->limits->canSend(2 * $new)) {
            throw new CellRefused(__('the change is larger than one packet of the database can be', 'picture-optimizer'));
        }
        $bytes = $change->cell->bytes($this->db);
        $parts = [];
        $from = 0;
        foreach ($edits as $edit) {
            $parts[] = sprintf('SUBSTRING(%s, %d, %d)', $bytes, $from + 1, $edit->offset - $from);
            $parts[] = $this->db->prepare('_binary %s', $edit->new);
            $from = $edit->end();
        }
        $parts[] = sprintf('SUBSTRING(%s, %d)', $bytes, $from + 1);
        $value = 'CONCAT(' . implode(', ', $parts) . ')';
        return $this->isText($change->cell) ? "CONVERT({$value} USING " . Cell::encoding($this->db) . ')' : $value;
    }

    private function isText(Cell $cell): bool
    {
        return $this->db->get_var("SELECT CHARSET(`{$cell->column}`) FROM `{$cell->table}` LIMIT 1") !== 'binary';
    }
}
