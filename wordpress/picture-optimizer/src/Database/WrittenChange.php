<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** A change of a value as the journal has it: enough to find out what became of it, and to take it back. */
final class WrittenChange
{
    private function __construct(
        public readonly int $id,
        public readonly int $attachmentId,
        public readonly Cell $cell,
        public readonly ChangeKind $kind,
        public readonly ChangeState $state,
        public readonly string $hashBefore,
        public readonly string $hashAfter,
        public readonly Edits $edits,
    ) {
    }

    /** @param object $row A row of the table of changes. */
    public static function fromRow(object $row): self
    {
        return new self(
            (int) $row->id,
            (int) $row->attachment_id,
            new Cell($row->tbl, $row->key_column, $row->pk, $row->col),
            ChangeKind::from($row->kind),
            ChangeState::from($row->state),
            $row->hash_before,
            $row->hash_after,
            Edits::decoded($row->edits),
        );
    }
}
