<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** Where two versions of a value differ: all that has to be sent of a large one. */
final class Middle
{
    private const PIECE = 64 * KB_IN_BYTES;

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
        $start = self::alike($before, $after, $shorter);
        $end = min(self::alike($before, $after, $shorter, fromEnd: true), $shorter - $start);
        while ($start > 0 && self::continues($before[$start] ?? 'a')) {
            $start--;
        }
        while ($end > 0 && self::continues($after[strlen($after) - $end])) {
            $end--;
        }
        return new self($start, $end, substr($after, $start, strlen($after) - $start - $end));
    }

    /** How many bytes are the same, a piece at a time: values can be large, and memory is short. */
    private static function alike(string $before, string $after, int $most, bool $fromEnd = false): int
    {
        for ($same = 0; $same < $most; $same += $length) {
            $length = min(self::PIECE, $most - $same);
            $pieces = array_map(static fn (string $text): string => $fromEnd
                ? strrev(substr($text, strlen($text) - $same - $length, $length))
                : substr($text, $same, $length), [$before, $after]);
            $here = strspn($pieces[0] ^ $pieces[1], "\0");
            if ($here < $length) {
                return $same + $here;
            }
        }
        return $most;
    }

    /** Whether a byte is inside of a character. */
    private static function continues(string $byte): bool
    {
        return (ord($byte) & 0xC0) === 0x80;
    }
}
