<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

/** How wide an image is ever shown by the site's theme. */
final class Layout
{
    /** Pixels of a screen for one of the layout: sharper than this nobody sees. */
    private const DENSITY = 2;

    /** Where a theme says nothing, in pixels of the layout. */
    private const USUAL = 1280;

    /** Widest full-size file that is of use, in pixels. */
    public static function widestNeeded(): int
    {
        return self::DENSITY * max(self::widths());
    }

    /** @return non-empty-list<int> widths of the content and of wide blocks in pixels of the layout, as the theme says them */
    public static function widths(): array
    {
        $widths = array_map(self::pixels(...), array_values(wp_get_global_settings(['layout']) ?: []));
        $widths[] = (int) ($GLOBALS['content_width'] ?? 0);
        sort($widths);
        return array_values(array_unique(array_filter($widths))) ?: [self::USUAL];
    }

    /** @param mixed $width of theme.json, such as `1200px`, `60rem` or `min(1200px, 90vw)`: the largest length that it names */
    private static function pixels(mixed $width): int
    {
        preg_match_all('/(\d+(?:\.\d+)?)(px|rem|em)/', is_string($width) ? $width : '', $found, PREG_SET_ORDER);
        $lengths = array_map(static fn (array $one): float => (float) $one[1] * ($one[2] === 'px' ? 1 : 16), $found);
        return (int) max([0, ...$lengths]);
    }
}
