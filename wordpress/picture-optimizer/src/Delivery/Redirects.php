<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Files\Described;

/**
 * Remembers every name that a picture's file ever had. A name leads to the picture and the size that it was, and from there to the
 * file of today: there are no chains, and after a revert the newer names lead back.
 */
final class Redirects
{
    public function __construct(private readonly \wpdb $db, private readonly NamesList $list)
    {
    }

    /** @param string $path Relative to uploads. */
    public function add(string $path, int $attachmentId, string $size): void
    {
        $this->db->query($this->db->prepare(
            "INSERT INTO {$this->table()} (path_hash, lower_hash, name_hash, path, attachment_id, size, created_at)
            VALUES (%s, %s, %s, %s, %d, %s, %s)
            ON DUPLICATE KEY UPDATE attachment_id = VALUES(attachment_id), size = VALUES(size)",
            self::hash($path),
            self::hash(mb_strtolower($path)),
            self::nameHash($path),
            $path,
            $attachmentId,
            $size,
            current_time('mysql', true)
        ));
        $this->list->add($path, $attachmentId, $size);
    }

    /**
     * Where files of these names are today, for those that are known.
     *
     * @param list<string> $paths Relative to uploads.
     * @return array<string, array{attachment: int, path: string}> By the path that was asked for.
     */
    public function resolve(array $paths): array
    {
        return $this->today($this->rows($paths));
    }

    /**
     * The same for all spellings of one name, in one query: on disks that know no capitals, pages name files in any case.
     *
     * @return array<string, array{attachment: int, path: string}> By the name that the file had.
     */
    public function resolveInAnyCase(string $path): array
    {
        return $this->today($this->rows([mb_strtolower($path)], 'lower_hash'));
    }

    /**
     * @param non-empty-list<string> $names Of whole images, with their folder or a part of that, or without.
     * @return array<int, string> Where images that once had one of these names are today, by attachment.
     */
    public function named(array $names): array
    {
        $this->completeNames();
        $hashes = implode("','", array_map(self::nameHash(...), $names));
        $isOne = implode(' OR ', array_fill(0, count($names), 'path = %s OR path LIKE %s'));
        $ids = $this->db->get_col($this->db->prepare(
            "SELECT attachment_id FROM {$this->table()} WHERE name_hash IN ('{$hashes}') AND ({$isOne})"
                . " AND size IN ('full', 'original') ORDER BY id DESC LIMIT 20",
            ...array_merge(...array_map(fn (string $name): array => [$name, '%/' . $this->db->esc_like($name)], $names))
        ));
        $today = [];
        foreach (array_map(intval(...), $ids) as $id) {
            $today[$id] = $this->currentPath($id, 'full');
        }
        return array_filter($today, is_string(...));
    }

    /**
     * Whether any of these names was another picture's. Names that differ by case only are one file on many disks.
     *
     * @param array<string> $paths
     */
    public function isReserved(array $paths, int $attachmentId): bool
    {
        foreach ($this->rows(array_map('mb_strtolower', $paths), 'lower_hash') as $row) {
            if ((int) $row->attachment_id !== $attachmentId) {
                return true;
            }
        }
        return false;
    }

    /** @return iterable<array{path: string, target: string}> All names that lead somewhere else today. */
    public function all(): iterable
    {
        $last = 0;
        do {
            $rows = $this->db->get_results($this->db->prepare(
                "SELECT id, path, attachment_id, size FROM {$this->table()} WHERE id > %d ORDER BY id LIMIT 500",
                $last
            ));
            foreach ($rows as $row) {
                $last = (int) $row->id;
                $target = $this->currentPath((int) $row->attachment_id, $row->size);
                if ($target !== null && $target !== $row->path) {
                    yield ['path' => $row->path, 'target' => $target];
                }
            }
        } while ($rows !== []);
    }

    /** @return iterable<array{string, int, string}> Every name: path below uploads, attachment and size. */
    public function names(): iterable
    {
        for ($last = 0, $rows = [null]; $rows !== [];) {
            $rows = $this->db->get_results($this->db->prepare(
                "SELECT id, path, attachment_id, size FROM {$this->table()} WHERE id > %d ORDER BY id LIMIT 5000",
                $last
            ));
            foreach ($rows as $row) {
                $last = (int) $row->id;
                yield [$row->path, (int) $row->attachment_id, $row->size];
            }
        }
    }

    /** @return list<int> Images that had other names, some at a time, by their number. */
    public function attachments(int $after, int $most): array
    {
        return array_map(intval(...), $this->db->get_col($this->db->prepare(
            "SELECT DISTINCT attachment_id FROM {$this->table()} WHERE attachment_id > %d ORDER BY attachment_id LIMIT %d",
            $after,
            $most
        )));
    }

