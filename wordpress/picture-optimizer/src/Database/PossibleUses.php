<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/**
 * Where images may be named by their IDs in what nobody has told us of: fields of other plugins and themes, the site's logo, blocks
 * that have no address. A number can mean something else, so that this is only good for what does no harm where it is wrong.
 */
final class PossibleUses
{
    /** More posts than that are as good as all. */
    private const MOST_POSTS = 100;

    /** An option of an image by its name, or of a page of options (Advanced Custom Fields); its measures are none. */
    private const OPTION = '~^(?!.*_size_[wh]$)(?:options_|.*(?:image|img|logo|icon|photo|picture|banner|header|hero|cover|thumb))~i';

    /** Values of a field that tell what it holds. */
    private const SAMPLE = 50;

    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * @param list<int> $ids
     * @return list<int> Posts; 0 for what any page can show.
     */
    public function of(array $ids): array
    {
        if ($ids === []) {
            return [];
        }
        $posts = array_map(intval(...), [...$this->inMeta($ids), ...$this->inBlocks($ids)]);
        $posts = array_values(array_unique(array_diff($posts, $ids)));
        $isAnywhere = count($posts) > self::MOST_POSTS || $this->isOnWholeSite($ids);
        return [...array_slice($posts, 0, self::MOST_POSTS), ...($isAnywhere ? [0] : [])];
    }

    /**
     * One ID, several with commas, or a serialized list of them.
     *
     * @param list<int> $ids
     * @return list<string>
     */
    private function inMeta(array $ids): array
    {
        $some = implode('|', $ids);
        $rows = $this->db->get_results(
            "SELECT DISTINCT STRAIGHT_JOIN meta.post_id, meta.meta_key FROM {$this->db->postmeta} AS meta"
                . " JOIN {$this->db->posts} AS post ON post.ID = meta.post_id AND post.post_type NOT IN ('revision', 'attachment')"
                . " WHERE meta_value IN ({$this->quoted($ids)})"
                . " OR (meta_value LIKE 'a:%' AND meta_value REGEXP '\"({$some})\"')"
                . " OR (LENGTH(meta_value) < 1000 AND meta_value REGEXP '^[0-9 ]+,'"
                . " AND meta_value REGEXP '(^|[, ])({$some})([, ]|$)')"
        );
        $holdsImages = [];
        $found = [];
        foreach ($rows as $row) {
            if ($holdsImages[$row->meta_key] ??= $this->holdsImages($this->db->postmeta, $row->meta_key)) {
                $found[] = $row->post_id;
            }
        }
        return $found;
    }

    /** A price or a number in stock can be that of an image; most other values of its field are none's. */
    private function holdsImages(string $table, string $key): bool
    {
        $numbers = array_filter($this->db->get_col($this->db->prepare(
            "SELECT meta_value FROM {$table} WHERE meta_key = %s AND meta_value <> '' LIMIT %d",
            $key,
            self::SAMPLE
        )), ctype_digit(...));
        $known = $numbers === [] ? 0 : (int) $this->db->get_var("SELECT COUNT(*) FROM {$this->db->posts} WHERE post_type = 'attachment'"
            . ' AND ID IN (' . implode(',', $numbers) . ')');
        return 2 * $known >= count(array_unique($numbers));
    }

    /**
     * In the attributes of a block that is not WordPress' own: those have addresses, too.
     *
     * @param list<int> $ids
     * @return list<string>
     */
    private function inBlocks(array $ids): array
    {
        $some = implode('|', $ids);
        return $this->db->get_col(
            "SELECT ID FROM {$this->db->posts} WHERE post_type <> 'revision'"
                // MySQL takes "[" within brackets for brackets within those.
                . " AND post_content REGEXP '<!-- wp:[a-z0-9-]+/[^>]*(\\\\[|[:,\"])({$some})(\\\\]|[,}\"])'"
        );
    }

    /** @param list<int> $ids */
    private function isOnWholeSite(array $ids): bool
    {
        $options = $this->db->get_col("SELECT option_name FROM {$this->db->options} WHERE option_value IN ({$this->quoted($ids)})");
        if (in_array((int) get_theme_mod('custom_logo'), $ids, true) || preg_grep(self::OPTION, $options) !== []) {
            return true;
        }
        foreach ([$this->db->termmeta, $this->db->usermeta] as $table) {
            $keys = $this->db->get_col("SELECT DISTINCT meta_key FROM {$table} WHERE meta_value IN ({$this->quoted($ids)})");
            if (array_filter($keys, fn (string $key): bool => $this->holdsImages($table, $key)) !== []) {
                return true;
            }
        }
        return false;
    }

    /** @param list<int> $ids As texts: compared with numbers, each value would have to become one first. */
    private function quoted(array $ids): string
    {
        return "'" . implode("','", $ids) . "'";
    }
}
