<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** Where two versions of a value differ: all that has to be sent of a large one. */
final class Middle
{
    /**
     * @param int    $start Bytes that both have in common at the beginning.
     * @param int    $end   Bytes that both have in common at the end.
     * @param string $text  What the new one has between them.
     */
    private function __construct(
        public readonly int $start,
        public readonly int $end,
        public readonly string $text,
    ) {
    }

    /** Cuts at borders of UTF-8 characters only. */
    public static function between(string $before, string $after): self
    {
        $shorter = min(strlen($before), strlen($after));
        $start = strspn($before ^ $after, "\0");
        $end = strspn(strrev(substr($before, -$shorter)) ^ strrev(substr($after, -$shorter)), "\0");
        $end = min($end, $shorter - $start);
        while ($start > 0 && self::continues($before[$start] ?? 'a')) {
            $start--;
        }
        while ($end > 0 && self::continues($after[strlen($after) - $end])) {
            $end--;
        }
        return new self($start, $end, substr($after, $start, strlen($after) - $start - $end));
    }

    /** Whether a byte is inside of a character. */
    private static function continues(string $byte): bool
    {
        return (ord($byte) & 0xC0) === 0x80;
    }
}
