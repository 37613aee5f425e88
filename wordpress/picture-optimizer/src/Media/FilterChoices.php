<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Settings\Labels;

/** What a filter can be set to on this site: only what its library has. */
final class FilterChoices
{
    /** Authors and folders that are offered; a library with more is rare, and a longer list is of no use. */
    private const MOST = 200;

    public function __construct(private readonly \wpdb $db, private readonly AcceptedTypes $accepted)
    {
    }

    /** @return array<string, list<array{value: string, label: string}>> by name of the filter's field */
    public function all(): array
    {
        $statuses = StatusFilter::labels();
        $types = $this->accepted->all();
        // The former has a field of its own; what waits for a person is not there to be ordered again.
        unset($statuses['no_alt'], $statuses['review']);
        return [
            'folder' => self::list($this->folders()),
            'type' => self::pairs(array_combine($types, array_map(Labels::format(...), $types))),
            'author' => $this->authors(),
            'post_type' => $this->postTypes(),
            'status' => self::pairs(array_diff_key($statuses, ['' => 1])),
            'alt' => self::pairs(['missing' => __('Missing', 'picture-optimizer'), 'poor' => __('Poor', 'picture-optimizer'),
                'same' => __('Same as another image’s', 'picture-optimizer')]),
        ];
    }

    /** @return list<string> folders that uploads are in, newest first */
    private function folders(): array
    {
        return $this->db->get_col("SELECT DISTINCT SUBSTRING_INDEX(meta_value, '/', LENGTH(meta_value)"
            . " - LENGTH(REPLACE(meta_value, '/', ''))) folder FROM {$this->db->postmeta}"
            . " WHERE meta_key = '_wp_attached_file' AND meta_value LIKE '%/%' ORDER BY folder DESC LIMIT " . self::MOST);
    }

    /** @return list<array{value: string, label: string}> */
    private function authors(): array
    {
        $rows = $this->db->get_results("SELECT u.ID AS value, u.display_name AS label FROM {$this->db->users} u WHERE EXISTS"
            . " (SELECT 1 FROM {$this->db->posts} p WHERE p.post_author = u.ID AND p.post_type = 'attachment')"
            . ' ORDER BY u.display_name LIMIT ' . self::MOST, ARRAY_A);
        return array_map(static fn (array $row): array => array_map(strval(...), $row), $rows);
    }

    /** @return list<array{value: string, label: string}> */
    private function postTypes(): array
    {
        $pairs = [];
        foreach (get_post_types(['show_ui' => true], 'objects') as $name => $type) {
            $name === 'attachment' || $pairs[$name] = $type->labels->singular_name;
        }
        return self::pairs($pairs);
    }

    /**
     * @param list<string> $values
     * @return list<array{value: string, label: string}>
     */
    private static function list(array $values): array
    {
        return $values === [] ? [] : self::pairs(array_combine($values, $values));
    }

    /**
     * @param array<string, string> $labels
     * @return list<array{value: string, label: string}>
     */
    private static function pairs(array $labels): array
    {
        return array_map(static fn (string $value, string $label): array
            => ['value' => $value, 'label' => $label], array_map(strval(...), array_keys($labels)), $labels);
    }
}
