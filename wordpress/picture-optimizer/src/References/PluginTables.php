<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Cell;

/** Tables that others made, found by looking: which columns of text each has, and by which column a row can be told. */
final class PluginTables
{
    /** Bytes and lists of words hold text as well; a word that its list does not have is refused by the database, and told. */
    private const TEXT_TYPES = "'char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'json', 'enum', 'set',"
        . " 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'";
    private const KEY_TYPES = ['int', 'bigint', 'mediumint', 'smallint', 'tinyint', 'char', 'varchar'];

    /** Shorter ones hold no path. */
    private const SHORTEST_COLUMN = 20;

    /** Servers on Windows and macOS keep names in small letters, whatever the site's prefix says, and take them in any. */
    private ?bool $foldsNames = null;

    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * Every text column of this site's tables that is none of WordPress', none of ours, no record, and no schedule.
     *
     * @param array<string, list<string>|null> $known Columns that somebody else looks after, by table; null for all of it.
     * @return list<TextTable> A text that is part of its table's key is told by itself: to change it is to change the key.
     */
    public function find(array $known): array
    {
        $others = $this->otherSites();
        return $this->tables($known, fn (string $table): bool => str_starts_with($table, $this->db->prefix)
            && !str_starts_with($table, "{$this->db->prefix}picopt_") && !self::isOf($table, $others) && !$this->isOfNetwork($table)
            && !RecordTables::include($this->ownName($table)) && !ScheduledTasks::areIn($table));
    }

    /** A name as its plugin knows it; that of another prefix as it is. */
    private function ownName(string $table): string
    {
        return str_starts_with($table, $this->db->prefix) ? substr($table, strlen($this->db->prefix)) : $table;
    }

    /** A name as the server tells it, with the prefix as this site spells it. */
    private function spelled(string $table): string
    {
        $this->foldsNames ??= (int) $this->db->get_var('SELECT @@lower_case_table_names') !== 0;
        $length = strlen($this->db->base_prefix);
        return $this->foldsNames && strncasecmp($table, $this->db->base_prefix, $length) === 0
            ? $this->db->base_prefix . substr($table, $length) : $table;
    }

    /** What another site of the network has left behind, too. */
    private function isOfNetwork(string $table): bool
    {
        return is_multisite() && $this->db->prefix === $this->db->base_prefix
            && preg_match('/^\d+_/', $this->ownName($table)) === 1;
    }

    /**
     * The same of software that shares the database and is no WordPress.
     *
     * @return list<TextTable>
     */
    public function ofOtherSoftware(): array
    {
        $others = [...$this->otherSites(), $this->db->prefix, $this->db->base_prefix];
        $known = array_fill_keys(array_values($this->db->tables('all')), null);
        $why = __('the table belongs to other software', 'picture-optimizer');
        return $this->tables($known, static fn (string $table): bool => !self::isOf($table, $others), $why);
    }

    /**
     * @param array<string, list<string>|null> $known
     * @param callable(string): bool           $isMeant
     * @return list<TextTable>
     */
    private function tables(array $known, callable $isMeant, string $leftBecause = ''): array
    {
        $tables = [];
        $keys = $this->keys();
        foreach (array_filter($this->columns($known), $isMeant, ARRAY_FILTER_USE_KEY) as $table => $columns) {
            $key = $keys[$table] ?? [];
            foreach ([[Cell::keyOf($key), array_diff($columns, $key)], ['', array_intersect($columns, $key)]] as [$by, $texts]) {
                foreach ($this->byAudience($table, $texts) as $audience => $some) {
                    $of = new TextTable($table, $by, $some, audience: Audience::from($audience), leftBecause: $leftBecause);
                    // Plugins keep meta of their own things as WordPress does.
                    $isMeta = $by !== '' && array_diff(['meta_key', 'meta_value'], $some) === [];
                    array_push($tables, ...($isMeta ? $of->split('meta_key', Audiences::metaKeys()) : [$of]));
                }
            }
        }
        return $tables;
    }

