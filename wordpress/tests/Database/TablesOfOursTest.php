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
    /** Columns without a default, which no other may join. */
    private const FIRST = 'jobs.state jobs.source jobs.pipeline jobs.settings jobs.message jobs.created_by jobs.created_at '
        . 'jobs.updated_at items.job_id items.attachment_id items.pipeline items.state items.reason items.result '
        . 'items.updated_at lessons.attachment_id lessons.field lessons.kind lessons.text_before lessons.text_after '
        . 'lessons.created_at events.attachment_id events.kind events.text_before events.text_after events.at '
        . 'pictures.attachment_id pictures.status pictures.written pictures.reason pictures.updated_at '
        . 'replacements.attachment_id replacements.state replacements.step replacements.token replacements.plan '
        . 'replacements.outcome replacements.created_at replacements.updated_at journal.replacement_id journal.step '
        . 'journal.token journal.at changes.replacement_id changes.attachment_id changes.tbl changes.key_column '
        . 'changes.pk changes.col changes.kind changes.hash_before changes.hash_after changes.edits changes.state '
        . 'fence.id fence.token fence.connection fence.expires redirects.path_hash redirects.lower_hash redirects.path '
        . 'redirects.attachment_id redirects.size redirects.created_at audit.attachment_id';

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

    /** A form of the site's pages uploads an image, a comment is sent: they write, and have no time to be asked for twice. */
    public function testWhoSendsSomethingIsNoVisitorWhoLooks(): void
    {
        set_current_screen('front');
        foreach (['HEAD' => 0, 'GET' => 0, 'POST' => 2] as $method => $changes) {
            $_SERVER['REQUEST_METHOD'] = $method;
            $this->schema()->installWhenChanged();
            self::assertCount($changes, $this->changes, $method);
        }
        unset($_SERVER['REQUEST_METHOD']);
    }

    /** The plugin was put back to this version: a wider column would be made narrower, and what is in it cut off. */
    public function testTablesOfANewerVersionAreLeftAsTheyAre(): void
    {
        set_current_screen('dashboard');
        update_option(Schema::OPTION, 'others 99.0.0');
        $this->schema()->installWhenChanged();
        $this->schema()->makeSure();
        self::assertSame([], $this->changes);
        $this->schema()->install();
        self::assertCount(2, $this->changes, 'those that are missing are made');
        self::assertSame('others 99.0.0', get_option(Schema::OPTION));

        $db = $this->plugin->db();
        $table = "{$db->prefix}picopt_jobs";
        $this->changes = [];
        $ofNewer = static fn (): array => [['jobs' => "id bigint(20) NOT NULL,\nstate varchar(9) NOT NULL,\nPRIMARY KEY  (id)"]];
        (new Schema($db, $ofNewer, static fn (): array => []))->install();
        self::assertSame([], $this->changes, $table);
        update_option(Schema::OPTION, 'others 0.0.1');
        (new Schema($db, $ofNewer, static fn (): array => []))->install();
        self::assertNotSame([], $this->changes, 'those of an older one are brought up to date');
        set_current_screen('front');
    }

    /** An open tab, WP-Cron and a person come at once: two that change a table get in each other's way, and both say so in the log. */
    public function testTwoRequestsDoNotChangeTheTablesAtOnce(): void
    {
        require_once ABSPATH . 'wp-admin/includes/class-wp-upgrader.php';
        set_current_screen('dashboard');
        $schema = $this->schema();
        $schema->install();
        $current = (string) get_option(Schema::OPTION);
        update_option(Schema::OPTION, 'of yesterday');
        $this->changes = [];
        self::assertTrue(\WP_Upgrader::create_lock(Schema::OPTION));
        $asked = 0;
        add_filter('option_' . Schema::OPTION, static function (mixed $now) use (&$asked, $current): mixed {
            return ++$asked > 6 ? $current : $now; // The other one is ready.
        });
        $schema->installWhenChanged();
        self::assertSame([], $this->changes, 'the other one does it');
        self::assertGreaterThan(6, $asked, 'and this one waits for it');
        \WP_Upgrader::release_lock(Schema::OPTION);
        set_current_screen('front');
    }

    /** The plugin's files are new, nobody has been behind the scenes yet, and a page looks an image up by its file. */
    public function testAVisitorsLookupWorksWithTheTablesOfBefore(): void
    {
        $table = "{$this->plugin->db()->prefix}picopt_redirects";
        $looks = "get_posts(['post_type' => 'attachment', 'post_status' => 'any', 'meta_query' =>"
            . " [['key' => '_wp_attached_file', 'value' => '2020/01/former.jpg']]]);";
        $output = (new Process(
            "\$GLOBALS['wpdb']->query('ALTER TABLE {$table} DROP COLUMN name_hash');"
            . "update_option('picture_optimizer_schema', 'of yesterday'); \$GLOBALS['wpdb']->suppress_errors(); {$looks}"
            . "echo wp_json_encode([\$GLOBALS['EZSQL_ERROR'] ?? [], \$GLOBALS['wpdb']->get_col('SHOW COLUMNS FROM {$table}')]);"
        ))->output();
        [$errors, $columns] = json_decode($output, true);
        self::assertSame([], $errors);
        self::assertContains('name_hash', $columns);
    }

    /** A version that is older than a column does not fill it, when the plugin is put back to that one. */
    public function testAColumnThatIsNewerThanTheFirstTablesHasADefault(): void
    {
        $without = [];
        foreach ($this->plugin->schema()->tables() as $table => $definition) {
            preg_match_all('/^\s*([a-z_0-9]+) [a-z]+[^,]* NOT NULL(?! AUTO_INCREMENT| DEFAULT)/m', $definition, $found);
            $name = substr($table, strpos($table, 'picopt_') + 7);
            array_push($without, ...array_map(static fn (string $column): string => "{$name}.{$column}", $found[1]));
        }
        self::assertSame(self::FIRST, implode(' ', $without));
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
