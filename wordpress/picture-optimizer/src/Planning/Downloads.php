<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

/**
 * Finds the images that a shop or a download plugin gives to its customers, by what products keep about their downloads: file
 * names in any spelling, or the id of an attachment.
 */
final class Downloads
{
    /** Keys of WooCommerce (`_downloadable_files`), Easy Digital Downloads (`edd_download_files`) and their kin. */
    private const KEYS = '/downloadable|download[_-]?(?:file|url|link|path|attachment|upload|source|media)|^__wpdm_files$'
        . '|^_?sell_media|^_da_attachments$/i';

    /** Post types that are downloads, and what of their meta is the file: their covers and pages are images like any other. */
    private const TYPES = '/download|^wpdmpro$|^mpdl-file$|^sell_media_item$/i';
    private const KEYS_OF_TYPES = '/^(?!_wp_|_thumbnail).*(?:file|upload|url|attach|path|source)/i';

    /** An attachment's id in JSON or serialized data: "attachment_id":12, s:13:"attachment_id";i:12; */
    private const BY_ID = '/(?:attachment|file|media|image)_?id\\\\?"(?:;|\s*:)\s*(?:i:|s:\d+:)?\\\\?"?(\d+)/i';

    /** Rows that are read at once. */
    private const CHUNK = 1000;

    /** @var array<string, bool>|null Keys of this site's meta that hold downloads, and whether only those of downloads do; read once. */
    private ?array $keys = null;

    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * @param list<int> $attachmentIds
     * @return array<int, string> the title of what gives the file away, by attachment
     */
    public function naming(array $attachmentIds): array
    {
        $names = new DownloadNames($attachmentIds);
        $wanted = array_flip($attachmentIds);
        $named = [];
        foreach ($this->values() as [$post, $value]) {
            foreach ([...$names->in($value), ...self::byId($value)] as $id) {
                isset($wanted[$id]) && $named[$id] ??= (int) $post;
            }
        }
        return array_map(static fn (int $post): string => get_the_title($post) ?: "#{$post}", $named);
    }

    /** @return list<int> */
    private static function byId(string $value): array
    {
        if (ctype_digit($value)) {
            return [(int) $value];
        }
        preg_match_all(self::BY_ID, $value, $matches);
        return array_map(intval(...), $matches[1]);
    }

    /** @return iterable<array{string, string}> post and value, of all that products and downloads keep about their files */
    private function values(): iterable
    {
        $keys = $this->keys();
        if ($keys === []) {
            return;
        }
        $marks = implode(',', array_fill(0, count($keys), '%s'));
        $last = 0;
        do {
            $rows = $this->db->get_results($this->db->prepare(
                "SELECT m.meta_id, m.post_id, m.meta_value, m.meta_key, p.post_type FROM {$this->db->postmeta} m"
                    . " JOIN {$this->db->posts} p ON p.ID = m.post_id WHERE m.meta_key IN ({$marks}) AND m.meta_id > %d"
                    . " AND m.meta_value <> '' ORDER BY m.meta_id LIMIT " . self::CHUNK,
                ...[...array_keys($keys), $last]
            ), ARRAY_A);
            foreach ($rows as $row) {
                $last = (int) $row['meta_id'];
                if (!($keys[$row['meta_key']] ?? false) || preg_match(self::TYPES, $row['post_type'])) {
                    yield [$row['post_id'], $row['meta_value']];
                }
            }
        } while (count($rows) === self::CHUNK);
    }

    /** @return array<string, bool> */
    private function keys(): array
    {
        if ($this->keys === null) {
            // Distinct keys are read from the index alone.
            $all = array_map(strval(...), $this->db->get_col("SELECT DISTINCT meta_key FROM {$this->db->postmeta}"));
            /**
             * Filters the keys of post meta that name files which are sold or given to some only.
             *
             * @param list<string> $keys
             */
            $keys = (array) apply_filters('picture_optimizer_download_keys', preg_grep(self::KEYS, $all) ?: []);
            $ofTypes = $this->hasDownloads() ? preg_grep(self::KEYS_OF_TYPES, $all) ?: [] : [];
            $this->keys = array_fill_keys(array_filter($keys, is_string(...)), false) + array_fill_keys($ofTypes, true);
        }
        return $this->keys;
    }

    private function hasDownloads(): bool
    {
        $types = $this->db->get_col("SELECT DISTINCT post_type FROM {$this->db->posts}");
        return (preg_grep(self::TYPES, array_map(strval(...), $types)) ?: []) !== [];
    }
}
