<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * Tables as nobody would make them, each with an address of an image: it is rewritten and goes back, or stays and is listed with its
 * reason; the old file stays then, and everything else goes on.
 *
 * @group acceptance-B11
 * @group acceptance-B13
 */
final class HostileTablesTest extends ReplaceTestCase
{
    private const PLAIN = 'id INT PRIMARY KEY AUTO_INCREMENT, url TEXT';

    private int $id;
    private string $old = '';

    /** @var list<string> */
    private array $tables = [];

    protected function tearDown(): void
    {
        global $wpdb;
        parent::tearDown();
        foreach ($this->tables as $table) {
            $wpdb->query("DROP TABLE IF EXISTS `{$table}`");
        }
        $wpdb->suppress_errors(false);
    }

    /** @return iterable<string, array{string, 1?: string, 2?: string}> columns, column that names the image, the rest of the statement */
    public static function tablesToRewrite(): iterable
    {
        yield 'without a key' => ['url TEXT, n INT'];
        yield 'MyISAM' => [self::PLAIN, 'url', 'ENGINE=MyISAM'];
        yield 'Aria' => [self::PLAIN, 'url', 'ENGINE=Aria'];
        yield 'partitions' => ['id INT AUTO_INCREMENT, url TEXT, PRIMARY KEY (id)', 'url', 'PARTITION BY HASH(id) PARTITIONS 3'];
        yield 'compressed rows' => [self::PLAIN, 'url', 'ENGINE=InnoDB ROW_FORMAT=COMPRESSED'];
        yield 'computed columns' => ['id INT PRIMARY KEY AUTO_INCREMENT, url VARCHAR(255), a VARCHAR(300) AS (CONCAT("x", url)) STORED,'
            . ' b VARCHAR(255) AS (url) VIRTUAL'];
        yield 'a key that is computed' => ['url VARCHAR(255), k VARCHAR(40) AS (MD5(url)) STORED UNIQUE'];
        yield 'bytes' => ['id INT PRIMARY KEY AUTO_INCREMENT, url BLOB'];
        yield 'bytes of a length' => ['id INT PRIMARY KEY AUTO_INCREMENT, url VARBINARY(400)'];
        yield 'JSON that is checked' => ['id INT PRIMARY KEY AUTO_INCREMENT, data JSON', 'data'];
        yield 'utf16' => ['id INT PRIMARY KEY AUTO_INCREMENT, url TEXT CHARACTER SET utf16'];
        yield 'ucs2' => ['id INT PRIMARY KEY AUTO_INCREMENT, url TEXT CHARACTER SET ucs2'];
        yield 'utf8mb3 that counts every byte' => ['id INT PRIMARY KEY AUTO_INCREMENT, url TEXT CHARACTER SET utf8mb3 COLLATE utf8mb3_bin'];
        yield 'latin1' => ['id INT PRIMARY KEY AUTO_INCREMENT, url TEXT CHARACTER SET latin1 COLLATE latin1_german2_ci'];
        yield 'a column with an odd name' => ['id INT PRIMARY KEY AUTO_INCREMENT, `the 50%d url` TEXT', 'the 50%d url'];
        yield 'a word of SQL for a name' => ['`key` INT PRIMARY KEY AUTO_INCREMENT, `order` TEXT', 'order'];
        yield 'a key of bytes' => ['id BINARY(16) PRIMARY KEY DEFAULT "0123456789abcdef", url TEXT'];
        yield 'a key of a moment' => ['at DATETIME PRIMARY KEY DEFAULT NOW(), url TEXT'];
        yield 'a moment that follows' => ['id INT PRIMARY KEY AUTO_INCREMENT, url TEXT, at TIMESTAMP DEFAULT NOW() ON UPDATE NOW()'];
        yield 'a condition' => ['id INT PRIMARY KEY AUTO_INCREMENT, url VARCHAR(255), CHECK (url LIKE "http%")'];
        yield 'a table that keeps its past' => [self::PLAIN, 'url', 'WITH SYSTEM VERSIONING'];
        yield 'a column that nobody sees' => ['id INT PRIMARY KEY AUTO_INCREMENT, url TEXT INVISIBLE'];
        yield 'a column that is packed' => ['id INT PRIMARY KEY AUTO_INCREMENT, url TEXT COMPRESSED'];
        yield 'a full-text index' => ['id INT PRIMARY KEY AUTO_INCREMENT, url TEXT, FULLTEXT (url)'];
    }

    /** @dataProvider tablesToRewrite */
    public function testItIsRewrittenAndGoesBack(string $columns, string $column = 'url', string $rest = 'ENGINE=InnoDB'): void
    {
        $table = $this->table($columns, $rest);
        $this->addTheImage();
        $make = static fn (string $url): string => $column === 'data' ? "{\"u\":\"{$url}\"}" : $url;
        $this->insert($table, $column, $make($this->old));
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertSame([$make($this->url($this->id))], $this->values($table, $column));
        $this->reverted($this->id);
        self::assertSame([$make($this->old)], $this->values($table, $column));
    }

