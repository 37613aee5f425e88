<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

/** What is known of an image that is used nowhere yet: its folder in the Media Library, and what was uploaded with it. */
final class Neighbors
{
    /** Taxonomies of plugins that sort the Media Library into folders. */
    private const FOLDERS = ['media_folder', 'wpmf-category', 'happyfiles_category', 'attachment_category'];

    /** Uploads of one person within these seconds are one upload. */
    private const SECONDS = 10 * MINUTE_IN_SECONDS;

    private const MOST = 10;

    public function __construct(private readonly \wpdb $db)
    {
    }

    public static function folder(int $attachmentId): string
    {
        foreach (array_filter(self::FOLDERS, taxonomy_exists(...)) as $taxonomy) {
            $terms = get_the_terms($attachmentId, $taxonomy);
            if (is_array($terms) && $terms !== []) {
                return Plain::text($terms[0]->name, 300);
            }
        }
        return '';
    }

    /** @return list<string> titles of images of the same upload, nearest first */
    public function of(int $attachmentId): array
    {
        $post = get_post($attachmentId);
        if (!$post instanceof \WP_Post) {
            return [];
        }
        $titles = $this->db->get_col($this->db->prepare(
            "SELECT post_title FROM {$this->db->posts}"
                . " WHERE post_type = 'attachment' AND post_status = 'inherit' AND post_mime_type LIKE %s"
                . ' AND post_author = %d AND ID <> %d AND post_title <> %s'
                . ' AND post_date BETWEEN %s - INTERVAL %d SECOND AND %s + INTERVAL %d SECOND'
                . ' ORDER BY ABS(CAST(ID AS SIGNED) - %d) LIMIT %d',
            'image/%',
            $post->post_author,
            $attachmentId,
            $post->post_title,
            $post->post_date,
            self::SECONDS,
            $post->post_date,
            self::SECONDS,
            $attachmentId,
            self::MOST
        ));
        return array_map(static fn (string $title): string => Plain::text($title, 300), array_values(array_unique($titles)));
    }
}
