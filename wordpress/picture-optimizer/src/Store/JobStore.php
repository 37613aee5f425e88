<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Database\StatementFailed;
use PictureOptimizer\Settings\JobSettings;

/** The table of jobs. */
final class JobStore
{
    public function __construct(private readonly \wpdb $db)
    {
    }

    /** @throws StatementFailed */
    public function create(Pipeline $pipeline, JobSettings $settings, JobSource $source): Job
    {
        $now = time();
        $this->db->insert($this->table(), [
            'state' => JobState::Planning->value,
            'source' => $source->value,
            'pipeline' => $pipeline->value,
            'settings' => $settings->toJson(),
            'message' => '',
            'created_by' => get_current_user_id(),
            'created_at' => $now,
            'updated_at' => $now,
        ]);
        return $this->db->insert_id > 0 ? $this->get((int) $this->db->insert_id) : throw new StatementFailed($this->db->last_error);
    }

    /** @throws \OutOfBoundsException */
    public function get(int $id): Job
    {
        $row = $this->db->get_row($this->db->prepare("SELECT * FROM {$this->table()} WHERE id = %d", $id), ARRAY_A);
        if ($row === null) {
            throw new \OutOfBoundsException(__('There is no such job.', 'picture-optimizer'));
        }
        return Job::fromRow($row);
    }

    public function exists(int $id): bool
    {
        return (bool) $this->db->get_var($this->db->prepare("SELECT 1 FROM {$this->table()} WHERE id = %d", $id));
    }

    /**
     * @param int $ofUser 0 for everybody's
     * @return list<Job> newest first
     */
    public function recent(int $limit = 20, int $ofUser = 0): array
    {
        $rows = $this->db->get_results(
            $this->db->prepare("SELECT * FROM {$this->table()} WHERE %d IN (0, created_by) ORDER BY id DESC LIMIT %d", $ofUser, $limit),
            ARRAY_A
        );
        return array_map(Job::fromRow(...), $rows);
    }

    /**
     * Those that somebody has agreed to, and those of uploads: whoever only looks at prices makes three plans each time.
     *
     * @param int $ofUser 0 for everybody's
     * @return list<Job> what is not over first, however much has come since; then the newest
     */
    public function begun(int $limit = 20, int $ofUser = 0): array
    {
        $open = [JobState::Open->value, JobState::Paused->value];
        $planned = [JobState::Planning->value, JobState::Planned->value];
        $rows = $this->db->get_results($this->db->prepare(
            "SELECT * FROM {$this->table()} WHERE %d IN (0, created_by) AND (source = %s OR state NOT IN (%s, %s))"
                . ' ORDER BY state IN (%s, %s, %s, %s) DESC, id DESC LIMIT %d',
            [$ofUser, JobSource::Upload->value, ...$planned, ...$open, ...$planned, $limit]
        ), ARRAY_A);
        return array_map(Job::fromRow(...), $rows);
    }

    /** @return list<int> newest first */
    public function openIds(): array
    {
        $query = "SELECT id FROM {$this->table()} WHERE state = %s ORDER BY id DESC";
        return array_map('intval', $this->db->get_col($this->db->prepare($query, JobState::Open->value)));
    }

    /** @return list<Job> */
    public function ofUser(int $userId): array
    {
        return array_map(Job::fromRow(...), $this->db->get_results(
            $this->db->prepare("SELECT * FROM {$this->table()} WHERE created_by = %d ORDER BY id", $userId),
            ARRAY_A
        ));
    }

    public function forgetUser(int $userId): int
    {
        return (int) $this->db->update($this->table(), ['created_by' => 0], ['created_by' => $userId]);
    }

    /** @param array<string, int|string> $columns */
    public function update(int $id, array $columns): void
    {
        $this->db->update($this->table(), $columns + ['updated_at' => time()], ['id' => $id]);
    }

    /**
     * Goes from one state to another, once: of two who try, one gets true.
     *
     * @param list<JobState> $from
     */
    public function move(int $id, array $from, JobState $to): bool
    {
        $marks = implode(',', array_fill(0, count($from), '%s'));
        return (bool) $this->db->query($this->db->prepare(
            "UPDATE {$this->table()} SET state = %s, updated_at = %d WHERE id = %d AND state IN ({$marks})",
            $to->value,
            time(),
            $id,
            ...array_column($from, 'value')
        ));
    }

    /** Ends all that is not over. */
    public function stopAll(Why $why): void
    {
        $this->db->query($this->db->prepare(
            "UPDATE {$this->table()} SET state = %s, message = %s, updated_at = %d WHERE state IN (%s, %s, %s, %s)",
            JobState::Stopped->value,
            $why->pack(),
            time(),
            JobState::Planning->value,
            JobState::Planned->value,
            JobState::Open->value,
            JobState::Paused->value
        ));
    }

    /** Work for the runner: confirmed jobs, and uploads that start by themselves. */
    public function hasOpen(): bool
    {
        return (bool) $this->db->get_var($this->db->prepare(
            "SELECT 1 FROM {$this->table()} WHERE state = %s OR (source = %s AND state IN (%s, %s)) LIMIT 1",
            JobState::Open->value,
            JobSource::Upload->value,
            JobState::Planning->value,
            JobState::Planned->value
        ));
    }

    /**
     * @param list<JobState> $states
     * @return list<Job> oldest first
     */
    public function ofSource(JobSource $source, array $states): array
    {
        $marks = implode(',', array_fill(0, count($states), '%s'));
        return array_map(Job::fromRow(...), $this->db->get_results($this->db->prepare(
            "SELECT * FROM {$this->table()} WHERE source = %s AND state IN ({$marks}) ORDER BY id",
            $source->value,
            ...array_column($states, 'value')
        ), ARRAY_A));
    }

    /** Credits that jobs of a source, started since midnight (site's time), may spend at most. */
    public function creditsStartedToday(JobSource $source): int
    {
        $midnight = (new \DateTimeImmutable('today', wp_timezone()))->getTimestamp();
        return (int) $this->db->get_var($this->db->prepare(
            "SELECT SUM(credits_quoted) FROM {$this->table()} WHERE source = %s AND started_at >= %d",
            $source->value,
            $midnight
        ));
    }

    /** Closes the open jobs that have nothing left to do. */
    public function finishCompleted(string $itemsTable): void
    {
        $open = implode("','", array_map(static fn (State $state): string => $state->value, State::OPEN));
        $this->db->query($this->db->prepare(
            "UPDATE {$this->table()} j SET j.state = %s, j.message = '', j.updated_at = %d WHERE j.state = %s"
                . " AND NOT EXISTS (SELECT 1 FROM {$itemsTable} i WHERE i.job_id = j.id AND i.state IN ('{$open}'))",
            JobState::Finished->value,
            time(),
            JobState::Open->value
        ));
    }

    public function table(): string
    {
        return $this->db->prefix . 'picopt_jobs';
    }
}
