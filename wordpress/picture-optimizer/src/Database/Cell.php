<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/**
 * The address of a value in the database. A row is told by the column of its key, by all columns of a key that has several, or,
 * where nothing tells rows apart, by the value itself: rows that hold the same value are then read and changed as one.
 */
final class Cell
{
    /** Longest key that the journal can hold. */
    public const LONGEST_KEY = 191;

    private const SEPARATOR = ',';

    /**
     * @param string $keyColumn Columns of the key, with commas; empty where the value itself tells its rows.
     * @param string $key       What stands there: as it is, as a list in JSON, or the SHA-256 of the value.
     * @param int    $postId    Whose cached copy has to be forgotten; 0 when it is no post's.
     */
    public function __construct(
        public readonly string $table,
        public readonly string $keyColumn,
        public readonly string $key,
        public readonly string $column,
        public readonly int $postId = 0,
    ) {
    }

    /** @param list<string> $columns */
    public static function keyOf(array $columns): string
    {
        return implode(self::SEPARATOR, $columns);
    }

    /** @return list<string> */
    public static function columnsOf(string $keyColumn): array
    {
        return $keyColumn === '' ? [] : explode(self::SEPARATOR, $keyColumn);
    }

    /** @param list<string|null> $values Of the columns of a key, in their order. */
    public static function keyFrom(array $values): string
    {
        return count($values) === 1
            ? (string) $values[0]
            : (string) wp_json_encode($values, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
    }

    /** Whether nothing but the value tells its rows. */
    public function isToldByValue(): bool
    {
        return $this->keyColumn === '';
    }

    /** What a person can look for. */
    public function shownKey(): string
    {
        return $this->isToldByValue() ? '' : $this->key;
    }

    /** The same address when it holds another value, of this SHA-256. */
    public function holding(string $sha256): self
    {
        return $this->isToldByValue() ? new self($this->table, '', $sha256, $this->column, $this->postId) : $this;
    }

    /** @return string SQL of the value's bytes as they arrive here: text in the encoding of the connection, bytes as they are. */
    public function bytes(\wpdb $db): string
    {
        $text = 'CONVERT(`' . $this->column . '` USING ' . self::encoding($db) . ')';
        return "IF(CHARSET(`{$this->column}`) = 'binary', `{$this->column}`, CAST({$text} AS BINARY))";
    }

    /** In which encoding text arrives here. */
    public static function encoding(\wpdb $db): string
    {
        return preg_match('/^[a-z0-9]+$/D', (string) $db->charset) ? $db->charset : 'utf8mb4';
    }

    /** @return string A condition of SQL for its row, or rows. */
    public function where(\wpdb $db): string
    {
        if ($this->isToldByValue()) {
            return "SHA2({$this->bytes($db)}, 256) = " . $db->prepare('%s', $this->key);
        }
        $columns = self::columnsOf($this->keyColumn);
        $values = count($columns) === 1 ? [$this->key] : (array) json_decode($this->key, true);
        $conditions = array_map(static fn (string $column): string => "`{$column}` = %s", $columns);
        return $db->prepare(implode(' AND ', $conditions), ...$values);
    }
}