    /** @return iterable<string, array{string, string, 2?: string}> columns, reason, a trigger */
    public static function tablesToList(): iterable
    {
        yield 'a column that is too short for the new name' => ['id INT PRIMARY KEY AUTO_INCREMENT, url VARCHAR(%LENGTH%)', 'too long'];
        yield 'a list of words' => ["id INT PRIMARY KEY AUTO_INCREMENT, url ENUM('%URL%', 'other')", 'truncated'];
        yield 'a set of words' => ["id INT PRIMARY KEY AUTO_INCREMENT, url SET('%URL%', 'other')", 'truncated'];
        yield 'a condition' => ["id INT PRIMARY KEY AUTO_INCREMENT, url VARCHAR(255), CHECK (url LIKE '%%.jpg')", 'CONSTRAINT'];
        yield 'a key that is there already' => ['url VARCHAR(255) PRIMARY KEY', 'Duplicate', 'the new one is there'];
        yield 'a trigger that forbids it' => [self::PLAIN, 'read only', "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'read only'"];
        yield 'a trigger that puts it back' => [self::PLAIN, 'changes faster', 'SET NEW.url = OLD.url'];
    }

    /** @dataProvider tablesToList */
    public function testItStaysAndIsListedAndSoDoesTheFile(string $columns, string $reason, string $trigger = ''): void
    {
        $old = wp_upload_dir()['url'] . '/photo.jpg';
        $table = $this->table(strtr($columns, ['%LENGTH%' => strlen($old) + 1, '%URL%' => $old, '%%' => '%']));
        $isTwice = $trigger === 'the new one is there';
        if ($trigger !== '' && !$isTwice) {
            $this->define("CREATE TRIGGER {$table}_t BEFORE UPDATE ON {$table} FOR EACH ROW {$trigger}");
        }
        $this->addTheImage();
        self::assertSame($old, $this->old);
        $this->insert($table, 'url', $old);
        $isTwice && $this->insert($table, 'url', str_replace('photo.jpg', 'a-very-much-longer-name.webp', $old));
        $post = $this->post("<img src=\"{$this->old}\">");
        $before = $this->values($table, 'url');

        $notes = implode("\n", $this->applied($this->change($this->id, 'webp', 'A very much longer name'))->notes);

        self::assertSame($before, $this->values($table, 'url'));
        self::assertStringContainsString("{$table}.url", $notes);
        self::assertStringContainsString($reason, $notes);
        self::assertStringContainsString('still uses photo.jpg', $notes);
        self::assertFileExists(str_replace(wp_get_upload_dir()['baseurl'], wp_get_upload_dir()['basedir'], $this->old));
        self::assertStringContainsString('longer-name.webp', get_post($post)->post_content);
        $this->reverted($this->id);
        self::assertSame($before, $this->values($table, 'url'));
    }

    /** @return iterable<string, array{string, array<string, mixed>}> table, and a row of it without a value */
    public static function rowsWithoutAKey(): iterable
    {
        yield 'postmeta' => ['postmeta', ['post_id' => 1]];
        yield 'termmeta' => ['termmeta', ['term_id' => 1]];
        yield 'usermeta' => ['usermeta', ['user_id' => 1]];
        yield 'commentmeta' => ['commentmeta', ['comment_id' => 1]];
    }

    /**
     * Importers have left rows whose key is NULL; to SQL that is neither equal to a key nor different from it.
     *
     * @dataProvider rowsWithoutAKey
     * @param array<string, mixed> $row
     */
    public function testARowWhoseKeyIsNullIsReadLikeAnyOther(string $table, array $row): void
    {
        global $wpdb;
        $this->addTheImage();
        $made = $wpdb->insert($wpdb->{$table}, $row + ['meta_key' => null, 'meta_value' => "see {$this->old}"]);
        self::assertSame(1, $made, $wpdb->last_error);
        $value = static fn (): string => (string) $wpdb->get_var("SELECT meta_value FROM {$wpdb->{$table}} WHERE meta_key IS NULL");
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertSame("see {$this->url($this->id)}", $value());
        $this->reverted($this->id);
        self::assertSame("see {$this->old}", $value());
    }

