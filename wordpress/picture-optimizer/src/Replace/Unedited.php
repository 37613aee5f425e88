<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Database\Cells;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;

/**
 * Watches for editors. The fence keeps other runs away, but nobody who crops an image, uploads another file in its place or writes its
 * alt text meanwhile; and what this process or an object cache remembers of the image does not show that.
 */
final class Unedited
{
    public function __construct(
        private readonly \wpdb $db,
        private readonly Cells $cells,
        private readonly Backups $backups,
    ) {
    }

    /** @return string A hash of all that an edit of the image changes, as the database has it now. */
    public static function state(\wpdb $db, int $attachmentId): string
    {
        $rows = [
            $db->get_row($db->prepare(
                "SELECT post_title, post_excerpt, post_content, post_mime_type FROM {$db->posts} WHERE ID = %d",
                $attachmentId
            ), ARRAY_N),
            $db->get_results($db->prepare(
                "SELECT meta_key, meta_value FROM {$db->postmeta} WHERE post_id = %d AND meta_key IN
                ('_wp_attached_file', '_wp_attachment_metadata', '_wp_attachment_image_alt') ORDER BY meta_key, meta_id",
                $attachmentId
            ), ARRAY_N),
        ];
        return hash('sha256', serialize($rows));
    }

    /** @throws ChangedMeanwhile When the image is not what it was as the run began. What we wrote of it ourselves is no edit. */
    public function check(Run $run): void
    {
        $isUntouched = $run->seen === '' || self::state($this->db, $run->attachmentId()) === $run->seen;
        if (!$isUntouched && $this->cells->count($run->id) === 0) {
            throw new ChangedMeanwhile();
        }
    }

    /** @throws ChangedMeanwhile When WordPress does not know our file, or no longer. */
    public function checkFile(Run $run): void
    {
        $full = $run->newNames['full'] ?? null;
        if ($full !== null && Attachment::fresh($run->attachmentId())->file !== $run->relative($full)) {
            throw new ChangedMeanwhile();
        }
    }

    /** Whether a file of before is still the one that is in the backup, so that nothing is lost with it. */
    public function isBackedUp(Run $run, string $name): bool
    {
        $hash = $this->backups->files($run->rollback ?: $run->backup)[$name] ?? null;
        return $hash !== null && is_file($run->absolute($name)) && Disk::sha256($run->absolute($name)) === $hash;
    }
}
