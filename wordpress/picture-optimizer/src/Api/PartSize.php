<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** How much of a file is held in memory at once. */
final class PartSize
{
    /** The service's largest part (`limits.upload_part_bytes`). */
    private const MOST = 8 * MB_IN_BYTES;

    private const LEAST = 256 * KB_IN_BYTES;

    /** A sixth of the memory that is left: the HTTP library keeps up to three copies of a body. */
    public static function fitting(): int
    {
        $limit = wp_convert_hr_to_bytes((string) ini_get('memory_limit'));
        if ($limit <= 0) {
            return self::MOST;
        }
        return (int) max(self::LEAST, min(self::MOST, ($limit - memory_get_usage(true)) / 6));
    }
}
