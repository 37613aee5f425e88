<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\References\Audience;
use PictureOptimizer\References\PluginTables;
use PictureOptimizer\References\TextTable;
use PictureOptimizer\Tests\TestCase;

/** Where references are looked for outside of WordPress' own tables. */
final class TablesOfPluginsTest extends TestCase
{
    private string $table;

    protected function setUp(): void
    {
        parent::setUp();
        global $wpdb;
        $this->table = "{$wpdb->prefix}trial_tables";
    }

    protected function tearDown(): void
    {
        global $wpdb;
        parent::tearDown();
        $wpdb->query("DROP TABLE IF EXISTS {$this->table}, {$this->table}_more");
        $wpdb->query("DROP VIEW IF EXISTS {$this->table}_view");
    }

    /**
     * @param array<string, list<string>|null> $known
     * @return array<string, list<array{string, list<string>}>> keys and columns of the tables of this test, by the end of their names
     */
    private function found(array $known = []): array
    {
        global $wpdb;
        $found = [];
        foreach ((new PluginTables($wpdb))->find($known) as $table) {
            $end = str_replace($this->table, '', $table->table);
            if ($end !== $table->table) {
                $found[$end][] = [$table->key, $table->columns];
            }
        }
        return $found;
    }

    /** @return iterable<string, array{string, 1?: array{string, list<string>}, 2?: array{string, list<string>}}> columns of a table, what is found */
    public static function tables(): iterable
    {
        yield 'a number and a text' => ['id BIGINT PRIMARY KEY, body LONGTEXT', ['id', ['body']]];
        yield 'every type of text' => [
            'id INT PRIMARY KEY, a CHAR(30), b VARCHAR(30), c TINYTEXT, d TEXT, e MEDIUMTEXT, f LONGTEXT',
            ['id', ['a', 'b', 'c', 'd', 'e', 'f']],
        ];
        yield 'no text' => ['id INT PRIMARY KEY, at DATETIME, number FLOAT, few VARBINARY(16)'];
        yield 'bytes' => ['id INT PRIMARY KEY, a BLOB, b VARBINARY(200), c LONGBLOB', ['id', ['a', 'b', 'c']]];
        yield 'lists of words' => ["id INT PRIMARY KEY, a ENUM('x', 'uploads/2026/photo.jpg'), b ENUM('x')", ['id', ['a']]];
        yield 'JSON' => ['id INT PRIMARY KEY, a JSON', ['id', ['a']]];
        yield 'what the server computes' => ['id INT PRIMARY KEY, a TEXT, b TEXT AS (a), c TEXT AS (a) PERSISTENT', ['id', ['a']]];
        yield 'columns too short for a path' => ['id INT PRIMARY KEY, a VARCHAR(19), b VARCHAR(20), c CHAR(5)', ['id', ['b']]];
        yield 'a name as its key' => ['name VARCHAR(60) PRIMARY KEY, body TEXT', ['name', ['body']], ['', ['name']]];
        yield 'nothing but its key' => ['name VARCHAR(60) PRIMARY KEY', ['', ['name']]];
        yield 'no key' => ['body TEXT, number INT', ['', ['body']]];
        yield 'a key of two columns' => ['a INT, b INT, body TEXT, PRIMARY KEY (b, a)', ['b,a', ['body']]];
        yield 'a key of a number and a name' => [
            'a INT, n VARCHAR(60), body TEXT, PRIMARY KEY (a, n)', ['a,n', ['body']], ['', ['n']],
        ];
        yield 'a key that may be empty in part' => ['a INT NOT NULL, b INT NULL, body TEXT, UNIQUE KEY (a, b)', ['', ['body']]];
        yield 'a key with an odd column' => ['a INT, `b,c` INT, body TEXT, PRIMARY KEY (a, `b,c`)', ['', ['body']]];
        yield 'a unique key that is never empty' => ['a INT NOT NULL UNIQUE, body TEXT', ['a', ['body']]];
        yield 'a unique key that may be empty' => ['a INT NULL UNIQUE, body TEXT', ['', ['body']]];
        yield 'a key that is not unique' => ['a INT NOT NULL, body TEXT, KEY (a)', ['', ['body']]];
        yield 'the primary key before another' => [
            'z INT NOT NULL, a INT NOT NULL, body TEXT, UNIQUE KEY first (a), PRIMARY KEY (z)', ['z', ['body']],
        ];
        yield 'another key where the primary one has two' => [
            'a INT, b INT, c INT NOT NULL, body TEXT, PRIMARY KEY (a, b), UNIQUE KEY third (c)', ['c', ['body']],
        ];
        yield 'a unique beginning of a text' => ['a VARCHAR(200) NOT NULL, body TEXT, UNIQUE KEY start (a(10))', ['', ['a', 'body']]];
        yield 'a key of a type that is not compared' => ['a DATETIME NOT NULL PRIMARY KEY, body TEXT', ['', ['body']]];
    }

