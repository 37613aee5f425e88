<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** What the items of a job add up to: numbers, and why things wait. Reads only. */
final class Tally
{
    public function __construct(
        private readonly \wpdb $db,
        private readonly ItemStore $items,
        private readonly JobStore $jobs,
    ) {
    }

    /** @return array<string, int> number of items by state */
    public function counts(int $jobId): array
    {
        return array_map(static fn (array $sums): int => $sums['number'], $this->sums($jobId));
    }

    /** @return array<string, array<string, int>> number, quoted, bytes_before, bytes_after, bytes_replaced and credits by state */
    public function sums(int $jobId): array
    {
        $rows = $this->db->get_results($this->db->prepare(
            'SELECT state, COUNT(*) AS number, SUM(quoted) AS quoted, SUM(bytes_before) AS bytes_before,'
                . ' SUM(bytes_after) AS bytes_after, SUM(IF(bytes_after > 0, bytes_before, 0)) AS bytes_replaced, SUM(credits) AS credits'
                . " FROM {$this->items->table()} WHERE job_id = %d GROUP BY state",
            $jobId
        ), ARRAY_A);
        $sums = [];
        foreach ($rows as $row) {
            $sums[$row['state']] = array_map(intval(...), array_diff_key($row, ['state' => '']));
        }
        return $sums;
    }

    /** How many texts of a job wait for a person. */
    public function inReview(int $jobId): int
    {
        return (int) $this->db->get_var($this->db->prepare(
            "SELECT COUNT(*) FROM {$this->items->table()} WHERE job_id = %d AND state = %s AND reason_code = %s",
            $jobId,
            State::Ordered->value,
            Item::REVIEW
        ));
    }

    /** @return list<array{state: string, code: string, reason: string, number: int}> what waits or failed, by its reason */
    public function reasons(int $jobId): array
    {
        $states = implode("','", [State::Failed->value, ...array_column(State::OPEN, 'value')]);
        $rows = $this->db->get_results($this->db->prepare(
            "SELECT IF(state = 'failed', 'failed', 'waiting') AS kind, reason_code, MAX(reason) AS reason, COUNT(*) AS number"
                . " FROM {$this->items->table()} WHERE job_id = %d AND state IN ('{$states}') AND reason <> ''"
                . ' GROUP BY kind, reason_code ORDER BY number DESC',
            $jobId
        ), ARRAY_A);
        return array_map(static fn (array $row): array => ['state' => $row['kind'], 'code' => $row['reason_code'],
            'reason' => (string) Why::unpack($row['reason'], $row['reason_code']), 'number' => (int) $row['number']], $rows);
    }

    /** @return list<int> */
    public function attachments(int $jobId, State $state): array
    {
        return array_map(intval(...), $this->db->get_col($this->db->prepare(
            "SELECT attachment_id FROM {$this->items->table()} WHERE job_id = %d AND state = %s ORDER BY id",
            $jobId,
            $state->value
        )));
    }

    /** @return list<int> when the latest pictures of a job came to their end */
    public function lastEnds(int $jobId, int $most = 50): array
    {
        return array_map(intval(...), $this->db->get_col($this->db->prepare(
            "SELECT i.updated_at FROM {$this->items->table()} i JOIN {$this->jobs->table()} j ON j.id = i.job_id"
                . " WHERE i.job_id = %d AND i.state IN ('applied', 'done', 'no_gain', 'failed')"
                . ' AND i.updated_at >= j.started_at ORDER BY i.updated_at DESC LIMIT %d',
            $jobId,
            $most
        )));
    }

    /** Why something of a job waits, in a sentence; empty when nothing does. */
    public function waitingReason(int $jobId): string
    {
        $open = implode("','", array_map(static fn (State $state): string => $state->value, State::OPEN));
        $row = $this->db->get_row($this->db->prepare(
            "SELECT reason, reason_code FROM {$this->items->table()} WHERE job_id = %d AND state IN ('{$open}') AND reason <> ''"
                . ' ORDER BY not_before DESC, id LIMIT 1',
            $jobId
        ), ARRAY_A);
        return $row === null ? '' : (string) Why::unpack($row['reason'], $row['reason_code']);
    }
}