    /**
     * @param array<string> $columns
     * @return array<string, list<string>> None without a column.
     */
    private function byAudience(string $table, array $columns): array
    {
        $mails = MailPlaces::isTable($this->ownName($table)) ? $columns : array_filter($columns, MailPlaces::isHolder(...));
        return array_filter([
            Audience::Visitors->value => array_values(array_diff($columns, $mails)),
            Audience::Mail->value => array_values($mails),
        ]);
    }

    /** @param list<string> $prefixes */
    private static function isOf(string $table, array $prefixes): bool
    {
        return array_filter($prefixes, static fn (string $prefix): bool => str_starts_with($table, $prefix)) !== [];
    }

    /** @return list<string> Prefixes of other WordPress sites in the same database, of this network or not. */
    private function otherSites(): array
    {
        $prefixes = $this->db->get_col(
            "SELECT LEFT(TABLE_NAME, CHAR_LENGTH(TABLE_NAME) - CHAR_LENGTH('postmeta')) FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE '%postmeta'"
        );
        $prefixes = array_map($this->spelled(...), $prefixes);
        $tables = array_flip(array_map($this->spelled(...), $this->db->get_col('SHOW TABLES')));
        return array_values(array_filter($prefixes, fn (string $prefix): bool => $prefix !== $this->db->prefix && $prefix !== ''
            && !str_starts_with($this->db->prefix, $prefix) && isset($tables["{$prefix}posts"], $tables["{$prefix}options"])));
    }

    /**
     * What the server computes itself follows the columns that it is computed from. (MariaDB opens every table of the whole server
     * for a joined schema that is compared with another column: each is compared with a constant here and below.)
     *
     * @param array<string, list<string>|null> $known
     * @return array<string, list<string>> Text columns by table.
     */
    private function columns(array $known): array
    {
        $rows = $this->db->get_results($this->db->prepare(
            'SELECT c.TABLE_NAME AS name, c.COLUMN_NAME AS col FROM information_schema.COLUMNS c
            JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = DATABASE() AND t.TABLE_NAME = c.TABLE_NAME
            WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE IN (%s, %s) AND c.EXTRA NOT LIKE %s AND c.EXTRA NOT LIKE %s
                AND c.DATA_TYPE IN (' . self::TEXT_TYPES . ") AND (c.CHARACTER_MAXIMUM_LENGTH >= %d OR c.DATA_TYPE = 'json')
            ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION",
            'BASE TABLE',
            'SYSTEM VERSIONED', // MariaDB's tables that keep their past
            '%VIRTUAL GENERATED%',
            '%STORED GENERATED%',
            self::SHORTEST_COLUMN
        ));
        $columns = [];
        foreach ($rows as $row) {
            $name = $this->spelled($row->name);
            $others = array_key_exists($name, $known) ? $known[$name] : [];
            if ($others !== null && !in_array($row->col, $others, true)) {
                $columns[$name][] = $row->col;
            }
        }
        return $columns;
    }

    /** @return array<string, list<string>> Columns of the primary key, else of another unique one that is never empty, by table. */
    private function keys(): array
    {
        $types = "'" . implode("', '", self::KEY_TYPES) . "'";
        $rows = $this->db->get_results(
            "SELECT s.TABLE_NAME AS name, GROUP_CONCAT(s.COLUMN_NAME ORDER BY s.SEQ_IN_INDEX) AS cols
            FROM information_schema.STATISTICS s
            JOIN information_schema.COLUMNS c ON c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME = s.TABLE_NAME
                AND c.COLUMN_NAME = s.COLUMN_NAME
            WHERE s.TABLE_SCHEMA = DATABASE() AND s.NON_UNIQUE = 0
            GROUP BY s.TABLE_NAME, s.INDEX_NAME
            HAVING MAX(c.IS_NULLABLE) = 'NO' AND MAX(s.SUB_PART) IS NULL AND SUM(c.DATA_TYPE NOT IN ({$types})) = 0
                AND SUM(c.COLUMN_NAME NOT RLIKE '^[A-Za-z0-9_$]+$') = 0
            ORDER BY s.TABLE_NAME, COUNT(*), s.INDEX_NAME = 'PRIMARY' DESC"
        );
        $keys = [];
        foreach ($rows as $row) {
            $keys[$this->spelled($row->name)] ??= Cell::columnsOf($row->cols);
        }
        return $keys;
    }
}
