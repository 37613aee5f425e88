<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Database\Contention;

/** What this site has ordered of the service, by the service's own jobs. */
final class Orders
{
    private readonly Contention $contention;

    public function __construct(private readonly \wpdb $db, private readonly ItemStore $items)
    {
        $this->contention = new Contention($db);
    }

    /**
     * Names an order before it is sent, for all its items at once.
     *
     * @param non-empty-list<Item> $items
     */
    public function begin(array $items, string $key): void
    {
        $ids = implode(',', array_column($items, 'id'));
        $this->contention->query(
            (string) $this->db->prepare("UPDATE {$this->items->table()} SET order_key = %s WHERE id IN ({$ids})", $key)
        );
    }

    /**
     * The service has the order: all its items at once, so that none can be ordered again.
     *
     * @return int how many still want it: none when their job was stopped meanwhile
     */
    public function complete(string $key, string $remoteJob): int
    {
        return $this->contention->query((string) $this->db->prepare(
            "UPDATE {$this->items->table()} SET state = %s, remote_job = %s, quote_id = '', attempts = 0, not_before = 0, reason = '',"
                . " reason_code = '', lease_token = '', lease_until = 0, updated_at = %d"
                . ' WHERE order_key = %s AND state = %s',
            State::Ordered->value,
            $remoteJob,
            time(),
            $key,
            State::Uploaded->value
        ));
    }

    /**
     * @param int $since Unix time; orders in which nothing has changed since are left out.
     * @return list<string> Remote jobs, newest first.
     */
    public function jobs(int $since = 0): array
    {
        return $this->db->get_col($this->db->prepare(
            "SELECT remote_job FROM {$this->items->table()} WHERE remote_job <> '' AND updated_at >= %d
            GROUP BY remote_job ORDER BY MAX(id) DESC",
            $since
        ));
    }

    /** @return list<Item> */
    public function items(string $remoteJob): array
    {
        $ids = $this->db->get_col($this->db->prepare(
            "SELECT id FROM {$this->items->table()} WHERE remote_job = %s AND remote_item <> '' ORDER BY id",
            $remoteJob
        ));
        return array_values(array_filter(array_map(fn (string $id): ?Item => $this->items->get((int) $id), $ids)));
    }

    /** @return list<int> Items of a job that a quote of its plan was for, in the order in which they were quoted. */
    public function quotedTogether(int $jobId, string $quoteId): array
    {
        return array_map(intval(...), $this->db->get_col($this->db->prepare(
            "SELECT id FROM {$this->items->table()} WHERE job_id = %d AND quote_id = %s ORDER BY id",
            $jobId,
            $quoteId
        )));
    }

    /** Whether some of them are about to be uploaded: they wait for nothing but their turn. */
    public function areOnTheWay(int $jobId, string $quoteId): bool
    {
        return $this->db->get_var($this->db->prepare(
            "SELECT 1 FROM {$this->items->table()} WHERE job_id = %d AND quote_id = %s AND state = %s AND not_before <= %d LIMIT 1",
            $jobId,
            $quoteId,
            State::Waiting->value,
            time()
        )) !== null;
    }

    /** Images were put back to what they were: whatever was applied of their orders. */
    public function noteReverted(int ...$attachmentIds): void
    {
        $ids = implode(',', $attachmentIds) ?: '0';
        $this->db->query("UPDATE {$this->items->table()} SET reverted = 1 WHERE attachment_id IN ({$ids}) AND reverted = 0"
            . " AND remote_item <> '' AND state IN ('applied', 'done')");
    }

    /** @return array<int, string> The service's items that it still takes for applied, by ours. */
    public function untoldReverts(int $after, int $limit): array
    {
        $rows = $this->db->get_results($this->db->prepare(
            "SELECT id, remote_item FROM {$this->items->table()} WHERE reverted = 1 AND id > %d ORDER BY id LIMIT %d",
            $after,
            $limit
        ), ARRAY_A);
        return array_column($rows, 'remote_item', 'id');
    }

    public function noteTold(int $itemId): void
    {
        $this->db->update($this->items->table(), ['reverted' => 2], ['id' => $itemId]);
    }

    /**
     * This site is a copy: what the other one has ordered, or was about to, is that one's. Nothing is done about it here, nor told to the
     * service; what is in place stays.
     */
    public function disown(JobStore $jobs): void
    {
        $why = Why::own('copied');
        $open = implode("','", array_column([State::Unpriced, State::Planned, ...State::OPEN], 'value'));
        $this->contention->query((string) $this->db->prepare(
            "UPDATE {$this->items->table()} SET state = IF(state = %s, %s, %s), active = NULL, lease_token = '', lease_until = 0,"
                . " reason_code = %s, reason = %s, updated_at = %d WHERE state IN ('{$open}')",
            State::Applied->value,
            State::Done->value,
            State::Cancelled->value,
            $why->code,
            $why->pack(),
            time()
        ));
        $this->contention->query("UPDATE {$this->items->table()} SET order_key = '', remote_job = '', remote_item = '', reverted = 0");
        $jobs->stopAll($why);
    }

    /** What an item has cost, by the service's word; the image's own sum follows. */
    public function correct(Item $item, int $credits, PictureStore $pictures): void
    {
        // Not while a runner holds it: it writes its own.
        $this->db->update($this->items->table(), ['credits' => $credits], ['id' => $item->id, 'lease_token' => '']);
        $known = $pictures->get($item->attachmentId);
        if ($known !== null) {
            $pictures->save($item->attachmentId, ['credits' => max(0, $known->credits + $credits - $item->credits)]);
        }
    }
}
