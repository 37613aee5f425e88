<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

use PictureOptimizer\ChangeError;

/**
 * Changes single values in the database: written down first, and only if the value is still the one that was read.
 */
final class Cells
{
    private readonly Values $values;
    private readonly JournalPrefix $prefix;

    public function __construct(
        private readonly \wpdb $db,
        private readonly Fence $fence,
        private readonly Caches $caches,
        private readonly CellLimits $limits,
    ) {
        $this->values = new Values($db, $limits);
        $this->prefix = new JournalPrefix($db);
    }

    public function read(Cell $cell): ?string
    {
        return $this->values->read($cell);
    }

    /**
     * The values of some cells of one column.
     *
     * @param non-empty-list<Cell> $cells
     * @return array<string, string> By key; empty values and rows that are gone are left out.
     */
    public function readAll(array $cells): array
    {
        return $this->values->readAll($cells);
    }

    /** Whether a value holds a word, without bringing it here. */
    public function holds(Cell $cell, string $word): bool
    {
        return $this->values->holds($cell, $word);
    }

    /** SHA-256 of a value, without bringing it here; null when its row is gone. */
    public function hashOf(Cell $cell): ?string
    {
        return $this->values->hashOf($cell);
    }

    /** Why a value cannot be read and changed on this server; null when it can. */
    public function obstacle(Cell $cell, ?int $bytes = null): ?string
    {
        return $this->limits->obstacle($cell, $bytes);
    }

    /**
     * Changes values: all are written down first, then each is changed if it is still the one that was read.
     *
     * @param list<CellChange> $changes
     * @param array<int, int>  $runs    Replacement id by attachment id.
     */
    public function change(array $changes, array $runs): Written
    {
        if ($changes === []) {
            return new Written();
        }
        $this->plan($changes, $runs);
        $raced = $refused = [];
        foreach ($changes as $change) {
            try {
                $this->apply($change) || $raced[] = $change;
            } catch (CellRefused $error) {
                $refused[] = [$change, $error->getMessage()];
            }
        }
        foreach ([...$raced, ...array_column($refused, 0)] as $change) {
            $this->forgetPlan($change->cellAfter(), $runs);
        }
        $this->db->query($this->db->prepare(
            "UPDATE {$this->table()} SET state = %s WHERE state = %s AND replacement_id IN (" . implode(',', $runs) . ')',
            ChangeState::Done->value,
            ChangeState::Planned->value
        ));
        return new Written($raced, $refused);
    }

    /** Replaces a whole value. */
    public function set(Cell $cell, string $before, string $after, int $run, int $attachmentId): void
    {
        if ($before === $after) {
            return;
        }
        $edits = new Edits([new Edit(0, $before, $after, [$attachmentId])]);
        $change = new CellChange($cell, $before, $edits, ChangeKind::Own);
        $written = $this->change([$change], [$attachmentId => $run]);
        foreach ($written->refused as [, $why]) {
            throw new ChangeError("{$cell->column}: {$why}");
        }
        if ($written->raced !== []) {
            throw new ChangeError(sprintf(
                /* translators: %s: name of a database column */
                __('Someone else changed “%s” at the same moment, so it was left as is.', 'picture-optimizer'),
                $cell->column
            ));
        }
    }

    /** Writes down a change that was made before and whose journal is gone, so that it can be taken back. */
    public function recordDone(Cell $cell, string $before, string $now, int $run, int $attachmentId): void
    {
        if ($before !== $now) {
            $edits = new Edits([new Edit(0, $before, $now, [$attachmentId])]);
            $this->plan([new CellChange($cell, $before, $edits, ChangeKind::Own)], [$attachmentId => $run]);
            $this->db->update($this->table(), ['state' => ChangeState::Done->value], ['replacement_id' => $run]);
        }
    }

    /**
     * Replaces a value by another one, if it is still the one that was read.
     *
     * @throws CellRefused When the database does not take the new value.
     */
    public function swap(Cell $cell, string $before, string $after): bool
    {
        return $this->apply(CellChange::between($cell, $before, $after));
    }

    /**
     * Changes a value if it is still the one that was read.
     *
     * @throws CellRefused When the database does not take the new value.
     */
    public function apply(CellChange $change): bool
    {
        $isDone = $this->values->replace($change, $this->fence->condition());
        $this->caches->forget($change->cell);
        $isDone || $this->fence->check();
        return $isDone;
    }

    /** @return list<WrittenChange> Changes of a replacement, newest first. */
    public function changesOf(int $run): array
    {
        return array_map(WrittenChange::fromRow(...), $this->db->get_results($this->db->prepare(
            "SELECT * FROM {$this->table()} WHERE replacement_id = %d AND state <> %s ORDER BY id DESC",
            $run,
            ChangeState::Reverted->value
        )));
    }

