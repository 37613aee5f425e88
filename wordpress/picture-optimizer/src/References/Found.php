<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Cell;

/** The address of a value that may name a picture. The value itself is read when it is looked at: by then it may have changed. */
final class Found
{
    public function __construct(
        public readonly TextTable $table,
        public readonly string $key,
        public readonly string $column,
        public readonly int $postId,
        public readonly int $bytes = 0,
        private readonly bool $isToldByValue = false,
    ) {
    }

    public function cell(): Cell
    {
        $keyColumn = $this->isToldByValue ? '' : $this->table->key;
        return new Cell($this->table->table, $keyColumn, $this->key, $this->column, $this->postId);
    }

    /** What stands there now; nothing where its row is gone. */
    public function value(\wpdb $db): string
    {
        return (string) $db->get_var(
            "SELECT `{$this->column}` FROM `{$this->table->table}` WHERE {$this->cell()->where($db)} LIMIT 1"
        );
    }
}
