<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\State;

/**
 * What was achieved, for a report: by month, by who uploaded, and how many images have an alt text, day by day.
 *
 * @phpstan-type Row array{name: string, images: int, before: int, after: int, credits: int}
 * @phpstan-type Day array{images: int, with_alt: int}
 */
final class Achievements
{
    private const OPTION = 'picture_optimizer_coverage';

    /** Days that are remembered. */
    private const DAYS = 400;

    public function __construct(
        private readonly \wpdb $db,
        private readonly ItemStore $items,
        private readonly PictureStore $pictures,
        private readonly AcceptedTypes $accepted,
    ) {
    }

    /** @return list<Row> newest first; `name` is YYYY-MM, in the site's time */
    public function byMonth(): array
    {
        $offset = (int) round(3600 * (float) get_option('gmt_offset'));
        // Counted from 1970, so that no time zone of the database plays a part.
        $month = static fn (string $time): string => "DATE_FORMAT('1970-01-01' + INTERVAL ({$time} + {$offset}) SECOND, '%Y-%m')";
        // Where the job was removed long ago, the image's own row still knows when something was last done to it.
        $rows = $this->rows($month('COALESCE(i.updated_at, k.updated_at)'), $month('i.updated_at'));
        usort($rows, static fn (array $one, array $other): int => $other['name'] <=> $one['name']);
        return $rows;
    }

    /** @return list<Row> who saved most first; `name` is the uploader's */
    public function byAuthor(): array
    {
        return $this->rows("COALESCE(u.display_name, '')", "COALESCE(u.display_name, '')");
    }

    /** @return Day as it is now */
    public function coverage(): array
    {
        $ours = $this->accepted->condition($this->db, 'p');
        $row = $this->db->get_row(
            "SELECT COUNT(*) AS images, COALESCE(SUM(m.meta_value <> ''), 0) AS with_alt FROM {$this->db->posts} p"
                . " LEFT JOIN {$this->db->postmeta} m ON m.post_id = p.ID AND m.meta_key = '_wp_attachment_image_alt'"
                . " WHERE p.post_type = 'attachment' AND p.post_status <> 'trash' AND {$ours}",
            ARRAY_A
        );
        return ['images' => (int) $row['images'], 'with_alt' => (int) $row['with_alt']];
    }

    /** @return array<string, Day> by day, oldest first, today as it is now */
    public function history(): array
    {
        $known = get_option(self::OPTION, []);
        return [wp_date('Y-m-d') => $this->coverage()] + (is_array($known) ? $known : []);
    }

    /** Once a day. */
    public function remember(): void
    {
        $days = $this->history();
        ksort($days);
        update_option(self::OPTION, array_slice($days, -self::DAYS, null, true), false);
    }

    /**
     * What the library's badges and the dashboard's widget say, by a name: an image counts as long as it has other bytes by us,
     * also while its text waits for a review, and by the last time that its files were replaced. Credits count where they were
     * spent, whatever became of the image since.
     *
     * @param string $ofImage name as SQL on `k` (image), `i` (its last work, if it is still known) and `u` (uploader)
     * @param string $ofSpent the same on `i` and `u`
     * @return list<Row> who saved most first
     */
    private function rows(string $ofImage, string $ofSpent): array
    {
        $people = "LEFT JOIN {$this->db->users} u ON u.ID = p.post_author";
        $open = implode("','", array_column(State::OPEN, 'value'));
        $saved = $this->db->get_results(
            "SELECT {$ofImage} AS name, COUNT(*) AS images,"
                . ' SUM(k.bytes_before) AS before_bytes, SUM(k.bytes_after) AS after_bytes'
                . " FROM {$this->pictures->table()} k"
                . " LEFT JOIN {$this->items->table()} i ON i.id = (SELECT MAX(l.id) FROM {$this->items->table()} l"
                . "     WHERE l.attachment_id = k.attachment_id AND (l.state = 'done' OR (l.state IN ('{$open}') AND l.bytes_after > 0)))"
                . " LEFT JOIN {$this->db->posts} p ON p.ID = k.attachment_id {$people}"
                . " WHERE k.status IN ('exported', 'processed') AND k.bytes_after > 0 AND k.bytes_after <> k.bytes_before"
                . ' GROUP BY name ORDER BY SUM(CAST(k.bytes_before AS SIGNED) - CAST(k.bytes_after AS SIGNED)) DESC',
            ARRAY_A
        );
        $spent = array_column($this->db->get_results("SELECT {$ofSpent} AS name, SUM(i.credits) AS credits"
            . " FROM {$this->items->table()} i LEFT JOIN {$this->db->posts} p ON p.ID = i.attachment_id {$people}"
            . ' WHERE i.credits > 0 GROUP BY name ORDER BY name DESC', ARRAY_A) ?: [], 'credits', 'name');
        $rows = [];
        foreach ($saved ?: [] as $row) {
            $rows[$row['name']] = self::row((string) $row['name'], (int) ($spent[$row['name']] ?? 0), $row);
        }
        foreach (array_diff_key($spent, $rows) as $of => $credits) {
            $rows[$of] = self::row((string) $of, (int) $credits);
        }
        return array_values($rows);
    }

    /**
     * @param array<string, string> $saved
     * @return Row
     */
    private static function row(string $name, int $credits, array $saved = []): array
    {
        return ['name' => $name, 'images' => (int) ($saved['images'] ?? 0), 'before' => (int) ($saved['before_bytes'] ?? 0),
            'after' => (int) ($saved['after_bytes'] ?? 0), 'credits' => $credits];
    }
}
