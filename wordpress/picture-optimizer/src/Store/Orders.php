<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** What this site has ordered of the service, by the service's own jobs. */
final class Orders
{
    public function __construct(private readonly \wpdb $db, private readonly ItemStore $items)
    {
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
