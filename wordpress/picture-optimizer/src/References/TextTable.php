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
     * @param string       $post    Column with the post that a row belongs to, "" for none.
     * @param Audience     $audience Who gets to see its values.
     * @param string       $leftBecause Why its values are never changed and only read, as a proof; "" for those that may be.
     */
    public function __construct(
        public readonly string $table,
        public readonly string $key,
        public readonly array $columns,
        public readonly string $where = '1 = 1',
        public readonly string $post = '',
        public readonly Audience $audience = Audience::Visitors,
        public readonly string $leftBecause = '',
    ) {
    }

    /**
     * @param string               $column What tells by its value who sees a row.
     * @param array<string, Names> $values Of those that not every visitor sees, by audience; what two of them have is the first one's.
     * @return list<self> One for each, and one for all other rows.
     */
    public function split(string $column, array $values): array
    {
        $parts = [];
        $others = '';
        foreach ($values as $audience => $names) {
            $condition = $names->condition($column);
            $parts[] = $this->where($condition . $others, Audience::from($audience));
            $others .= " AND NOT {$condition}";
        }
        return [$this->where(substr($others, strlen(' AND ')), $this->audience), ...$parts];
    }

    private function where(string $condition, Audience $audience): self
    {
        $where = $this->where === '1 = 1' ? $condition : "{$this->where} AND {$condition}";
        return new self($this->table, $this->key, $this->columns, $where, $this->post, $audience, $this->leftBecause);
    }

    public function holdsPosts(): bool
    {
        return $this->key === 'ID' && $this->post === 'ID';
    }
}
