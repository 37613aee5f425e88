<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

/** What a page wants to be found for, as its SEO plugin keeps it. */
final class FocusKeyword
{
    /** Yoast SEO, Rank Math, SEOPress; several are separated by commas, the first is the main one. */
    private const META = ['_yoast_wpseo_focuskw', 'rank_math_focus_keyword', '_seopress_analysis_target_kw'];

    public function __construct(private readonly \wpdb $db)
    {
    }

    public function of(int $postId): string
    {
        foreach (self::META as $key) {
            $first = trim(explode(',', (string) get_post_meta($postId, $key, true))[0]);
            if ($first !== '') {
                return Plain::text($first, 100);
            }
        }
        return $this->ofAllInOne($postId);
    }

    /** All in One SEO has a table of its own. */
    private function ofAllInOne(int $postId): string
    {
        $table = "{$this->db->prefix}aioseo_posts";
        if ($this->db->get_var($this->db->prepare('SHOW TABLES LIKE %s', $this->db->esc_like($table))) === null) {
            return '';
        }
        $json = (string) $this->db->get_var(
            $this->db->prepare("SELECT keyphrases FROM {$table} WHERE post_id = %d", $postId)
        );
        $keyphrases = json_decode($json, true);
        $focus = is_array($keyphrases) ? $keyphrases['focus']['keyphrase'] ?? '' : '';
        return is_string($focus) ? Plain::text($focus, 100) : '';
    }
}