    /** @return list<int> Images whose names changed last. */
    public function newest(int $mostNames): array
    {
        return array_values(array_unique(array_map(intval(...), $this->db->get_col($this->db->prepare(
            "SELECT attachment_id FROM {$this->table()} ORDER BY id DESC LIMIT %d",
            $mostNames
        )))));
    }

    /** @return list<string> What one size of an image was called, relative to uploads, newest first. */
    public function formerNames(int $attachmentId, string $size): array
    {
        return array_map(strval(...), $this->db->get_col($this->db->prepare(
            "SELECT path FROM {$this->table()} WHERE attachment_id = %d AND size = %s ORDER BY id DESC",
            $attachmentId,
            $size
        )));
    }

    /** @return int How many former names there are. */
    public function count(): int
    {
        return (int) $this->db->get_var("SELECT COUNT(*) FROM {$this->table()}");
    }

    /** @param string $path In any case. */
    public function countHit(string $path): void
    {
        $this->db->query($this->db->prepare(
            "UPDATE {$this->table()} SET hits = hits + 1, last_hit_at = %s WHERE lower_hash = %s",
            current_time('mysql', true),
            self::hash(mb_strtolower($path))
        ));
    }

    /** @return int How often old names were asked for. */
    public function hits(?int $attachmentId = null): int
    {
        $where = $attachmentId === null ? '1 = 1' : $this->db->prepare('attachment_id = %d', $attachmentId);
        return (int) $this->db->get_var("SELECT COALESCE(SUM(hits), 0) FROM {$this->table()} WHERE {$where}");
    }

    /** Another attachment has the same file, and keeps its former names alive. */
    public function handOver(int $from, int $to): void
    {
        $rows = $this->db->get_results($this->db->prepare("SELECT path, size FROM {$this->table()} WHERE attachment_id = %d", $from));
        foreach ($rows as $row) {
            $this->add($row->path, $to, $row->size);
        }
    }

    /** A deleted picture's names are free again. */
    public function forgetPicture(int $attachmentId): void
    {
        $this->db->delete($this->table(), ['attachment_id' => $attachmentId]);
    }

    /**
     * @param list<object> $rows
     * @return array<string, array{attachment: int, path: string}>
     */
    private function today(array $rows): array
    {
        $found = [];
        foreach ($rows as $row) {
            $now = $this->currentPath((int) $row->attachment_id, $row->size);
            if ($now !== null) {
                $found[$row->path] = ['attachment' => (int) $row->attachment_id, 'path' => $now];
            }
        }
        return $found;
    }

    private function currentPath(int $attachmentId, string $size): ?string
    {
        $file = Described::file($attachmentId);
        if ($file === '') {
            return null;
        }
        $name = self::nameOf($attachmentId, $size) ?? basename($file);
        return str_contains($file, '/') ? dirname($file) . "/{$name}" : $name;
    }

    /** @return string|null Null where the size has no file of its own. */
    private static function nameOf(int $attachmentId, string $size): ?string
    {
        $meta = self::arrayOr(get_post_meta($attachmentId, '_wp_attachment_metadata', true));
        $ofSize = self::arrayOr(self::arrayOr($meta['sizes'] ?? null)[$size] ?? null);
        $name = $size === 'original' ? $meta['original_image'] ?? null : $ofSize['file'] ?? null;
        return is_string($name) && $name !== '' ? $name : null;
    }

    /**
     * Other plugins write metadata, too: anything may stand there.
     *
     * @return array<mixed> An empty one for what is none.
     */
    private static function arrayOr(mixed $value): array
    {
        return is_array($value) ? $value : [];
    }

    /**
     * @param array<string> $paths
     * @return list<object>
     */
    private function rows(array $paths, string $column = 'path_hash'): array
    {
        if ($paths === []) {
            return [];
        }
        $marks = implode(',', array_fill(0, count($paths), '%s'));
        return $this->db->get_results($this->db->prepare(
            "SELECT path, attachment_id, size FROM {$this->table()} WHERE {$column} IN ({$marks})",
            ...array_map([self::class, 'hash'], array_values($paths))
        ));
    }

    /** Rows of before there was this column have it empty: one look at its index tells. */
    private function completeNames(): void
    {
        if ($this->db->get_var("SELECT 1 FROM {$this->table()} WHERE name_hash = '' LIMIT 1") !== null) {
            $this->db->query("UPDATE {$this->table()} SET name_hash = MD5(CONVERT(LOWER(SUBSTRING_INDEX(path, '/', -1)) USING utf8mb4))"
                . " WHERE name_hash = ''");
        }
    }

    /** Of the name without its folder, as databases of all kinds can make it of a path. */
    private static function nameHash(string $path): string
    {
        return md5(mb_strtolower((string) substr((string) strrchr("/{$path}", '/'), 1)));
    }

    private static function hash(string $path): string
    {
        return hash('sha256', $path);
    }

    private function table(): string
    {
        return $this->db->prefix . 'picopt_redirects';
    }
}
