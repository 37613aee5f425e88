<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/**
 * Recognizes what lies in a container's own layer, or in memory, while uploads are on a volume: the next start of the container
 * begins without it.
 */
final class ContainerLayer
{
    private const MOUNTS = '/proc/self/mountinfo';
    private const FLEETING = ['overlay', 'aufs', 'fuse.fuse-overlayfs', 'tmpfs', 'ramfs'];

    /** @param string|null $mounts What Linux knows of this process's mounts; null to ask. Unknown is not fleeting. */
    public static function holds(string $folder, ?string $mounts = null): bool
    {
        $mounts ??= (string) @file_get_contents(self::MOUNTS);
        $there = self::mountOf($folder, $mounts);
        return $there !== null && in_array($there[1], self::FLEETING, true) && $there !== self::mountOf(Attachment::uploads(), $mounts);
    }

    /** @return array{string, string}|null Where the file system of a path is mounted, and its type. */
    private static function mountOf(string $path, string $mounts): ?array
    {
        for ($real = false; $real === false && $path !== dirname($path); $path = dirname($path)) {
            $real = @realpath($path);
        }
        $found = null;
        // "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw": proc_pid_mountinfo(5).
        preg_match_all('/^\d+ \d+ \S+ \S+ (\S+) .*? - (\S+) /m', $mounts, $lines, PREG_SET_ORDER);
        foreach ($lines as [, $point, $type]) {
            $point = stripcslashes($point); // A space is "\040".
            $isAbove = str_starts_with("{$real}/", rtrim($point, '/') . '/');
            // Of two mounts on one point the later one is seen.
            if ($real !== false && $isAbove && strlen($point) >= strlen($found[0] ?? '')) {
                $found = [$point, $type];
            }
        }
        return $found;
    }
}