    /**
     * @dataProvider tables
     * @param array{string, list<string>} ...$expected
     */
    public function testATableIsReadByItsTextsAndToldByItsKey(string $columns, array ...$expected): void
    {
        global $wpdb;
        $wpdb->query("CREATE TABLE {$this->table} ({$columns}) DEFAULT CHARSET = utf8mb4");
        self::assertSame('', $wpdb->last_error);
        self::assertSame($expected, $this->found()[''] ?? []);
    }

    public function testWhatSomebodyElseLooksAfterIsLeftOut(): void
    {
        global $wpdb;
        $wpdb->query("CREATE TABLE {$this->table} (id INT PRIMARY KEY, body TEXT, title TEXT)");
        $wpdb->query("CREATE TABLE {$this->table}_more (id INT PRIMARY KEY, body TEXT)");
        $wpdb->query("CREATE VIEW {$this->table}_view AS SELECT * FROM {$this->table}");
        $both = ['' => [['id', ['body', 'title']]], '_more' => [['id', ['body']]]];
        self::assertSame($both, $this->found(), 'a view shows rows that its table has');
        self::assertSame(['_more' => [['id', ['body']]]], $this->found([$this->table => null]));
        self::assertSame([['id', ['title']]], $this->found([$this->table => ['body']])['']);
        self::assertArrayNotHasKey('', $this->found([$this->table => ['body', 'title']]));
    }

    /** @return iterable<string, array{string, bool}> end of a table's name, whether it is read */
    public static function records(): iterable
    {
        $records = ['_ewwwio_images', '_shortpixel_postmeta', '_imagify_files', '_wfFileMods', '_redirection_404', '_log', '_visit_logs',
            '_simple_history_contexts', '_wsal_metadata', '_slim_stats', '_slim_events_archive', '_matomo_log_action', '_pmxi_images',
            '_mainwp_child_changes_logs', '_mainwp_child_changes_meta'];
        foreach ($records as $name) {
            yield $name => [$name, false];
        }
        $others = ['_catalog', '_blog', '_logs_of_ours', '_redirection_items', '_images', '_imagify_files_of_pages', '_stream',
            '_simple_history_of_ours'];
        foreach ($others as $name) {
            yield $name => [$name, true];
        }
    }

    /**
     * Optimizers write each file down, and logs each request: nothing is shown of that.
     *
     * @dataProvider records
     */
    public function testRecordsAreNotRead(string $name, bool $isRead): void
    {
        global $wpdb;
        $wpdb->query("CREATE TABLE {$this->table}{$name} (id INT PRIMARY KEY, path TEXT)");
        try {
            self::assertSame($isRead ? [$name => [['id', ['path']]]] : [], $this->found());
        } finally {
            $wpdb->query("DROP TABLE {$this->table}{$name}");
        }
    }

    /** @return iterable<string, array{string}> */
    public static function prefixes(): iterable
    {
        yield 'with an underscore' => ['xwp_'];
        yield 'without one' => ['xwp'];
        yield 'of a word that says something' => ['e_mail_'];
        yield 'of another' => ['log'];
    }

    /** @dataProvider prefixes */
    public function testWhatATableIsForIsToldWithoutTheSitesPrefix(string $prefix): void
    {
        global $wpdb;
        $db = new \wpdb(DB_USER, DB_PASSWORD, DB_NAME, DB_HOST);
        $db->set_prefix($prefix);
        $names = ['ewwwio_images' => null, 'redirection_logs' => null, 'logs' => null, 'stream_meta' => null,
            'newsletter_emails' => Audience::Mail, 'emails' => Audience::Mail, 'slides' => Audience::Visitors];
        foreach (array_keys($names) as $name) {
            $wpdb->query("CREATE TABLE {$prefix}{$name} (id INT PRIMARY KEY, body TEXT)");
        }
        try {
            $found = array_filter((new PluginTables($db))->find([]), static fn (TextTable $table): bool
                => str_starts_with($table->table, $prefix));
            $audiences = array_map(static fn (TextTable $table): Audience => $table->audience, $found);
            $own = array_map(static fn (TextTable $table): string => substr($table->table, strlen($prefix)), $found);
            $of = array_combine($own, $audiences);
            self::assertEquals(array_filter($names), $of);
        } finally {
            foreach (array_keys($names) as $name) {
                $wpdb->query("DROP TABLE IF EXISTS {$prefix}{$name}");
            }
        }
    }

