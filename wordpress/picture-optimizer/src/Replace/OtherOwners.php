<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Files\Attachment;

/** Finds other attachments with the same file, as translation plugins make them. */
final class OtherOwners
{
    public function __construct(private readonly \wpdb $db)
    {
    }

    /** Whether a file of this picture's former names belongs to another attachment as well. */
    public function use(Run $run, string $name): bool
    {
        return in_array($name, array_merge([], ...array_map(
            static fn (int $id): array => array_values(Attachment::load($id)->names()),
            $this->of($run->attachmentId(), $run->relative($run->oldNames['full']))
        )), true);
    }

    /**
     * @param string $file As in _wp_attached_file.
     * @return list<int>
     */
    public function of(int $attachmentId, string $file): array
    {
        return array_map('intval', $this->db->get_col($this->db->prepare(
            "SELECT post_id FROM {$this->db->postmeta}
            WHERE meta_key = '_wp_attached_file' AND meta_value = %s AND post_id <> %d",
            $file,
            $attachmentId
        )));
    }
}
