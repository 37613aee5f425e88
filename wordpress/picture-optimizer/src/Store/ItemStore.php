<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Database\Contention;

/**
 * The table of items: the queue itself. A claim is one UPDATE, so two runners never get the same item; a claim lasts
 * LEASE seconds unless its holder renews it, and every write of a holder names its token.
 */
final class ItemStore
{
    /** Seconds (the contract's `plugin_lease_seconds`). */
    public const LEASE = 120;

    /** How often a run looks again when others were faster with all that it had seen. */
    private const CLAIMS = 3;

    private readonly Contention $contended;

    private readonly Due $due;

    public function __construct(private readonly \wpdb $db, private readonly JobStore $jobs)
    {
        $this->contended = new Contention($db);
        $this->due = new Due($db, $jobs);
    }

    /**
     * @param list<int> $attachmentIds
     * @throws \PictureOptimizer\Database\StatementFailed
     */
    public function add(Job $job, array $attachmentIds): void
    {
        foreach (array_chunk(array_unique($attachmentIds), 200) as $chunk) {
            $values = array_map(fn (int $id): string => (string) $this->db->prepare(
                "(%d, %d, %s, %s, '', '', %d)",
                $job->id,
                $id,
                $job->pipeline->value,
                State::Unpriced->value,
                time()
            ), $chunk);
            $this->contended->query(
                "INSERT INTO {$this->table()} (job_id, attachment_id, pipeline, state, reason, result, updated_at)"
                    . ' VALUES ' . implode(',', $values)
            );
        }
    }

    /** @return list<Item> in the order in which they were added */
    public function ofJob(int $jobId, ?State $state = null, int $limit = 1000, int $after = 0): array
    {
        $where = $state === null ? '' : $this->db->prepare(' AND state = %s', $state->value);
        return $this->page($jobId, $where, $after, $limit);
    }

    /** @return list<Item> whose text waits for a person and has come, or was looked at, at a time or later; in their order */
    public function inReview(int $jobId, int $after, int $limit, int $since = 0): array
    {
        $where = $this->db->prepare(
            ' AND state = %s AND reason_code = %s AND updated_at >= %d',
            ...[State::Ordered->value, Item::REVIEW, $since]
        );
        return $this->page($jobId, $where, $after, $limit);
    }

    public function get(int $id): ?Item
    {
        return $this->read($this->db->prepare("SELECT * FROM {$this->table()} WHERE id = %d", $id))[0] ?? null;
    }

    /** The newest item of a picture, planned ones left out. */
    public function latestOf(int $attachmentId): ?Item
    {
        return $this->ofAttachment($attachmentId, 1)[0] ?? null;
    }

    /** @return list<Item> of one image, newest first, planned ones left out */
    public function ofAttachment(int $attachmentId, int $limit): array
    {
        return $this->read($this->db->prepare(
            "SELECT * FROM {$this->table()} WHERE attachment_id = %d AND state NOT IN ('unpriced', 'planned')"
                . ' ORDER BY id DESC LIMIT %d',
            $attachmentId,
            $limit
        ));
    }

    /** What waits for money or a setting is tried at once: somebody says that it is there. */
    public function wake(int $jobId): void
    {
        $codes = "'" . implode("','", Item::WAITS) . "'";
        $this->contended->query((string) $this->db->prepare(
            "UPDATE {$this->table()} SET not_before = 0 WHERE job_id = %d AND reason_code IN ({$codes})",
            $jobId
        ));
    }

    public function unprice(int $jobId): void
    {
        $planned = ['job_id' => $jobId, 'state' => State::Planned->value];
        $this->contended->update($this->table(), ['state' => State::Unpriced->value], $planned);
    }

    /**
     * Confirmed: planned items become work. A picture that waits in another job already is skipped here: its key in
     * `active` is taken, and the statement passes over it.
     */
    public function open(int $jobId): void
    {
        $this->contended->query((string) $this->db->prepare(
            "UPDATE IGNORE {$this->table()} SET active = attachment_id, state = %s, reason = '', bytes_after = 0,"
                . ' updated_at = %d WHERE job_id = %d AND state = %s',
            State::Waiting->value,
            time(),
            $jobId,
            State::Planned->value
        ));
        $taken = ['state' => State::Skipped->value] + Why::own('already_waiting')->columns();
        $this->contended->update($this->table(), $taken, ['job_id' => $jobId, 'state' => State::Planned->value]);
    }

