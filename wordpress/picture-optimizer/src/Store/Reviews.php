<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Database\Contention;

/** Writes what a person did about a text, whose requests may overtake each other. */
final class Reviews
{
    private readonly Contention $contention;

    public function __construct(private readonly \wpdb $db, private readonly ItemStore $items)
    {
        $this->contention = new Contention($db);
    }

    /** @return bool whether nobody else has written since the item was read, nor taken it over; else nothing is written */
    public function swap(Item $item, Reviewed $now): bool
    {
        $kept = $now->toJson();
        return $kept === $item->reviewed->kept || $this->contention->query((string) $this->db->prepare(
            "UPDATE {$this->items->table()} SET reviewed = %s WHERE id = %d AND lease_token = %s AND BINARY COALESCE(reviewed, '') = %s",
            $kept,
            $item->id,
            $item->leaseToken,
            $item->reviewed->kept
        )) === 1;
    }
}
