<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\References\Edit;
use PictureOptimizer\References\Edits;

/**
 * Changes single values in the database: written down first, and only if the value is still the one that was read.
 */
final class Cells
{
    public const PLANNED = 'planned';
    public const DONE = 'done';
    public const REVERTED = 'reverted';

    /** A field of the attachment itself, or a value somewhere else that names it. */
    public const OWN = 'own';
    public const REFERENCE = 'ref';

    public function __construct(
        private readonly \wpdb $db,
        private readonly Fence $fence,
        private readonly Caches $caches,
    ) {
    }

    public function read(Cell $cell): ?string
    {
        // Not get_var(): it takes an empty text for none.
        $row = $this->db->get_row($this->db->prepare(
            "SELECT `{$cell->column}` FROM `{$cell->table}` WHERE `{$cell->keyColumn}` = %s",
            $cell->key
        ), ARRAY_N);
        return $row[0] ?? null;
    }

    /**
     * Changes a value for one or several pictures.
     *
     * @param array<int, int> $runs Replacement id by attachment id.
     * @return bool False when the value is no longer the one that was read; nothing was changed then.
     */
    public function change(
        Cell $cell,
        string $before,
        Edits $edits,
        array $runs,
        string $kind = self::REFERENCE
    ): bool {
        $after = $edits->apply($before);
        $ids = $this->plan($cell, $before, $after, $edits, $runs, $kind);
        if ($this->swap($cell, $before, $after)) {
            $this->mark($ids, self::DONE);
            return true;
        }
        $this->db->query("DELETE FROM {$this->table()} WHERE id IN (" . implode(',', $ids) . ')');
        return false;
    }

    /** Replaces a whole value. */
    public function set(Cell $cell, string $before, string $after, int $run, int $attachmentId): void
    {
        if ($before === $after) {
            return;
        }
        $edits = new Edits([new Edit(0, $before, $after, [$attachmentId])]);
        if (!$this->change($cell, $before, $edits, [$attachmentId => $run], self::OWN)) {
            throw new ReplaceError(sprintf('Somebody changed %s at the same moment.', $cell->column));
        }
    }

    /** Compare and swap, in one statement; the row is locked for no longer than that. */
    public function swap(Cell $cell, string $before, string $after): bool
    {
        $rows = $this->db->query($this->db->prepare(
            "UPDATE `{$cell->table}` SET `{$cell->column}` = %s
            WHERE `{$cell->keyColumn}` = %s AND BINARY `{$cell->column}` = BINARY %s AND " . $this->fence->condition(),
            $after,
            $cell->key,
            $before
        ));
        if ($rows === false) {
            throw new ReplaceError("The database refused a change in {$cell->table}: {$this->db->last_error}");
        }
        $this->caches->forget($cell);
        if ($rows === 0) {
            $this->fence->check();
        }
        return $rows === 1;
    }

    /** @return list<object> Changes of a replacement, newest first. */
    public function changesOf(int $run): array
    {
        return $this->db->get_results($this->db->prepare(
            "SELECT * FROM {$this->table()} WHERE replacement_id = %d AND state <> %s ORDER BY id DESC",
            $run,
            self::REVERTED
        ));
    }

    /** Settles what a killed run had planned: it was done if the value is the planned one, else it was not. */
    public function settle(int $run): void
    {
        foreach ($this->changesOf($run) as $change) {
            if ($change->state === self::PLANNED) {
                $value = $this->read(self::cell($change));
                $done = $value !== null && hash('sha256', $value) === $change->hash_after;
                $this->mark([(int) $change->id], $done ? self::DONE : self::REVERTED);
            }
        }
    }

    /** @return bool Whether changes of other pictures live in the same value. */
    public function isShared(object $change): bool
    {
        return (bool) $this->db->get_var($this->db->prepare(
            "SELECT 1 FROM {$this->table()}
            WHERE tbl = %s AND pk = %s AND col = %s AND attachment_id <> %d AND state = %s LIMIT 1",
            $change->tbl,
            $change->pk,
            $change->col,
            $change->attachment_id,
            self::DONE
        ));
    }

    /** @param list<int> $ids */
    public function mark(array $ids, string $state): void
    {
        $this->db->query($this->db->prepare(
            "UPDATE {$this->table()} SET state = %s WHERE id IN (" . implode(',', $ids) . ')',
            $state
        ));
    }

    /** @param object $change A row of the table of changes. */
    public static function cell(object $change): Cell
    {
        return new Cell($change->tbl, $change->key_column, $change->pk, $change->col);
    }

    /** @return int How many values a replacement has changed. */
    public function count(int $run): int
    {
        return (int) $this->db->get_var($this->db->prepare(
            "SELECT COUNT(*) FROM {$this->table()} WHERE replacement_id = %d AND state = %s",
            $run,
            self::DONE
        ));
    }

    /**
     * @param array<int, int> $runs
     * @return list<int> Ids of the rows that announce the change.
     */
    private function plan(
        Cell $cell,
        string $before,
        string $after,
        Edits $edits,
        array $runs,
        string $kind
    ): array {
        $ids = [];
        foreach ($edits->attachments() as $attachmentId) {
            $written = $this->db->insert($this->table(), [
                'replacement_id' => $runs[$attachmentId],
                'attachment_id' => $attachmentId,
                'tbl' => $cell->table,
                'key_column' => $cell->keyColumn,
                'pk' => $cell->key,
                'col' => $cell->column,
                'kind' => $kind,
                'hash_before' => hash('sha256', $before),
                'hash_after' => hash('sha256', $after),
                'edits' => $edits->encoded(),
                'state' => self::PLANNED,
            ]);
            if ($written !== 1) {
                throw new ReplaceError('The journal cannot be written: ' . $this->db->last_error);
            }
            $ids[] = (int) $this->db->insert_id;
        }
        return $ids;
    }

    private function table(): string
    {
        return $this->db->prefix . 'picopt_changes';
    }
}
