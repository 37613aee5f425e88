<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\Database\Schema;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Tests\Process;
use PictureOptimizer\Tests\TestCase;

/** Tables are made and changed when the plugin's are other ones than the site has, and never for a visitor. */
final class TablesOfOursTest extends TestCase
{
    /** @var list<string> statements that would change tables */
    private array $changes = [];

    private function schema(string $columns = "id bigint(20) NOT NULL,\nPRIMARY KEY  (id)"): Schema
    {
        // What a change of a table is about is what is asked here; carried out it would end the transaction.
        add_filter('query', function (string $query): string {
            if (preg_match('/^\s*(CREATE|ALTER|DROP) /i', $query)) {
                $this->changes[] = (string) preg_replace('/\s+/', ' ', trim($query));
                return 'DO 1';
            }
            return $query;
        });
        return new Schema(
            $this->plugin->db(),
            static fn (): array => [['a_test' => $columns], ['another' => "  {$columns}  "]],
            static fn (): array => ['picture_optimizer_for_screens', 'picture_optimizer_of_old'],
        );
    }

    public function testTablesHaveThePrefixOfTheSite(): void
    {
        $prefix = $this->plugin->db()->prefix;
        self::assertSame(["{$prefix}picopt_a_test", "{$prefix}picopt_another"], array_keys($this->schema()->tables()));
        self::assertSame(...array_values($this->schema()->tables()));
    }

    public function testTablesAreMadeOnceAndMadeAgainWhenTheyChange(): void
    {
        set_current_screen('dashboard');
        $schema = $this->schema();
        $schema->installWhenChanged();
        self::assertCount(2, $this->changes);
        self::assertStringContainsString('ENGINE=InnoDB', $this->changes[0]);
        $schema->installWhenChanged();
        self::assertCount(2, $this->changes, 'nothing changed');
        $this->schema("id bigint(20) NOT NULL,\nword varchar(20) NOT NULL DEFAULT '',\nPRIMARY KEY  (id)")->installWhenChanged();
        self::assertCount(4, $this->changes);
        set_current_screen('front');
    }

    public function testACopyOfTheSiteMakesTablesThatDidNotComeAlong(): void
    {
        set_current_screen('dashboard');
        $this->schema()->installWhenChanged();
        $this->changes = [];
        update_option('home', 'https://staging.example.test');
        $this->schema()->installWhenChanged();
        self::assertNotSame([], $this->changes);
        set_current_screen('front');
    }

    public function testTheDashboardComesWithoutATable(): void
    {
        $db = $this->plugin->db();
        $prefix = $db->prefix;
        $quiet = $db->suppress_errors(true);
        try {
            $db->prefix = 'nowhere_';
            self::assertSame(['saved' => 0, 'optimized' => 0], (new PictureStore($db))->totals());
        } finally {
            $db->prefix = $prefix;
            $db->suppress_errors($quiet);
        }
    }

    public function testAVisitorChangesNothing(): void
    {
        set_current_screen('front');
        $this->schema()->installWhenChanged();
        self::assertSame([], $this->changes);
    }

    /** An open tab asks by REST right after a deployment: the new version must not work with the tables of the one before. */
    public function testARequestForRestBringsTheTablesUpToDate(): void
    {
        $code = static fn (string $before): string => "update_option('picture_optimizer_schema', 'of yesterday'); {$before}"
            . "rest_get_server(); echo get_option('picture_optimizer_schema') === 'of yesterday' ? 'old' : 'new';";
        self::assertSame('old', (new Process($code('')))->output(), 'a page that a visitor looks at');
        self::assertSame('new', (new Process($code("define('REST_REQUEST', true);")))->output());
    }

    public function testTheVersionIsLoadedWithEveryPageSoThatItCostsNoQuery(): void
    {
        $this->schema()->install();
        self::assertArrayHasKey(Schema::OPTION, wp_load_alloptions(true));
    }

    public function testOptionsOfScreensAreLoadedWithEveryPageAndKeepWhatTheyHold(): void
    {
        add_option('picture_optimizer_of_old', ['kept' => 1], '', false);
        $this->schema()->install();
        $loaded = wp_load_alloptions(true);
        self::assertSame(serialize(['kept' => 1]), $loaded['picture_optimizer_of_old']);
        self::assertArrayHasKey('picture_optimizer_for_screens', $loaded, 'one that does not exist yet');
    }

    public function testRemovingTakesTablesAndVersion(): void
    {
        $schema = $this->schema();
        $schema->install();
        $this->changes = [];
        $schema->drop();
        $prefix = $this->plugin->db()->prefix;
        self::assertSame(["DROP TABLE IF EXISTS `{$prefix}picopt_a_test`",
            "DROP TABLE IF EXISTS `{$prefix}picopt_another`"], $this->changes);
        self::assertFalse(get_option(Schema::OPTION));
    }

    public function testEveryTableOfThePluginIsThereWithItsColumns(): void
    {
        $db = $this->plugin->db();
        foreach ($this->plugin->schema()->tables() as $table => $definition) {
            $types = 'bigint|int|tinyint|varchar|char|text|longtext|datetime|float|double';
            preg_match_all("/^\s*([a-z_0-9]+) (?:{$types})/m", $definition, $wanted);
            $there = $db->get_col("SHOW COLUMNS FROM {$table}");
            self::assertNotSame([], $wanted[1], $table);
            self::assertSame([], array_diff($wanted[1], $there), $table);
        }
    }
}
