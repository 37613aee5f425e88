<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Where a site keeps text that can name pictures. */
final class Tables
{
    /** Text of WordPress' own tables that names no file; what else is found in them, somebody has added. */
    private const OF_WORDPRESS = [
        'guid', 'post_name', 'post_password', 'post_status', 'post_type', 'post_mime_type', 'comment_status', 'ping_status',
        'meta_key', 'option_name', 'autoload', 'name', 'slug', 'taxonomy', 'link_name', 'link_target', 'link_visible', 'link_rel',
        'comment_author', 'comment_author_email', 'comment_author_IP', 'comment_approved', 'comment_agent', 'comment_type',
        'user_login', 'user_pass', 'user_nicename', 'user_email', 'user_activation_key', 'display_name',
        'domain', 'path', 'email', 'IP', 'db_version', 'activation_key',
    ];

    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * All core tables of the current site and, in a network, of the others, with those that all share; tables of SEO plugins that
     * name pictures; what plugins made. Filter `picture_optimizer_reference_tables` adds
     * others: list of arrays with "table", "key" (its primary key) and "columns".
     *
     * The guid is no reference: it names a post for feed readers and never changes.
     *
     * @return list<TextTable>
     */
    public function all(): array
    {
        $db = $this->db;
        $tables = $this->ofSite(get_current_blog_id());
        foreach (Network::otherSites() as $site) {
            array_push($tables, ...$this->ofSite($site));
        }
        array_push(
            $tables,
            new TextTable($db->usermeta, 'umeta_id', ['meta_value'], "COALESCE(meta_key, '') <> 'session_tokens'"),
            new TextTable($db->users, 'ID', ['user_url'])
        );
        if (is_multisite()) {
            array_push($tables, ...(new TextTable($db->sitemeta, 'meta_id', ['meta_value']))->split('meta_key', Audiences::options()));
            $tables[] = new TextTable($db->blogmeta, 'meta_id', ['meta_value']);
        }
        $tables = [...$tables, ...$this->ofSeoPlugins(), ...$this->fromFilter()];
        return [...$tables, ...$this->ofPlugins($tables)];
    }

    /** @return list<TextTable> What is read and never changed: of other software in the same database, and what is scheduled. */
    public function leftAlone(): array
    {
        return [...ScheduledTasks::of($this->db, $this->columnsOf(...)), ...(new PluginTables($this->db))->ofOtherSoftware()];
    }

    /** @return list<TextTable> Where images stand with words around them. */
    public function content(): array
    {
        $db = $this->db;
        return [
            new TextTable($db->posts, 'ID', ['post_content'], "post_type NOT IN ('revision', 'attachment')", 'ID'),
            new TextTable($db->postmeta, 'meta_id', ['meta_value'], "COALESCE(meta_key, '') NOT LIKE '\\_wp\\_attach%'", 'post_id'),
            new TextTable($db->options, 'option_id', ['option_value'], "option_name LIKE 'widget\\_%'"),
        ];
    }

    /**
     * @param list<TextTable> $known
     * @return list<TextTable>
     */
    private function ofPlugins(array $known): array
    {
        $columns = array_fill_keys(array_values($this->db->tables('all')), self::OF_WORDPRESS);
        foreach ($known as $table) {
            $columns[$table->table] = [...($columns[$table->table] ?? []), ...$table->columns];
        }
        return (new PluginTables($this->db))->find($columns);
    }

    /** @return list<TextTable> */
    private function ofSite(int $site): array
    {
        $name = $this->db->tables('blog', true, $site);
        // What describes an image names its own files; a video's metadata can name an image, and so can an attachment without a file,
        // whose address stands in the place of its path (Featured Image from URL).
        // A key can be NULL, as some importers leave it; nothing is equal to that, nor different from it.
        $records = "'" . implode("', '", RecordTables::META) . "'";
        $meta = "(COALESCE(meta_key, '') NOT IN ('_wp_attached_file', '_wp_attachment_metadata', '_wp_attachment_backup_sizes', {$records})"
            . " OR (meta_key = '_wp_attached_file' AND meta_value LIKE '%://%')"
            . " OR (meta_key = '_wp_attachment_metadata' AND EXISTS (SELECT 1 FROM `{$name['posts']}` o"
            . " WHERE o.ID = post_id AND o.post_mime_type NOT LIKE 'image/%')))";
        $ours = "option_name NOT LIKE 'picture\\_optimizer\\_%' AND option_name <> 'cron'";
        $posts = new TextTable(
            $name['posts'],
            'ID',
            ['post_content', 'post_excerpt', 'post_title', 'post_content_filtered', 'to_ping', 'pinged'],
            post: 'ID'
        );
        return [
            ...$posts->split('post_type', Audiences::postTypes()),
            ...(new TextTable($name['postmeta'], 'meta_id', ['meta_value'], $meta, 'post_id'))->split('meta_key', Audiences::metaKeys()),
            ...(new TextTable($name['options'], 'option_id', ['option_value'], $ours))->split('option_name', Audiences::options()),
            ...(new TextTable($name['termmeta'], 'meta_id', ['meta_value']))->split('meta_key', Audiences::metaKeys()),
            new TextTable($name['terms'], 'term_id', ['name']),
            new TextTable($name['term_taxonomy'], 'term_taxonomy_id', ['description']),
            new TextTable($name['comments'], 'comment_ID', ['comment_content', 'comment_author_url'], post: 'comment_post_ID'),
            new TextTable($name['commentmeta'], 'meta_id', ['meta_value']),
            new TextTable(
                $name['links'],
                'link_id',
                ['link_url', 'link_image', 'link_description', 'link_notes', 'link_rss']
            ),
        ];
    }

    /**
     * Where SEO plugins keep URLs of pictures in tables of their own, as far as the site has them.
     *
     * @return list<TextTable>
     */
    private function ofSeoPlugins(): array
    {
        $tables = [];
        foreach (SocialPlaces::TABLES as $name => [$key, $columns]) {
            $there = $this->columnsOf($this->db->prefix . $name);
            $columns = array_values(array_intersect($columns, $there));
            if ($columns !== [] && in_array($key, $there, true)) {
                $tables[] = new TextTable($this->db->prefix . $name, $key, $columns, audience: Audience::Networks);
            }
        }
        return $tables;
    }

    /** @return list<string> none where there is no such table */
    private function columnsOf(string $table): array
    {
        return $this->db->get_col($this->db->prepare(
            'SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = %s',
            $table
        ));
    }

    /** @return list<TextTable> */
    private function fromFilter(): array
    {
        $tables = [];
        foreach ((array) apply_filters('picture_optimizer_reference_tables', []) as $table) {
            $names = [$table['table'] ?? '', $table['key'] ?? '', ...($table['columns'] ?? [])];
            if (preg_grep('/^[A-Za-z0-9_$]+$/', $names, PREG_GREP_INVERT) === [] && count($names) > 2) {
                $tables[] = new TextTable($names[0], $names[1], array_slice($names, 2));
            }
        }
        return $tables;
    }
}
