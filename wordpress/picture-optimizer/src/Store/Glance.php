<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** What a page of the library shows of ours, in one query: what is known of its images, open work on them, and open jobs. */
final class Glance
{
    public function __construct(
        private readonly \wpdb $db,
        private readonly PictureStore $pictures,
        private readonly ItemStore $items,
        private readonly JobStore $jobs,
    ) {
    }

    /**
     * @param list<int> $ids of attachments
     * @param int $ofUser whose jobs are told; 0 for everybody's
     * @return array{images: array<int, array{Picture|null, State|null, Why}>, jobs: list<OpenJob>}
     *     images by id: what is known, state of open work, why it waits; all open jobs, newest first
     */
    public function at(array $ids, int $ofUser = 0): array
    {
        $glance = ['images' => [], 'jobs' => []];
        foreach ($this->rows($ids, $ofUser) as $row) {
            if ($row['kind'] === 'job') {
                $isPaused = $row['state'] === JobState::Paused->value;
                $glance['jobs'][] = new OpenJob((int) $row['id'], $isPaused, (int) $row['in_review']);
            } else {
                $picture = $row['attachment_id'] === null ? null : Picture::fromRow($row);
                $why = Why::unpack((string) $row['waits'], (string) $row['waits_code']);
                $glance['images'][(int) $row['id']] = [$picture, State::tryFrom((string) $row['state']), $why];
            }
        }
        return $glance;
    }

    /**
     * @param list<int> $ids
     * @return list<array<string, string|null>> of images the row of what is known; of jobs nulls in its place
     */
    private function rows(array $ids, int $ofUser): array
    {
        $listed = implode(',', array_map(intval(...), $ids)) ?: '0';
        return $this->db->get_results($this->db->prepare(
            "SELECT 'image' AS kind, x.ID AS id, i.state AS state, i.reason AS waits, i.reason_code AS waits_code, 0 AS in_review, k.*"
                . " FROM {$this->db->posts} x LEFT JOIN {$this->pictures->table()} k ON k.attachment_id = x.ID"
                . " LEFT JOIN {$this->items->table()} i ON i.active = x.ID WHERE x.ID IN ({$listed})"
                . " UNION ALL SELECT 'job', j.id, j.state, '', '', (SELECT COUNT(*) FROM {$this->items->table()} r"
                . ' WHERE r.job_id = j.id AND r.state = %s AND r.reason_code = %s), k.*'
                . " FROM {$this->jobs->table()} j LEFT JOIN {$this->pictures->table()} k ON k.attachment_id IS NULL"
                . ' WHERE j.state IN (%s, %s) AND %d IN (0, j.created_by) ORDER BY kind, id DESC',
            State::Ordered->value,
            Item::REVIEW,
            JobState::Open->value,
            JobState::Paused->value,
            $ofUser
        ), ARRAY_A) ?: [];
    }
}
