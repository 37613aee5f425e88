<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** The address of a value in the database. */
final class Cell
{
    /** @param int $postId Whose cached copy has to be forgotten; 0 when it is no post's. */
    public function __construct(
        public readonly string $table,
        public readonly string $keyColumn,
        public readonly string $key,
        public readonly string $column,
        public readonly int $postId = 0,
    ) {
    }
}
