<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Delivery\SocialImages;

/** Where a site keeps text that can name pictures. */
final class Tables
{
    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * All core tables of the current site with those that a network shares. Filter `picture_optimizer_reference_tables` adds a
     * plugin's own: list of arrays with "table", "key" (its primary key) and "columns".
     *
     * The guid is no reference: it names a post for feed readers and never changes.
     *
     * @return list<TextTable>
     */
    public function all(): array
    {
        $db = $this->db;
        $ownMeta = "meta_key NOT IN ('_wp_attached_file', '_wp_attachment_metadata', '_wp_attachment_backup_sizes')";
        $social = "'" . implode("', '", SocialImages::META_KEYS) . "'";
        $tables = [
            new TextTable($db->posts, 'ID', ['post_content', 'post_excerpt', 'post_title', 'post_content_filtered'], post: 'ID'),
            new TextTable($db->postmeta, 'meta_id', ['meta_value'], "{$ownMeta} AND meta_key NOT IN ({$social})", 'post_id'),
            new TextTable($db->postmeta, 'meta_id', ['meta_value'], "meta_key IN ({$social})", 'post_id', social: true),
            new TextTable($db->options, 'option_id', ['option_value'], "option_name NOT LIKE 'picture\\_optimizer\\_%'"),
            new TextTable($db->termmeta, 'meta_id', ['meta_value']),
            new TextTable($db->term_taxonomy, 'term_taxonomy_id', ['description']),
            new TextTable($db->comments, 'comment_ID', ['comment_content', 'comment_author_url'], post: 'comment_post_ID'),
            new TextTable($db->commentmeta, 'meta_id', ['meta_value']),
            new TextTable($db->usermeta, 'umeta_id', ['meta_value'], "meta_key <> 'session_tokens'"),
            new TextTable($db->users, 'ID', ['user_url']),
            new TextTable($db->links, 'link_id', ['link_url', 'link_image', 'link_description', 'link_notes', 'link_rss']),
        ];
        if (is_multisite()) {
            $tables[] = new TextTable($db->sitemeta, 'meta_id', ['meta_value']);
        }
        return [...$tables, ...$this->fromFilter()];
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
