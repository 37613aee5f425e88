<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Access;
use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Store\PictureStore;

/** Pictures of the whole library, chosen by what was done to them. */
final class Selection
{
    public const CHOICES = ['all', 'unprocessed', 'failed', 'no_alt'];

    /** Rows that are read at a time. */
    private const PORTION = 5000;

    public function __construct(
        private readonly \wpdb $db,
        private readonly PictureStore $pictures,
        private readonly AcceptedTypes $accepted,
    ) {
    }

    /** @return list<int> those that the present user may change, newest first */
    public function ids(string $choice): array
    {
        return self::mine($this->inPortions("SELECT ID FROM {$this->db->posts} WHERE {$this->clauses($choice)}", 'ID'));
    }

    /**
     * @param list<int> $ids
     * @return list<int>
     */
    private static function mine(array $ids): array
    {
        // Whoever may edit everybody's posts may change every picture; asking for each would take long.
        return current_user_can('edit_others_posts') ? $ids : Access::changeable($ids);
    }

    /** @return list<int> images that a filter means and the present user may change, newest first */
    public function matching(Filter $filter): array
    {
        $from = (new FilterQuery($this->db, $this->pictures->table(), $this->accepted))->of($filter);
        return self::mine($this->inPortions("SELECT p.ID {$from}", 'p.ID'));
    }

    /**
     * WordPress makes an object of each row, which is ten times its number: those of a whole library are more than a small host has.
     *
     * @return list<int> newest first
     */
    private function inPortions(string $select, string $id): array
    {
        $ids = [];
        for ($before = PHP_INT_MAX; $before !== null; $before = count($some) === self::PORTION ? end($some) : null) {
            $portion = "{$select} AND {$id} < {$before} ORDER BY {$id} DESC LIMIT " . self::PORTION;
            $some = array_map(intval(...), $this->db->get_col($portion));
            array_push($ids, ...$some);
        }
        return $ids;
    }

    /** @return array{count: int, bytes: int} of the images that a filter means; 0 bytes until the audit has looked at all of them */
    public function summary(Filter $filter): array
    {
        $from = (new FilterQuery($this->db, $this->pictures->table(), $this->accepted))->of($filter);
        $sums = 'COUNT(*) AS count, COUNT(a.attachment_id) AS known, SUM(a.bytes) AS bytes';
        $row = array_map(intval(...), $this->db->get_row("SELECT {$sums} {$from}" . self::ownOnly('p.'), ARRAY_A));
        return ['count' => $row['count'], 'bytes' => $row['known'] === $row['count'] ? $row['bytes'] : 0];
    }

    /** @return array<string, int> number of pictures by choice */
    public function counts(): array
    {
        $counts = [];
        foreach (self::CHOICES as $choice) {
            $clauses = $this->clauses($choice);
            $counts[$choice] = (int) $this->db->get_var("SELECT COUNT(*) FROM {$this->db->posts} WHERE {$clauses}" . self::ownOnly());
        }
        return $counts;
    }

    /** @return string SQL by which numbers are those of the images that the present user may change, near enough to count */
    private static function ownOnly(string $alias = ''): string
    {
        return current_user_can('edit_others_posts') ? '' : " AND {$alias}post_author = " . get_current_user_id();
    }

    private function clauses(string $choice): string
    {
        $ours = $this->accepted->condition($this->db, $this->db->posts);
        $where = "post_type = 'attachment' AND post_status <> 'trash' AND {$ours}";
        return $choice === 'all' ? $where : StatusFilter::apply(['where' => $where], $choice, $this->pictures->table())['where'];
    }
}
