<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** Where images are named by their ids and not by a file: featured images, galleries of products. */
final class IdUses
{
    /** Meta that names images by id, one or several. */
    private const KEYS = ['_thumbnail_id', 'thumbnail_id', '_product_image_gallery'];

    /** Shortcodes of galleries and single images (WordPress, WPBakery, Divi), and the images that they name. */
    private const SHORTCODES = 'gallery|vc_single_image|vc_gallery|vc_images_carousel|et_pb_gallery';
    private const BEGINNINGS = ['[gallery ', '[vc\_', '[et\_pb\_gallery '];
    public const GALLERY = '~\[(?:' . self::SHORTCODES . ')\b[^\]]*?\s(?:ids|include|images?|gallery_ids)\s*=\s*["\']?([\d,\s]+)~i';

    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * Shortcodes of galleries name their images by their IDs alone.
     *
     * @param list<int> $ids
     * @return iterable<array{int, list<int>}>
     */
    public function inGalleries(array $ids): iterable
    {
        $list = implode('|', array_map(intval(...), $ids)) ?: '0';
        // By bytes it takes hardly longer than reading the texts; by letters ten times as long.
        $begins = implode(' OR ', array_map(static fn (string $begin): string
            => "post_content LIKE BINARY '%{$begin}%'", self::BEGINNINGS));
        $posts = $this->db->get_col(
            "SELECT ID FROM {$this->db->posts} WHERE post_type <> 'revision' AND ({$begins})"
                // MySQL takes "[" within brackets for brackets within those.
                . ' AND post_content REGEXP \'\\\\[(' . self::SHORTCODES . ")[^]]*[^0-9]({$list})[^0-9]' ORDER BY ID"
        );
        foreach ($posts as $post) {
            $text = $this->db->get_var($this->db->prepare("SELECT post_content FROM {$this->db->posts} WHERE ID = %d", $post));
            preg_match_all(self::GALLERY, (string) $text, $galleries);
            $named = array_intersect($ids, wp_parse_id_list(implode(',', $galleries[1])));
            yield [(int) $post, array_values($named)];
        }
    }

    /**
     * @param list<int> $ids
     * @return iterable<array{int, list<int>}> A post, 0 for a term, and those of the images that it names.
     */
    public function of(array $ids): iterable
    {
        yield from $this->inMeta($this->db->postmeta, 'post_id', $ids);
        foreach ($this->ofTerms($ids) as [, $used]) {
            yield [0, $used];
        }
    }

    /**
     * @param list<int> $ids
     * @return iterable<array{int, list<int>}> A category or another term, and those of the images that it names.
     */
    public function ofTerms(array $ids): iterable
    {
        return $this->inMeta($this->db->termmeta, 'term_id', $ids);
    }

    /**
     * @param list<int> $ids
     * @return iterable<array{int, list<int>}>
     */
    private function inMeta(string $table, string $owner, array $ids): iterable
    {
        $wanted = array_fill_keys($ids, true);
        $keys = "'" . implode("','", self::KEYS) . "'";
        $list = implode(',', array_map(intval(...), $ids)) ?: '0';
        $rows = $this->db->get_results(
            "SELECT {$owner} AS owner, meta_value FROM {$table} WHERE meta_key IN ({$keys})"
                . " AND (meta_value IN ({$list}) OR meta_value LIKE '%,%') ORDER BY meta_id"
        );
        foreach ($rows as $row) {
            $used = array_filter(
                array_map(intval(...), explode(',', $row->meta_value)),
                static fn (int $id): bool => isset($wanted[$id])
            );
            yield [(int) $row->owner, array_values($used)];
        }
    }
}
