<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\AcceptedTypes;

/** How many images of the library rules exclude, while somebody is still writing them. */
final class ExclusionCount
{
    /** Rows read at a time, so that a large library takes little memory. */
    private const CHUNK = 2000;

    public function __construct(private readonly \wpdb $db, private readonly AcceptedTypes $accepted)
    {
    }

    /** @return array{excluded: int, total: int} */
    public function of(Exclusions $rules): array
    {
        $count = ['excluded' => 0, 'total' => 0];
        for ($after = 0; ($rows = $this->rows($after)) !== []; $after = (int) end($rows)['ID']) {
            foreach ($rows as $row) {
                $reason = $rules->reason($row['file'], $rules->askForBytes() ? self::bytes($row) : 0, $row['post_date']);
                $count['excluded'] += $reason === null ? 0 : 1;
            }
            $count['total'] += count($rows);
        }
        return $count;
    }

    /** @return list<array{ID: string, post_date: string, file: string, bytes: string|null}> */
    private function rows(int $after): array
    {
        $ours = $this->accepted->condition($this->db, 'p');
        return $this->db->get_results($this->db->prepare(
            "SELECT p.ID, p.post_date, COALESCE(MAX(m.meta_value), '') AS file, MAX(a.bytes) AS bytes FROM {$this->db->posts} p"
                . " LEFT JOIN {$this->db->postmeta} m ON m.post_id = p.ID AND m.meta_key = '_wp_attached_file'"
                . " LEFT JOIN {$this->db->prefix}picopt_audit a ON a.attachment_id = p.ID"
                . " WHERE p.post_type = 'attachment' AND p.post_status <> 'trash' AND {$ours} AND p.ID > %d"
                . ' GROUP BY p.ID, p.post_date ORDER BY p.ID LIMIT %d',
            $after,
            self::CHUNK
        ), ARRAY_A) ?: [];
    }

    /** @param array{file: string, bytes: string|null} $row the disk is asked only where the audit has not looked yet */
    private static function bytes(array $row): int
    {
        return (int) ($row['bytes'] ?? @filesize(wp_get_upload_dir()['basedir'] . "/{$row['file']}"));
    }
}
