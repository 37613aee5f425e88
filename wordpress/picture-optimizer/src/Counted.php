<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** Numbers as people read them, in their language; shared/format.js says the same in scripts. Not for IDs. */
final class Counted
{
    /** sprintf() that writes whole numbers in the reader's locale: 10,003 and not 10003. */
    public static function say(string $text, int|string ...$values): string
    {
        return sprintf(
            (string) preg_replace('/%(\d+\$)?d/', '%$1s', $text),
            ...array_map(static fn (int|string $value): string => is_int($value) ? number_format_i18n($value) : $value, $values)
        );
    }

    /** A size, `1.5 KB`, with a decimal only where it says something: `2 KB`, `996 B`. */
    public static function bytes(int $bytes): string
    {
        $unit = 1024 ** min(4, (int) floor(log(max(1, $bytes), 1024)));
        $tenths = (int) round(10 * $bytes / $unit);
        return (string) size_format($bytes, $tenths % 10 === 0 ? 0 : 1);
    }

    /** A share, `62%`; more than nothing and less than all is never shown as either. */
    public static function percent(int $part, int $whole): string
    {
        if ($whole === 0) {
            return '–';
        }
        $percent = (int) round(100 * $part / $whole);
        return number_format_i18n($part > 0 && $part < $whole ? min(99, max(1, $percent)) : $percent) . '%';
    }
}
