<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

/** Which widths srcset lacks on this site: those at which its theme shows images, that WordPress makes no size for. */
final class Breakpoints
{
    /** Widths of phones in pixels of the layout, as most visitors have them; an image there fills the screen. */
    private const PHONES = [360, 412];

    /** Pixels of a screen for one of the layout. */
    private const DENSITIES = [1, 2];

    /** A size that is this much larger than needed, as a share, still serves. */
    private const CLOSE_ENOUGH = 0.2;

    private const MOST = 5;

    /** @return list<int> in pixels, narrow ones first */
    public static function suggested(): array
    {
        $there = self::made();
        $suggested = [];
        foreach (self::needed() as $width) {
            $serves = static fn (int $one): bool => $one >= $width && $one <= $width * (1 + self::CLOSE_ENOUGH);
            if (array_filter([...$there, ...$suggested], $serves) === []) {
                $suggested[] = $width;
            }
        }
        $suggested = array_slice($suggested, 0, self::MOST);
        sort($suggested);
        return $suggested;
    }

    /** @return list<int> widths at which images are shown, the widest first */
    private static function needed(): array
    {
        $needed = [];
        foreach (self::DENSITIES as $density) {
            foreach ([...self::PHONES, ...Layout::widths()] as $width) {
                $needed[] = (int) round($density * $width);
            }
        }
        rsort($needed);
        return array_values(array_filter(array_unique($needed), static fn (int $width): bool => $width >= min(self::PHONES)));
    }

    /** @return list<int> widths of the sizes that keep an image's shape, and so stand in srcset */
    private static function made(): array
    {
        $whole = array_filter(wp_get_registered_image_subsizes(), static fn (array $size): bool => !$size['crop']);
        return array_values(array_filter(array_map(intval(...), array_column($whole, 'width'))));
    }
}
