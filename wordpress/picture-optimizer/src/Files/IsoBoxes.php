<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/** Boxes of AVIF and HEIC (ISO/IEC 14496-12, 23008-12), as far as they say how the primary image is turned and how large it is. */
final class IsoBoxes
{
    /** Whether the primary item is turned by 90 or 270 degrees. */
    public static function turnsPrimaryItem(string $data): bool
    {
        foreach (self::propertiesOfPrimaryItem($data) as [$type, $content]) {
            if ($type === 'irot') {
                return (ord($content[0] ?? "\0") & 1) === 1;
            }
        }
        return false;
    }

    /** @return array{int, int} Width and height as stored, of the clean aperture where there is one; 0 when it does not say. */
    public static function sizeOfPrimaryItem(string $data): array
    {
        $size = [0, 0];
        foreach (self::propertiesOfPrimaryItem($data) as [$type, $content]) {
            if ($type === 'ispe' && $size === [0, 0] && strlen($content) >= 12) {
                $size = [self::number($content, 4, 4), self::number($content, 8, 4)];
            }
            if ($type === 'clap' && strlen($content) >= 16) {
                $size = [self::quotient($content, 0) ?: $size[0], self::quotient($content, 8) ?: $size[1]];
            }
        }
        return $size;
    }

    /** @return list<array{string, string}> Type and content. */
    private static function propertiesOfPrimaryItem(string $data): array
    {
        // Full boxes begin with a version and three bytes of flags.
        $meta = self::boxes(substr(self::first(self::boxes($data), 'meta'), 4));
        $primary = self::first($meta, 'pitm');
        $id = self::number($primary, 4, ord($primary[0] ?? "\0") === 0 ? 2 : 4);
        $iprp = self::boxes(self::first($meta, 'iprp'));
        $all = self::boxes(self::first($iprp, 'ipco'));
        $wanted = self::associated(self::first($iprp, 'ipma'), $id);
        return array_values(array_filter(array_map(static fn (int $index): ?array => $all[$index - 1] ?? null, $wanted)));
    }

    /** @return list<int> Numbers of an item's properties, from 1; a file may name many items, and only one is of interest. */
    private static function associated(string $ipma, int $wanted): array
    {
        if (strlen($ipma) < 8) {
            return [];
        }
        $idBytes = ord($ipma[0]) < 1 ? 2 : 4;
        $indexBytes = (ord($ipma[3]) & 1) === 1 ? 2 : 1;
        $at = 8;
        for ($entry = 0, $entries = min(10_000, self::number($ipma, 4, 4)); $entry < $entries; $entry++) {
            $id = self::number($ipma, $at, $idBytes);
            $count = self::number($ipma, $at + $idBytes, 1);
            $at += $idBytes + 1;
            if ($id === $wanted) {
                // The highest bit says whether a reader must know the property.
                return array_map(static fn (int $one): int => self::number($ipma, $at + $one * $indexBytes, $indexBytes)
                    & (1 << (8 * $indexBytes - 1)) - 1, $count === 0 ? [] : range(0, $count - 1));
            }
            $at += $count * $indexBytes;
        }
        return [];
    }

    /** @return list<array{string, string}> Type and content. */
    private static function boxes(string $data): array
    {
        $boxes = [];
        for ($at = 0; $at + 8 <= strlen($data);) {
            $size = self::number($data, $at, 4);
            $head = 8;
            if ($size === 1) {
                [$size, $head] = [self::number($data, $at + 8, 8), 16];
            }
            $size = $size === 0 ? strlen($data) - $at : $size;
            if ($size < $head) {
                break;
            }
            $boxes[] = [substr($data, $at + 4, 4), substr($data, $at + $head, $size - $head)];
            $at += $size;
        }
        return $boxes;
    }

    /** @param list<array{string, string}> $boxes */
    private static function first(array $boxes, string $type): string
    {
        return array_column($boxes, 1, 0)[$type] ?? '';
    }

    /** Two numbers of four bytes, the first by the second; 0 where that is none. */
    private static function quotient(string $data, int $at): int
    {
        return (int) round(self::number($data, $at, 4) / (self::number($data, $at + 4, 4) ?: INF));
    }

    private static function number(string $data, int $at, int $bytes): int
    {
        $number = 0;
        foreach (str_split(substr($data, $at, $bytes)) as $byte) {
            $number = ($number << 8) | ord($byte === '' ? "\0" : $byte);
        }
        return $number;
    }
}