    /** Settles what a killed run had planned: it was done if the value is the planned one, else it was not. */
    public function settle(int $run): void
    {
        foreach ($this->changesOf($run) as $change) {
            if ($change->state === ChangeState::Planned) {
                $done = $this->hashOf($change->cell) === $change->hashAfter;
                $this->mark([$change->id], $done ? ChangeState::Done : ChangeState::Reverted);
            }
        }
    }

    /** A killed run may have changed values whose cached copies it could not clean any more. */
    public function forgetCaches(int $run): void
    {
        foreach ($this->changesOf($run) as $change) {
            $this->caches->forget($change->cell);
        }
    }

    /** @return bool Whether changes of other pictures live in the same value. */
    public function isShared(WrittenChange $change): bool
    {
        return (bool) $this->db->get_var($this->db->prepare(
            "SELECT 1 FROM {$this->table()}
            WHERE tbl = %s AND pk = %s AND col = %s AND attachment_id <> %d AND state = %s LIMIT 1",
            $change->cell->table,
            $change->cell->key,
            $change->cell->column,
            $change->attachmentId,
            ChangeState::Done->value
        ));
    }

    /** @param list<int> $ids */
    public function mark(array $ids, ChangeState $state): void
    {
        $this->db->query($this->db->prepare(
            "UPDATE {$this->table()} SET state = %s WHERE id IN (" . implode(',', $ids) . ')',
            $state->value
        ));
    }

    /** @return list<int> Posts whose own text or meta a replacement has changed. */
    public function postsOf(int $run): array
    {
        return array_map('intval', $this->db->get_col($this->db->prepare(
            "SELECT DISTINCT COALESCE(m.post_id, c.pk) FROM {$this->table()} c
            LEFT JOIN {$this->db->postmeta} m ON c.tbl = %s AND m.meta_id = c.pk
            WHERE c.replacement_id = %d AND c.kind = %s AND c.tbl IN (%s, %s) ORDER BY c.id LIMIT 20",
            $this->db->postmeta,
            $run,
            ChangeKind::Reference->value,
            $this->db->posts,
            $this->db->postmeta
        )));
    }

    /** @return int How many values a replacement has changed, or changed back. */
    public function count(int $run, ChangeState $state = ChangeState::Done): int
    {
        return (int) $this->db->get_var($this->db->prepare(
            "SELECT COUNT(*) FROM {$this->table()} WHERE replacement_id = %d AND state = %s",
            $run,
            $state->value
        ));
    }

    /**
     * @param non-empty-list<CellChange> $changes
     * @param array<int, int>            $runs
     */
    private function plan(array $changes, array $runs): void
    {
        $rows = [];
        foreach ($changes as $change) {
            $cell = $change->cellAfter();
            foreach ($change->edits->attachments() as $attachmentId) {
                $rows[] = $this->db->prepare(
                    '(%d, %d, %s, %s, %s, %s, %s, %s, %s, %s, %s)',
                    $runs[$attachmentId],
                    $attachmentId,
                    $cell->table,
                    $cell->keyColumn,
                    $cell->key,
                    $cell->column,
                    $change->kind->value,
                    $change->hashBefore,
                    $change->hashAfter,
                    $change->edits->encoded(),
                    ChangeState::Planned->value
                );
            }
        }
        foreach ($this->portions($rows) as $portion) {
            $written = $this->db->query(
                "INSERT INTO {$this->table()} (replacement_id, attachment_id, tbl, key_column, pk, col, kind, hash_before,
                hash_after, edits, state) VALUES " . implode(', ', $portion)
            );
            if ($written !== count($portion)) {
                throw new ChangeError(sprintf(
                    /* translators: %s: the database's message */
                    __('The journal can’t be written, so nothing was changed: %s', 'picture-optimizer'),
                    $this->db->last_error
                ));
            }
        }
    }

    /**
     * @param list<string> $rows
     * @return iterable<non-empty-list<string>> Rows that go into one statement.
     */
    private function portions(array $rows): iterable
    {
        $portion = [];
        $bytes = 0;
        foreach ($rows as $row) {
            if ($portion !== [] && $bytes + strlen($row) > MB_IN_BYTES / 2) {
                yield $portion;
                [$portion, $bytes] = [[], 0];
            }
            $portion[] = $row;
            $bytes += strlen($row);
        }
        yield $portion;
    }

    /** @param array<int, int> $runs */
    private function forgetPlan(Cell $cell, array $runs): void
    {
        $this->db->query($this->db->prepare(
            "DELETE FROM {$this->table()} WHERE tbl = %s AND pk = %s AND col = %s AND state = %s
            AND replacement_id IN (" . implode(',', $runs) . ')',
            $cell->table,
            $cell->key,
            $cell->column,
            ChangeState::Planned->value
        ));
    }

    private function table(): string
    {
        $table = $this->db->prefix . 'picopt_changes';
        $this->prefix->follow($table);
        return $table;
    }
}
