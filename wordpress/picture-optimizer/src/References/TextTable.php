<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** A table with text columns that can name pictures. */
final class TextTable
{
    /**
     * @param string       $key     Column of the primary key, or all of them with commas; empty where nothing tells rows apart.
     * @param list<string> $columns Text columns.
     * @param string       $where   Rows that are not looked at, as an SQL condition; "1 = 1" for none.
     * @param bool         $social  Whether its values name pictures for social networks and feeds.
     * @param string       $post    Column with the post that a row belongs to, "" for none.
     * @param string       $leftBecause Why its values are never changed and only read, as a proof; "" for those that may be.
     */
    public function __construct(
        public readonly string $table,
        public readonly string $key,
        public readonly array $columns,
        public readonly string $where = '1 = 1',
        public readonly string $post = '',
        public readonly bool $social = false,
        public readonly string $leftBecause = '',
    ) {
    }

    public function holdsPosts(): bool
    {
        return $this->key === 'ID' && $this->post === 'ID';
    }
}