    /**
     * Takes items in a state for this runner, oldest first.
     *
     * @param string $more a further condition, as SQL
     * @return list<Item>
     */
    public function claim(State $state, int $limit, string $more = ''): array
    {
        $now = time();
        $due = $this->db->prepare('state = %s AND ' . Due::at($now) . " {$more}", $state->value);
        for ($try = 0; $try < self::CLAIMS && ($ids = $this->due->ids($this->table(), $due, $limit)) !== []; $try++) {
            $token = bin2hex(random_bytes(16));
            // A lease that ran out means that its holder was killed: that counts as an attempt.
            $claimed = $this->contended->query((string) $this->db->prepare(
                "UPDATE {$this->table()} SET attempts = attempts + (lease_until > 0), lease_token = %s, lease_until = %d"
                    . ' WHERE id IN (' . implode(',', $ids) . ") AND {$due}"
                    . " AND job_id IN (SELECT id FROM {$this->jobs->table()} WHERE state = %s)",
                $token,
                $now + self::LEASE,
                JobState::Open->value
            ));
            if ($claimed > 0) {
                return $this->held($ids, $token);
            }
        }
        return [];
    }

    /**
     * @param non-empty-list<int> $ids
     * @return list<Item> those of them that are held by this token
     */
    private function held(array $ids, string $token): array
    {
        return $this->read((string) $this->db->prepare(
            "SELECT * FROM {$this->table()} WHERE id IN (" . implode(',', $ids) . ') AND lease_token = %s ORDER BY id',
            $token
        ));
    }

    /** Takes an item whose holder is known to be dead, without waiting for its lease to run out. */
    public function takeOver(int $attachmentId, State $state): ?Item
    {
        $token = bin2hex(random_bytes(16));
        $this->contended->query((string) $this->db->prepare(
            "UPDATE {$this->table()} SET lease_token = %s, lease_until = %d WHERE active = %d AND state = %s",
            $token,
            time() + self::LEASE,
            $attachmentId,
            $state->value
        ));
        return $this->read((string) $this->db->prepare(
            "SELECT * FROM {$this->table()} WHERE active = %d AND lease_token = %s",
            $attachmentId,
            $token
        ))[0] ?? null;
    }

    /** The remote job whose answer is due first, or null. */
    public function dueRemoteJob(): ?string
    {
        return $this->db->get_var($this->db->prepare(
            "SELECT remote_job FROM {$this->table()} WHERE state = %s AND " . Due::at(time())
                . " AND job_id IN (SELECT id FROM {$this->jobs->table()} WHERE state = %s) ORDER BY not_before, id LIMIT 1",
            State::Ordered->value,
            JobState::Open->value
        ));
    }

    /** @return list<Item> */
    public function claimRemoteJob(string $remoteJob): array
    {
        return $this->claim(State::Ordered, 1000, (string) $this->db->prepare('AND remote_job = %s', $remoteJob));
    }

    /** @throws LeaseLost when another runner has taken over */
    public function heartbeat(Item ...$items): void
    {
        foreach ($items as $item) {
            $this->write($item, ['lease_until' => time() + self::LEASE]);
        }
    }

    /**
     * Writes while keeping the claim.
     *
     * @param array<string, int|string|null> $columns
     * @throws LeaseLost
     */
    public function write(Item $item, array $columns): void
    {
        $holder = ['id' => $item->id, 'lease_token' => $item->leaseToken];
        if ($this->contended->update($this->table(), $columns, $holder)) {
            return;
        }
        $present = (string) $this->db->get_var(
            $this->db->prepare("SELECT lease_token FROM {$this->table()} WHERE id = %d", $item->id)
        );
        if ($present !== $item->leaseToken) {
            throw new LeaseLost("item {$item->id} was taken over by another run"); // not for people
        }
    }

    /**
     * The next state, with the claim given back.
     *
     * @param array<string, int|string|null> $columns
     */
    public function advance(Item $item, State $state, array $columns = []): void
    {
        $own = ['state' => $state->value, 'attempts' => 0, 'not_before' => 0, 'reason_code' => '', 'reason' => ''];
        $final = $state->isOpen() ? [] : ['active' => null];
        $this->write($item, $columns + $own + $final + $this->released());
    }

