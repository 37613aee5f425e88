<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Access;
use PictureOptimizer\Planning\Eligibility;
use PictureOptimizer\Store\PictureStore;

/** Pictures of the whole library, chosen by what was done to them. */
final class Selection
{
    public const CHOICES = ['all', 'unprocessed', 'failed', 'no_alt'];

    public function __construct(private readonly \wpdb $db, private readonly PictureStore $pictures)
    {
    }

    /** @return list<int> those that the present user may change, newest first */
    public function ids(string $choice): array
    {
        $clauses = self::clauses($choice, $this->pictures->table());
        $ids = array_map(intval(...), $this->db->get_col(
            "SELECT ID FROM {$this->db->posts} WHERE {$clauses} ORDER BY ID DESC"
        ));
        // Whoever may edit everybody's posts may change every picture; asking for each would take long.
        return current_user_can('edit_others_posts') ? $ids : array_values(array_filter($ids, Access::mayChange(...)));
    }

    /** @return array<string, int> number of pictures by choice */
    public function counts(): array
    {
        $counts = [];
        foreach (self::CHOICES as $choice) {
            $clauses = self::clauses($choice, $this->pictures->table());
            $counts[$choice] = (int) $this->db->get_var("SELECT COUNT(*) FROM {$this->db->posts} WHERE {$clauses}");
        }
        return $counts;
    }

    private static function clauses(string $choice, string $pictures): string
    {
        $types = "'" . implode("','", Eligibility::MEDIA_TYPES) . "'";
        $where = "post_type = 'attachment' AND post_status <> 'trash' AND post_mime_type IN ({$types})";
        return $choice === 'all' ? $where : StatusFilter::apply(['where' => $where], $choice, $pictures)['where'];
    }
}
