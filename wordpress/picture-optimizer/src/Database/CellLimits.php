<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

use PictureOptimizer\Budget;
use PictureOptimizer\Counted;

/** Which values can be read and changed with the memory and the packets that this server has; asked before a value is read. */
final class CellLimits
{
    /** Smaller values are no question on any host that WordPress runs on. */
    public const SMALL = 256 * KB_IN_BYTES;

    /**
     * Bytes of memory a byte of the value, from reading it to proving that it is still readable. Measured on values of 4 MB: JSON
     * 14, serialized 8, HTML 2; and three more for the row, the statement and its answer.
     */
    private const FACTORS = ['json' => 18, 'serialized' => 12, 'text' => 6];

    /** What a statement holds beside the value. */
    private const OVERHEAD = 64 * KB_IN_BYTES;

    private ?int $packet = null;

    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * @param int|null $bytes Length of the value, if it is known.
     * @return string|null Why it cannot be done; null when it can.
     */
    public function obstacle(Cell $cell, ?int $bytes = null): ?string
    {
        if ($bytes !== null && $bytes < self::SMALL) {
            return null;
        }
        $row = $this->db->get_row(
            "SELECT LENGTH(`{$cell->column}`), LEFT(`{$cell->column}`, 4) FROM `{$cell->table}` WHERE {$cell->where($this->db)} LIMIT 1",
            ARRAY_N
        );
        $bytes = (int) ($row[0] ?? 0);
        if ($bytes < self::SMALL) {
            return null;
        }
        $memory = $bytes * self::FACTORS[self::kind((string) $row[1])];
        return match (true) {
            $bytes + self::OVERHEAD > $this->packet() => sprintf(
                /* translators: 1: size, 2: size, 3: name of a setting */
                __('its %1$s are more than the database takes in one packet (%2$s, %3$s)', 'picture-optimizer'),
                Counted::bytes($bytes),
                Counted::bytes($this->packet()),
                'max_allowed_packet'
            ),
            $memory > self::memoryLeft() => sprintf(
                /* translators: 1: size, 2: size, 3: name of a setting */
                __('its %1$s need %2$s of memory, more than PHP may use here (%3$s)', 'picture-optimizer'),
                Counted::bytes($bytes),
                Counted::bytes($memory),
                'memory_limit = ' . ini_get('memory_limit')
            ),
            default => null,
        };
    }

    /** Whether a statement of this length can be sent. */
    public function canSend(int $bytes): bool
    {
        return $bytes + self::OVERHEAD <= $this->packet();
    }

    private static function kind(string $beginning): string
    {
        return match (true) {
            preg_match('/^[aOCs]:\d/', $beginning) === 1 => 'serialized',
            preg_match('/^\s*[[{]/', $beginning) === 1 => 'json',
            default => 'text',
        };
    }

    private static function memoryLeft(): float
    {
        $limit = wp_convert_hr_to_bytes((string) ini_get('memory_limit'));
        return $limit <= 0 ? INF : $limit * 0.95 - Budget::memoryUsed();
    }

    private function packet(): int
    {
        return $this->packet ??= (int) $this->db->get_var('SELECT @@max_allowed_packet') ?: MB_IN_BYTES;
    }
}
