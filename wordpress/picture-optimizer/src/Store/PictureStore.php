<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Files\Described;

/** The table of what was done to each picture. */
final class PictureStore
{
    public function __construct(private readonly \wpdb $db)
    {
    }

    public function get(int $attachmentId): ?Picture
    {
        return $this->getMany([$attachmentId])[$attachmentId] ?? null;
    }

    /**
     * @param list<int> $attachmentIds
     * @return array<int, Picture> by attachment id
     */
    public function getMany(array $attachmentIds): array
    {
        if ($attachmentIds === []) {
            return [];
        }
        $ids = implode(',', array_map(intval(...), $attachmentIds));
        $rows = $this->db->get_results("SELECT * FROM {$this->table()} WHERE attachment_id IN ({$ids})", ARRAY_A);
        $pictures = array_map(Picture::fromRow(...), $rows ?: []);
        return array_column(array_map(static fn (Picture $p): array => [$p->attachmentId, $p], $pictures), 1, 0);
    }

    /** @param array<string, int|string> $columns those that change */
    public function save(int $attachmentId, array $columns): void
    {
        $columns += ['updated_at' => time()];
        $new = ['attachment_id' => $attachmentId] + $columns
            + ['status' => PictureStatus::Seen->value, 'written' => '[]', 'reason' => ''];
        $marks = implode(', ', array_map(
            static fn (int|string $value): string => is_int($value) ? '%d' : '%s',
            $new
        ));
        $updates = implode(', ', array_map(static fn (string $c): string => "{$c} = VALUES({$c})", array_keys($columns)));
        $this->db->query($this->db->prepare(
            "INSERT INTO {$this->table()} (" . implode(', ', array_keys($new)) . ") VALUES ({$marks})"
                . " ON DUPLICATE KEY UPDATE {$updates}",
            ...array_values($new)
        ));
    }

    /** @return list<int> pictures that hold something of ours */
    public function changedIds(): array
    {
        return array_map(intval(...), $this->db->get_col(
            "SELECT attachment_id FROM {$this->table()} WHERE status IN ('analysed', 'exported', 'processed')"
                . ' ORDER BY attachment_id'
        ));
    }

    public function forget(int $attachmentId): void
    {
        $this->db->delete($this->table(), ['attachment_id' => $attachmentId]);
    }

    /**
     * SHA-256 of the live file; computed again only when the file's name, length or time has changed.
     *
     * @return string|null null when there is no such file
     */
    public function liveSha256(int $attachmentId): ?string
    {
        $path = Described::path($attachmentId);
        clearstatcache(true, (string) $path);
        if ($path === null || !is_file($path)) {
            return null;
        }
        $fingerprint = md5($path) . ':' . filesize($path) . ':' . filemtime($path);
        $known = $this->db->get_row($this->db->prepare(
            "SELECT hash_of, hash FROM {$this->table()} WHERE attachment_id = %d",
            $attachmentId
        ), ARRAY_A);
        // A file of this very second may change once more without its time showing it.
        $settled = filemtime($path) < time() - 2;
        if ($settled && $known !== null && $known['hash_of'] === $fingerprint) {
            return (string) $known['hash'];
        }
        $hash = (string) hash_file('sha256', $path);
        $this->save($attachmentId, ['hash_of' => $settled ? $fingerprint : '', 'hash' => $hash]);
        return $hash;
    }

    /** @return array<string, int> number of pictures by status, how many became smaller (`optimized`), and `saved`, bytes */
    public function totals(): array
    {
        $rows = $this->db->get_results(
            "SELECT status, COUNT(*) AS number FROM {$this->table()} GROUP BY status",
            ARRAY_A
        );
        // As Savings counts for one image.
        $all = $this->db->get_row(
            'SELECT SUM(CAST(bytes_before AS SIGNED) - CAST(bytes_after AS SIGNED)) AS saved, SUM(bytes_after < bytes_before) AS optimized'
                . " FROM {$this->table()} WHERE status IN ('exported', 'processed') AND bytes_after > 0",
            ARRAY_A
        );
        // Without its table, all is nothing: it is Site Health that says so, and not a dashboard that does not come.
        return array_map(intval(...), array_column($rows, 'number', 'status') + ($all ?? ['saved' => 0, 'optimized' => 0]));
    }

    public function table(): string
    {
        return $this->db->prefix . 'picopt_pictures';
    }
}