    /** Back to the queue, to be tried again in a number of seconds; the reason tells people why it waits. */
    public function postpone(Item $item, Why $why, int $seconds, bool $countsAsAttempt = false): void
    {
        $this->write($item, [
            'not_before' => time() + min(Due::LONGEST, $seconds),
            'attempts' => $item->attempts + ($countsAsAttempt ? 1 : 0),
        ] + $why->columns() + $this->released());
    }

    /**
     * The service is away: all open work of the site waits until then, except what waits for a person or for money anyway.
     *
     * @param list<int> $witnesses items whose last failures are not theirs
     */
    public function shelter(int $until, Why $why, array $witnesses): void
    {
        $open = implode("','", array_column(State::OPEN, 'value'));
        $waits = implode("','", [...Item::WAITS, Item::REVIEW]);
        $this->contended->query((string) $this->db->prepare(
            "UPDATE {$this->table()} SET not_before = GREATEST(not_before, %d), reason = %s, reason_code = %s"
                . " WHERE state IN ('{$open}') AND lease_until < %d AND reason_code NOT IN ('{$waits}')",
            $until,
            $why->pack(),
            $why->code,
            time()
        ));
        $ids = implode(',', array_map(intval(...), $witnesses)) ?: '0';
        $this->contended->query("UPDATE {$this->table()} SET attempts = 0 WHERE id IN ({$ids})");
    }

    /** Given back unchanged. */
    public function release(Item ...$items): void
    {
        foreach ($items as $item) {
            $this->write($item, $this->released());
        }
    }

    /** Ends what has not been started at the service; what runs there or is being applied ends by itself. */
    public function cancelWaiting(int $jobId): int
    {
        $why = Why::own('cancelled_by_user', ['when' => 'waiting']);
        return $this->contended->query((string) $this->db->prepare(
            "UPDATE {$this->table()} SET state = %s, active = NULL, lease_until = 0, lease_token = '',"
                . ' reason_code = %s, reason = %s, updated_at = %d'
                . " WHERE job_id = %d AND state IN ('unpriced', 'planned', 'waiting', 'uploaded')",
            State::Cancelled->value,
            $why->code,
            $why->pack(),
            time(),
            $jobId
        ));
    }

    /** @return list<string> remote jobs of which something is still open */
    public function openRemoteJobs(int $jobId): array
    {
        return $this->db->get_col($this->db->prepare(
            "SELECT DISTINCT remote_job FROM {$this->table()} WHERE job_id = %d AND state = %s",
            $jobId,
            State::Ordered->value
        ));
    }

    /** Seconds until something is due, or until what another run works on is worth a look; null when nothing is open. */
    public function secondsUntilDue(int $look = self::LEASE): ?int
    {
        $open = implode("','", array_map(static fn (State $state): string => $state->value, State::OPEN));
        $due = $this->db->get_var($this->db->prepare(
            "SELECT MIN(GREATEST(not_before, LEAST(lease_until, %d))) FROM {$this->table()} WHERE state IN ('{$open}')"
                . ' AND ' . Due::known() . " AND job_id IN (SELECT id FROM {$this->jobs->table()} WHERE state = %s)",
            ...[time() + $look, JobState::Open->value]
        ));
        return $due === null ? null : max(0, (int) $due - time());
    }

    public function table(): string
    {
        return $this->db->prefix . 'picopt_items';
    }

    /** @return array<string, int|string> */
    private function released(): array
    {
        return ['lease_token' => '', 'lease_until' => 0, 'updated_at' => time()];
    }

    /** @return list<Item> of a job, in the order in which they were added */
    private function page(int $jobId, string $where, int $after, int $limit): array
    {
        return $this->read($this->db->prepare(
            "SELECT * FROM {$this->table()} WHERE job_id = %d{$where} AND id > %d ORDER BY id LIMIT %d",
            ...[$jobId, $after, $limit]
        ));
    }

    /** @return list<Item> */
    private function read(string $sql): array
    {
        return array_map(Item::fromRow(...), $this->db->get_results($sql, ARRAY_A) ?: []);
    }
}
