<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

use PictureOptimizer\Hooks;
use PictureOptimizer\Pause;
use PictureOptimizer\Sites;
use PictureOptimizer\Version;

/**
 * Makes and removes the plugin's tables, and has its options read as they should be. A room that keeps tables lists them in a
 * `Schema` class of its own: `tables()` gives the columns and keys (as dbDelta() wants them) by table name without prefix.
 */
final class Schema
{
    /** Says which tables a site has. */
    public const OPTION = 'picture_optimizer_schema';

    /** How long somebody waits for another request that changes tables. */
    private const PATIENCE_SECONDS = 10;

    /**
     * @param \Closure(): list<array<string, string>> $parts the tables of each room that keeps some
     * @param \Closure(): list<string> $options names of those that every screen reads: they come with WordPress' own, without a query
     */
    public function __construct(
        private readonly \wpdb $db,
        private readonly \Closure $parts,
        private readonly \Closure $options,
    ) {
    }

    /** Whether there are tables: code of one site can switch to another of the network, which never used the plugin. */
    public static function isHere(): bool
    {
        return !Sites::isSwitched() || get_option(self::OPTION, '') !== '';
    }

    public function register(): void
    {
        add_action('init', $this->installWhenChanged(...), 0);
        // At `init` nobody knows yet that a request is one for REST: an open tab must not work with the tables of the version before.
        add_action('rest_api_init', $this->installWhenChanged(...), 0);
        add_action('wp_initialize_site', $this->installOnNewSite(...), 900);
        add_filter('wpmu_drop_tables', Hooks::onArrays($this->addToDroppedTables(...)), 10, 2);
    }

    /** Costs who only looks at a page nothing: the version is an autoloaded option, and tables are changed when somebody does something. */
    public function installWhenChanged(): void
    {
        if (!self::isVisit() && $this->isToChange()) {
            $this->installAlone();
        }
    }

    private static function isVisit(): bool
    {
        return !is_admin() && !wp_doing_cron() && !(defined('WP_CLI') && WP_CLI) && !defined('REST_REQUEST')
            && in_array($_SERVER['REQUEST_METHOD'] ?? 'GET', ['GET', 'HEAD'], true);
    }

    /**
     * For what a visit asks of a table: between an update of the plugin's files and the first request behind the scenes a column can be
     * missing that this version reads.
     */
    public function makeSure(): void
    {
        $this->isToChange() && $this->installAlone();
    }

    private function isToChange(): bool
    {
        return strtok((string) get_option(self::OPTION), ' ') !== $this->version() && !self::isOfNewer();
    }

    /** A newer version has made the tables, and was put back to this one. */
    private static function isOfNewer(): bool
    {
        return version_compare(explode(' ', get_option(self::OPTION) . ' ')[1], Version::NUMBER, '>');
    }

    /** After an update, an open tab, WP-Cron and a person come at the same moment; two that change a table get in each other's way. */
    private function installAlone(): void
    {
        require_once ABSPATH . 'wp-admin/includes/class-wp-upgrader.php';
        if (\WP_Upgrader::create_lock(self::OPTION, MINUTE_IN_SECONDS)) {
            $this->install();
            \WP_Upgrader::release_lock(self::OPTION);
            return;
        }
        for ($until = microtime(true) + self::PATIENCE_SECONDS; $this->isToChange() && microtime(true) < $until;) {
            Pause::seconds(0.2);
            wp_cache_delete('alloptions', 'options');
        }
    }

    /** What a newer version has made serves this one as well: its columns are not made narrower again, and what is in them not cut off. */
    public function install(): void
    {
        require_once ABSPATH . 'wp-admin/includes/upgrade.php';
        $isOfNewer = self::isOfNewer();
        foreach ($this->tables() as $name => $columns) {
            if (!$isOfNewer || !$this->exists($name)) {
                dbDelta("CREATE TABLE {$name} (\n{$columns}\n) ENGINE=InnoDB {$this->db->get_charset_collate()};");
            }
        }
        foreach (($this->options)() as $name) {
            add_option($name, [], '', true); // One that does not exist is looked for on every page.
        }
        wp_set_options_autoload(($this->options)(), true);
        $isOfNewer || update_option(self::OPTION, $this->version() . ' ' . Version::NUMBER, true);
    }

    /** @return bool Whether a table is as this version wants it: the database's user may be allowed to write rows only. */
    public function isComplete(string $table): bool
    {
        require_once ABSPATH . 'wp-admin/includes/upgrade.php';
        return self::isOfNewer() || dbDelta("CREATE TABLE {$table} (\n{$this->tables()[$table]}\n);", false) === [];
    }

    private function exists(string $table): bool
    {
        return $this->db->get_var($this->db->prepare('SHOW TABLES LIKE %s', $this->db->esc_like($table))) !== null;
    }

    /** Removes the tables of the current site. */
    public function drop(): void
    {
        foreach (array_keys($this->tables()) as $name) {
            $this->db->query("DROP TABLE IF EXISTS `{$name}`");
        }
        delete_option(self::OPTION);
    }

    /** @return array<string, string> columns and keys by full table name, for the current site */
    public function tables(): array
    {
        $tables = [];
        foreach (array_merge(...($this->parts)()) as $name => $columns) {
            $tables["{$this->db->prefix}picopt_{$name}"] = trim($columns);
        }
        return $tables;
    }

    private function installOnNewSite(\WP_Site $site): void
    {
        require_once ABSPATH . 'wp-admin/includes/plugin.php';
        if (!is_plugin_active_for_network('picture-optimizer/picture-optimizer.php')) {
            return;
        }
        switch_to_blog((int) $site->blog_id);
        $this->install();
        restore_current_blog();
    }

    /**
     * WordPress asks for the tables of a site that is being deleted.
     *
     * @param string[] $dropped
     * @return string[]
     */
    private function addToDroppedTables(array $dropped, int $siteId): array
    {
        switch_to_blog($siteId);
        $ours = array_keys($this->tables());
        restore_current_blog();
        return array_merge($dropped, $ours);
    }

    /**
     * Changes whenever a table or an option does, so that nobody can forget to raise a number; and in a copy of the site, which may
     * have come without tables that its tool did not know.
     */
    private function version(): string
    {
        // As it is stored: plugins of languages and domains have it differ by request. Some object caches hold a part of the options only.
        $home = wp_load_alloptions()['home']
            ?? $this->db->get_var("SELECT option_value FROM {$this->db->options} WHERE option_name = 'home'");
        return md5(serialize([($this->parts)(), ($this->options)(), $this->db->dbname, $home]));
    }
}