    /** Somebody's plugin has added columns to WordPress' own tables, and WordPress' own are what they were. */
    public function testAColumnThatAPluginAddedToATableOfWordPressIsRewritten(): void
    {
        global $wpdb;
        $this->define("ALTER TABLE {$wpdb->terms} ADD COLUMN banner TEXT, ADD COLUMN note VARCHAR(10)");
        try {
            $this->addTheImage();
            $name = (string) $wpdb->get_var("SELECT name FROM {$wpdb->terms} WHERE term_id = 1");
            $wpdb->update($wpdb->terms, ['banner' => (string) wp_json_encode(['src' => $this->old])], ['term_id' => 1]);
            self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
            self::assertSame(wp_json_encode(['src' => $this->url($this->id)]), $this->values($wpdb->terms, 'banner')[0]);
            $this->reverted($this->id);
            self::assertSame(wp_json_encode(['src' => $this->old]), $this->values($wpdb->terms, 'banner')[0]);
            self::assertSame($name, $this->values($wpdb->terms, 'name')[0]);
        } finally {
            $this->define("ALTER TABLE {$wpdb->terms} DROP COLUMN banner, DROP COLUMN note");
        }
    }

    public function testAViewIsWhatItsTableIs(): void
    {
        $table = $this->table(self::PLAIN);
        $this->define("CREATE OR REPLACE VIEW {$table}_view AS SELECT CONCAT('see ', url) AS words FROM {$table}");
        $this->addTheImage();
        $this->insert($table, 'url', $this->old);
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertSame(["see {$this->url($this->id)}"], $this->values("{$table}_view", 'words'));
        $this->reverted($this->id);
        self::assertSame(["see {$this->old}"], $this->values("{$table}_view", 'words'));
        $this->define("DROP VIEW {$table}_view");
    }

    public function testWhatOtherSoftwareKeepsInTheDatabaseIsListedAndNotTouched(): void
    {
        $this->tables[] = 'acmeshop_products';
        $this->define('CREATE OR REPLACE TABLE acmeshop_products (id INT PRIMARY KEY AUTO_INCREMENT, url TEXT) ENGINE=InnoDB');
        $this->addTheImage();
        $this->insert('acmeshop_products', 'url', $this->old);
        $this->insert('acmeshop_products', 'url', 'https://elsewhere.example/photo.jpg');
        $notes = $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes;
        self::assertCount(1, $notes);
        self::assertStringContainsString('acmeshop_products.url 1 still uses photo.jpg', $notes[0]);
        self::assertSame($this->old, $this->values('acmeshop_products', 'url')[0]);
        $this->reverted($this->id);
    }

    /** A user of the database who may not read everything, or a table that is damaged. */
    public function testATableThatCannotBeReadKeepsTheOldFilesAndIsListed(): void
    {
        global $wpdb;
        $table = $this->table(self::PLAIN);
        $lower = $this->table(self::PLAIN);
        $this->define("CREATE OR REPLACE VIEW {$lower}_v AS SELECT * FROM {$lower}");
        $this->define("DROP TABLE {$lower}");
        $this->addTheImage();
        $this->insert($table, 'url', $this->old);
        add_filter('picture_optimizer_reference_tables', static fn (): array => [
            ['table' => "{$lower}_v", 'key' => 'id', 'columns' => ['url']], // A view whose table is gone: every read is an error.
            ['table' => "{$wpdb->prefix}is_not_there", 'key' => 'id', 'columns' => ['url']],
        ]);
        $outcome = $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $notes = implode("\n", $outcome->notes);
        self::assertStringContainsString("{$lower}_v can’t be read", $notes);
        self::assertStringContainsString('whether it uses photo.jpg', $notes);
        self::assertStringNotContainsString('is_not_there', $notes);
        self::assertFileExists(str_replace(wp_get_upload_dir()['baseurl'], wp_get_upload_dir()['basedir'], $this->old));
        self::assertSame([$this->url($this->id)], $this->values($table, 'url'), 'all others are rewritten');
        $this->reverted($this->id);
        $this->define("DROP VIEW {$lower}_v");
    }

    /** What is to be put back when a test ends begins behind the last table: to make one ends a transaction. */
    private function define(string $sql): void
    {
        global $wpdb;
        $wpdb->query('ROLLBACK');
        self::assertNotFalse($wpdb->query($sql), $wpdb->last_error);
        $wpdb->query('START TRANSACTION');
        wp_cache_flush();
    }

    private function addTheImage(): void
    {
        $this->id = $this->addPicture('photo.jpg', 500, 400);
        $this->old = $this->url($this->id);
    }

    private function table(string $columns, string $rest = 'ENGINE=InnoDB'): string
    {
        global $wpdb;
        $this->tables[] = $table = "{$wpdb->prefix}hostile_" . count($this->tables);
        $this->define("CREATE OR REPLACE TABLE `{$table}` ({$columns}) {$rest}");
        return $table;
    }

    private function insert(string $table, string $column, string $value): void
    {
        global $wpdb;
        $value = esc_sql($value);
        self::assertSame(1, $wpdb->query("INSERT INTO `{$table}` (`{$column}`) VALUES ('{$value}')"), $wpdb->last_error);
    }

    /** @return list<string> */
    private function values(string $table, string $column): array
    {
        global $wpdb;
        return $wpdb->get_col("SELECT `{$column}` FROM `{$table}`");
    }
}