    /** As on Windows: seen with MariaDB's lower_case_table_names = 1, which only its start can set. */
    public function testAPrefixInCapitalsFindsTablesThatTheServerKeepsInSmallLetters(): void
    {
        global $wpdb;
        add_filter('query', static fn (string $sql): string => $sql === 'SELECT @@lower_case_table_names' ? 'SELECT 1' : $sql);
        $db = new \wpdb(DB_USER, DB_PASSWORD, DB_NAME, DB_HOST);
        $db->set_prefix('XWP_');
        $wpdb->query('CREATE TABLE xwp_slides (id INT PRIMARY KEY, body TEXT)');
        $wpdb->query('CREATE TABLE xwp_posts (ID INT PRIMARY KEY, post_content TEXT)');
        try {
            $names = static fn (array $tables): array => array_values(preg_grep('/^xwp_/i', array_map(
                static fn (TextTable $table): string => "{$table->table} {$table->key}",
                $tables
            )));
            self::assertSame(['XWP_slides id'], $names((new PluginTables($db))->find(['XWP_posts' => ['post_content']])));
            self::assertSame([], $names((new PluginTables($db))->ofOtherSoftware()), 'its own');
        } finally {
            $wpdb->query('DROP TABLE xwp_slides, xwp_posts');
        }
    }

    public function testTablesOfOtherSitesInTheDatabaseAreNobodysHere(): void
    {
        global $wpdb;
        foreach (['posts', 'postmeta', 'options', 'slides'] as $name) {
            $wpdb->query("CREATE TABLE {$this->table}_{$name} (id INT PRIMARY KEY, body TEXT)");
            $wpdb->query("CREATE TABLE trial_{$name} (id INT PRIMARY KEY, body TEXT)");
        }
        $wpdb->query('CREATE TABLE trialshop_items (id INT PRIMARY KEY, body TEXT, number INT)');
        $wpdb->query("CREATE TABLE {$this->table} (id INT PRIMARY KEY, body TEXT)");
        try {
            self::assertSame(['' => [['id', ['body']]]], $this->found());
            $foreign = (new PluginTables($wpdb))->ofOtherSoftware();
            $names = array_map(static fn (TextTable $table): string => $table->table, $foreign);
            self::assertContains('trialshop_items', $names);
            self::assertSame([], preg_grep("/^trial_|^{$wpdb->prefix}/", $names), 'another site’s, or ours');
            self::assertSame([], array_filter($foreign, static fn (TextTable $table): bool => $table->leftBecause === ''));
        } finally {
            foreach (['posts', 'postmeta', 'options', 'slides'] as $name) {
                $wpdb->query("DROP TABLE {$this->table}_{$name}, trial_{$name}");
            }
            $wpdb->query('DROP TABLE trialshop_items');
        }
    }

    public function testTablesOfOursAreNoPlugins(): void
    {
        global $wpdb;
        $tables = (new PluginTables($wpdb))->find([]);
        $names = array_map(static fn (TextTable $table): string => $table->table, $tables);
        self::assertContains($wpdb->posts, $names, 'WordPress’ own are left out by who asks');
        foreach (array_keys($this->plugin->schema()->tables()) as $ours) {
            self::assertNotContains($ours, $names);
        }
    }

    public function testTheDatabasesOfOthersOnTheServerAreNotEvenLookedAt(): void
    {
        global $wpdb;
        $asked = [];
        add_filter('query', static function (string $query) use (&$asked): string {
            str_contains($query, 'information_schema') && $asked[] = $query;
            return $query;
        });
        (new PluginTables($wpdb))->find([]);
        remove_all_filters('query');
        self::assertGreaterThan(2, count($asked));
        foreach ($asked as $query) {
            $plan = array_column($wpdb->get_results("EXPLAIN {$query}"), 'Extra');
            self::assertSame([], preg_grep('/Scanned all databases/', $plan), $query); // Each table of each would be opened.
        }
    }
}
