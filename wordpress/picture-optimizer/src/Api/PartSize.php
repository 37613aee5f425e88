<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Budget;

/**
 * How much of a file is held in memory and on the line at once: as much as fits the memory, and on a slow line so
 * little that a part takes a few seconds.
 */
final class PartSize
{
    /** The service's largest part (`limits.upload_part_bytes`). */
    public const MOST = 8 * MB_IN_BYTES;
    private const LEAST = 256 * KB_IN_BYTES;

    /** Seconds. */
    private const QUICK = 2;
    private const SLOW = 6;

    private int $bytes = MB_IN_BYTES;

    public function bytes(): int
    {
        return min($this->bytes, self::fitting());
    }

    /** Learns from the last part. */
    public function took(float $seconds): void
    {
        if ($seconds < self::QUICK) {
            $this->bytes = min(self::MOST, $this->bytes * 2);
        } elseif ($seconds > self::SLOW) {
            $this->bytes = max(self::LEAST, intdiv($this->bytes, 2));
        }
    }

    /** A sixth of the memory that is left: the HTTP library keeps up to three copies of a body. */
    public static function fitting(): int
    {
        $limit = wp_convert_hr_to_bytes((string) ini_get('memory_limit'));
        if ($limit <= 0) {
            return self::MOST;
        }
        return (int) max(self::LEAST, min(self::MOST, ($limit - Budget::memoryUsed(true)) / 6));
    }
}
