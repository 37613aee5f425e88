<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** Whose approvals of text stand in the table of items, for WordPress' privacy tools. */
final class Approvals
{
    public function __construct(private readonly \wpdb $db, private readonly ItemStore $items)
    {
    }

    /** @return list<Item> whose text this user approved */
    public function of(int $userId, int $limit, int $offset): array
    {
        $ids = $this->db->get_col($this->db->prepare(
            "SELECT id FROM {$this->items->table()} WHERE reviewed LIKE %s ORDER BY id LIMIT %d OFFSET %d",
            '%' . $this->db->esc_like(self::mark($userId)) . '%',
            $limit,
            $offset
        ));
        return array_values(array_filter(array_map(fn (string $id): ?Item => $this->items->get((int) $id), $ids)));
    }

    /** @return int how many approvals are nobody's from now on */
    public function forgetUser(int $userId): int
    {
        return (int) $this->db->query($this->db->prepare(
            "UPDATE {$this->items->table()} SET reviewed = REPLACE(reviewed, %s, %s) WHERE reviewed LIKE %s",
            self::mark($userId),
            self::mark(0),
            '%' . $this->db->esc_like(self::mark($userId)) . '%'
        ));
    }

    /** As Reviewed::toJson() writes it; inside of a text, quotation marks have a backslash before them. */
    private static function mark(int $userId): string
    {
        return "\"approved_by\":{$userId},";
    }
}
