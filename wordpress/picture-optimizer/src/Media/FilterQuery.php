<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Api\AcceptedTypes;

/** A filter as SQL. What files are like is read from the audit's table, so that no file is looked at here. */
final class FilterQuery
{
    public function __construct(
        private readonly \wpdb $db,
        private readonly string $pictures,
        private readonly AcceptedTypes $accepted,
    ) {
    }

    /** @return string `FROM … WHERE …` with the aliases `p` (posts) and `a` (audit) */
    public function of(Filter $filter): string
    {
        $audit = "{$this->db->prefix}picopt_audit";
        $where = ["p.post_type = 'attachment'", "p.post_status <> 'trash'", $this->accepted->condition($this->db, 'p'),
            ...$this->ofPost($filter), ...$this->ofFile($filter, $audit), ...$this->ofText($filter)];
        return "FROM {$this->db->posts} p LEFT JOIN {$audit} a ON a.attachment_id = p.ID WHERE " . implode(' AND ', $where);
    }

    /** @return list<string> */
    private function ofPost(Filter $filter): array
    {
        return array_values(array_filter([
            $filter->after === '' ? '' : $this->sql('p.post_date >= %s', "{$filter->after} 00:00:00"),
            $filter->before === '' ? '' : $this->sql('p.post_date <= %s', "{$filter->before} 23:59:59"),
            $filter->type === '' ? '' : $this->sql('p.post_mime_type = %s', $filter->type),
            $filter->author === 0 ? '' : $this->sql('p.post_author = %d', $filter->author),
            $filter->postType === '' ? '' : $this->sql("EXISTS (SELECT 1 FROM {$this->db->posts} parent"
                . ' WHERE parent.ID = p.post_parent AND parent.post_type = %s)', $filter->postType),
        ]));
    }

    /** @return list<string> */
    private function ofFile(Filter $filter, string $audit): array
    {
        return array_values(array_filter([
            $filter->folder === '' ? '' : $this->sql("EXISTS (SELECT 1 FROM {$this->db->postmeta} m WHERE m.post_id = p.ID"
                . " AND m.meta_key = '_wp_attached_file' AND m.meta_value LIKE %s)", $this->db->esc_like($filter->folder) . '/%'),
            $filter->largerThan === 0 ? '' : $this->sql('a.bytes > %d', $filter->largerThan),
            $filter->duplicates ? "a.sha256 IN (SELECT d.sha256 FROM (SELECT sha256 FROM {$audit} WHERE sha256 <> ''"
                . ' GROUP BY sha256 HAVING COUNT(*) > 1) d)' : '',
            $filter->oversized ? $this->sql('a.width > %d', Layout::widestNeeded()) : '',
        ]));
    }

    /** @return list<string> */
    private function ofText(Filter $filter): array
    {
        $known = "SELECT 1 FROM {$this->pictures} k WHERE k.attachment_id = p.ID";
        return array_values(array_filter([
            match ($filter->alt) {
                'missing' => "a.alt_fault = 'missing'",
                'poor' => "a.alt_fault NOT IN ('', 'missing')",
                'same' => self::sameAlt("{$this->db->prefix}picopt_audit"),
                default => '',
            },
            match ($filter->status) {
                '' => '',
                'unprocessed', 'seen' => "NOT EXISTS ({$known} AND k.status <> 'seen')",
                default => $this->sql("EXISTS ({$known} AND k.status = %s)", $filter->status),
            },
        ]));
    }

    /** SQL on the audit's table, whose alias is `a`: another image has the same alt text. Copies of one file may. */
    public static function sameAlt(string $table): string
    {
        return "a.alt_hash <> '' AND EXISTS (SELECT 1 FROM {$table} o WHERE o.alt_hash = a.alt_hash"
            . " AND o.attachment_id <> a.attachment_id AND (o.sha256 = '' OR o.sha256 <> a.sha256))";
    }

    private function sql(string $sql, string|int $value): string
    {
        return (string) $this->db->prepare($sql, $value);
    }
}
