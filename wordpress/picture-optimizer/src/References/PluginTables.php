<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Cell;

/** Tables that plugins made, found by looking: which text columns each has, and by which column a row can be told. */
final class PluginTables
{
    private const TEXT_TYPES = "'char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'json'";
    private const KEY_TYPES = ['int', 'bigint', 'mediumint', 'smallint', 'tinyint', 'char', 'varchar'];

    /** Shorter ones hold no path. */
    private const SHORTEST_COLUMN = 20;

    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * Every text column of this site's tables that is none of WordPress' and none of ours.
     *
     * @param array<string, list<string>|null> $known Columns that somebody else looks after, by table; null for all of it.
     * @return list<TextTable> A text that is part of its table's key is told by itself: to change it is to change the key.
     */
    public function find(array $known): array
    {
        $tables = [];
        $keys = $this->keys();
        foreach ($this->columns($known) as $table => $columns) {
            $key = $keys[$table] ?? [];
            foreach ([[Cell::keyOf($key), array_diff($columns, $key)], ['', array_intersect($columns, $key)]] as [$by, $texts]) {
                $texts === [] || $tables[] = new TextTable($table, $by, array_values($texts));
            }
        }
        return $tables;
    }

    /**
     * @param array<string, list<string>|null> $known
     * @return array<string, list<string>> Text columns by table.
     */
    private function columns(array $known): array
    {
        $rows = $this->db->get_results($this->db->prepare(
            'SELECT c.TABLE_NAME AS name, c.COLUMN_NAME AS col FROM information_schema.COLUMNS c
            JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
            WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = %s AND c.TABLE_NAME LIKE %s
                AND c.DATA_TYPE IN (' . self::TEXT_TYPES . ') AND c.CHARACTER_MAXIMUM_LENGTH >= %d
            ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION',
            'BASE TABLE',
            $this->db->esc_like($this->db->prefix) . '%',
            self::SHORTEST_COLUMN
        ));
        $columns = [];
        foreach ($rows as $row) {
            $others = array_key_exists($row->name, $known) ? $known[$row->name] : [];
            if ($others !== null && !in_array($row->col, $others, true) && !$this->isOthers($row->name)) {
                $columns[$row->name][] = $row->col;
            }
        }
        return $columns;
    }

    /** Ours, or of another site of the network. */
    private function isOthers(string $table): bool
    {
        $name = substr($table, strlen($this->db->prefix));
        return str_starts_with($name, 'picopt_')
            || ($this->db->prefix === $this->db->base_prefix && is_multisite() && preg_match('/^\d+_/', $name));
    }

    /** @return array<string, list<string>> Columns of the primary key, else of another unique one that is never empty, by table. */
    private function keys(): array
    {
        $types = "'" . implode("', '", self::KEY_TYPES) . "'";
        $rows = $this->db->get_results($this->db->prepare(
            "SELECT s.TABLE_NAME AS name, GROUP_CONCAT(s.COLUMN_NAME ORDER BY s.SEQ_IN_INDEX) AS cols
            FROM information_schema.STATISTICS s
            JOIN information_schema.COLUMNS c ON c.TABLE_SCHEMA = s.TABLE_SCHEMA AND c.TABLE_NAME = s.TABLE_NAME
                AND c.COLUMN_NAME = s.COLUMN_NAME
            WHERE s.TABLE_SCHEMA = DATABASE() AND s.TABLE_NAME LIKE %s AND s.NON_UNIQUE = 0
            GROUP BY s.TABLE_NAME, s.INDEX_NAME
            HAVING MAX(c.IS_NULLABLE) = 'NO' AND MAX(s.SUB_PART) IS NULL AND SUM(c.DATA_TYPE NOT IN ({$types})) = 0
                AND SUM(c.COLUMN_NAME NOT RLIKE '^[A-Za-z0-9_$]+$') = 0
            ORDER BY s.TABLE_NAME, COUNT(*), s.INDEX_NAME = 'PRIMARY' DESC",
            $this->db->esc_like($this->db->prefix) . '%'
        ));
        $keys = [];
        foreach ($rows as $row) {
            $keys[$row->name] ??= Cell::columnsOf($row->cols);
        }
        return $keys;
    }
}
