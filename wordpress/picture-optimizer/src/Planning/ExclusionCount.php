<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\AcceptedTypes;

/** How many images of the library rules exclude, while somebody is still writing them. */
final class ExclusionCount
{
    /** Rows read at a time, so that a large library takes little memory. */
    private const CHUNK = 2000;

    public function __construct(
        private readonly \wpdb $db,
        private readonly AcceptedTypes $accepted,
        private readonly int $chunk = self::CHUNK,
    ) {
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
        // The page first: together with the joins, the database would make all of the library anew for each page.
        $page = $this->db->prepare(
            "SELECT p.ID, p.post_date FROM {$this->db->posts} p WHERE p.post_type = 'attachment' AND p.post_status <> 'trash' AND {$ours}"
                . ' AND p.ID > %d ORDER BY p.ID LIMIT %d',
            $after,
            $this->chunk
        );
        return $this->db->get_results(
            "SELECT x.ID, x.post_date, COALESCE(MAX(m.meta_value), '') AS file, MAX(a.bytes) AS bytes FROM ({$page}) x"
                . " LEFT JOIN {$this->db->postmeta} m ON m.post_id = x.ID AND m.meta_key = '_wp_attached_file'"
                . " LEFT JOIN {$this->db->prefix}picopt_audit a ON a.attachment_id = x.ID"
                . ' GROUP BY x.ID, x.post_date ORDER BY x.ID',
            ARRAY_A
        ) ?: [];
    }

    /** @param array{file: string, bytes: string|null} $row the disk is asked only where the audit has not looked yet */
    private static function bytes(array $row): int
    {
        return (int) ($row['bytes'] ?? @filesize(wp_get_upload_dir()['basedir'] . "/{$row['file']}"));
    }
}
