<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\References\Spelling;

/** Finds other attachments with the same file, as translation plugins make them, or with a file that is one of an image's sizes. */
final class OtherOwners
{
    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * Names in the image's folder that belong to another attachment as well: its file, or one of its sizes.
     *
     * @param list<string> $names File names that are asked about.
     * @return list<string> Those of them, and others.
     */
    public function names(Run $run, array $names): array
    {
        $folder = dirname(self::normalized($run->absolute('x')));
        $taken = [];
        foreach ($this->near($run, $names) as $id) {
            $file = self::normalized((string) Described::path($id, unfiltered: true));
            if (Disk::isSame(dirname($file), $folder)) {
                $meta = get_post_meta($id, '_wp_attachment_metadata', true);
                array_push($taken, ...array_values(Attachment::namesIn($file, $meta)));
            }
        }
        return array_values(array_unique($taken));
    }

    /**
     * @param string $file As in _wp_attached_file.
     * @return list<int>
     */
    public function of(int $attachmentId, string $file): array
    {
        // The database takes "Photo.jpg", "phóto.jpg" and "photo.jpg" for the same text; on the disk they are three files.
        // Meta can outlive its post.
        return array_map('intval', $this->db->get_col($this->db->prepare(
            "SELECT m.post_id FROM {$this->db->postmeta} m JOIN {$this->db->posts} p ON p.ID = m.post_id
            WHERE m.meta_key = '_wp_attached_file' AND m.meta_value = %s AND BINARY m.meta_value = %s AND m.post_id <> %d",
            $file,
            $file,
            $attachmentId
        )));
    }

    /**
     * Other attachments whose file begins like one of these names, without its size: "photo.jpg" may have "photo-300x200.jpg" as a
     * size, and the other way round. Some keep the whole path of their file.
     *
     * @param list<string> $names
     * @return list<int>
     */
    private function near(Run $run, array $names): array
    {
        $beginnings = array_values(array_unique(array_map(
            static fn (string $name): string => $run->relative(Spelling::stem($name)),
            $names
        )));
        // Beginnings cost a fraction of what words anywhere in a text do; there can be a hundred thousand files.
        $like = [...array_map(fn (string $beginning): string => $this->db->esc_like($beginning) . '%', $beginnings), '/%', '_:%', '.%'];
        $rows = $this->db->get_results($this->db->prepare(
            "SELECT post_id, meta_value FROM {$this->db->postmeta} WHERE meta_key = '_wp_attached_file' AND post_id <> %d AND ("
                . implode(' OR ', array_fill(0, count($like), 'meta_value LIKE %s')) . ')',
            $run->attachmentId(),
            ...$like
        ), ARRAY_N);
        $isNear = static fn (array $row): bool => array_filter(
            $beginnings,
            static fn (string $beginning): bool => mb_stripos(wp_normalize_path($row[1]), $beginning) !== false
        ) !== [];
        $ids = array_map(intval(...), array_column(array_filter($rows, $isNear), 0));
        update_meta_cache('post', $ids);
        return $ids;
    }

    private static function normalized(string $path): string
    {
        return (string) preg_replace('~/(?:\./)*~', '/', wp_normalize_path($path));
    }
}
