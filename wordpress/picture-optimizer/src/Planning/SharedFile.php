<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Files\Described;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Why;

/**
 * Translation plugins make a second attachment for the same file. The file is processed once, for the oldest of them; the others
 * follow it. One whose files were replaced keeps that part, also when an older one comes back out of the trash: only it can be reverted.
 */
final class SharedFile
{
    /**
     * @param list<int> $attachmentIds
     * @return array<int, int> whose the file is, by attachment; one look for all
     */
    public static function owners(\wpdb $db, array $attachmentIds): array
    {
        update_meta_cache('post', $attachmentIds);
        $files = [];
        foreach ($attachmentIds as $id) {
            $files[$id] = Described::file($id);
        }
        $wanted = array_unique(array_values(array_filter($files)));
        if ($wanted === []) {
            return [];
        }
        $marks = implode(',', array_fill(0, count($wanted), '%s'));
        $rows = $db->get_results($db->prepare(
            // To the database, names that differ by case or accents only are one; on the disk they are two. Meta can outlive its post.
            "SELECT CAST(m.meta_value AS BINARY) AS file,"
                . ' COALESCE(MIN(IF(r.id IS NULL, NULL, m.post_id)), MIN(m.post_id)) AS owner'
                . " FROM {$db->postmeta} m"
                . " JOIN {$db->posts} p ON p.ID = m.post_id AND p.post_type = 'attachment' AND p.post_status <> 'trash'"
                . " LEFT JOIN {$db->prefix}picopt_replacements r ON r.attachment_id = m.post_id AND r.state = 'applied'"
                . " AND r.applied_sha256 <> ''"
                . " WHERE m.meta_key = '_wp_attached_file' AND m.meta_value IN ({$marks}) GROUP BY file",
            ...$wanted
        ), ARRAY_A);
        $owners = array_column($rows, 'owner', 'file');
        return array_map(static fn (string $file): int => (int) ($owners[$file] ?? 0), array_filter($files));
    }

    /** Null when this attachment's file is its own to change. */
    public static function obstacle(int $attachmentId, int $owner, Pipeline $pipeline): ?Decision
    {
        if (!$pipeline->exports() || $owner === 0 || $owner === $attachmentId) {
            return null;
        }
        return Decision::skip(Why::own('same_file', ['owner' => $owner]));
    }
}
