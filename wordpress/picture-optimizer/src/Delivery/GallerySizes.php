<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

/**
 * `sizes` of images in a gallery block. WordPress says of each that it fills the screen, so that a browser loads files that are
 * wide enough for the whole screen for images that share a row of it.
 */
final class GallerySizes
{
    /** As wp-includes/blocks/gallery/style.css has it: up to this width of a screen, two images share a row. */
    private const PHONE = 599;

    private const COLUMNS_OF_PHONES = 2;

    /** Where the block names no columns. */
    private const USUAL_COLUMNS = 3;

    /** @param array{attrs?: mixed} $block as somebody may have put it together by hand */
    public static function inBlock(string $html, array $block): string
    {
        $attributes = is_array($block['attrs'] ?? null) ? $block['attrs'] : [];
        return self::inRows($html, $attributes, RowWidth::of($attributes));
    }

    /** @param array<string, mixed> $attributes of the gallery */
    public static function inRows(string $html, array $attributes, RowWidth $row): string
    {
        $shapes = self::shapes($html);
        $columns = max(1, (int) ($attributes['columns'] ?? self::USUAL_COLUMNS));
        $isCropped = ($attributes['imageCrop'] ?? true) !== false;
        $phone = self::parts($shapes, min($columns, self::COLUMNS_OF_PHONES), $isCropped);
        $screen = self::parts($shapes, $columns, $isCropped);
        $images = new \WP_HTML_Tag_Processor($html);
        for ($place = 0; $images->next_tag('img'); $place++) {
            [$shape, $narrow, $wide] = [$shapes[$place], $phone[$place], $screen[$place]];
            if ($shape !== null && min($narrow->share(), $wide->share()) < 1 && $images->get_attribute('sizes') === null) {
                $images->set_attribute('sizes', self::sizes($narrow, $wide, $row, $shape[0]));
            }
        }
        return $images->get_updated_html();
    }

    /** @return list<array{int, int}|null> width and height of each image's file; null where they, or the shape it is shown in, are unknown */
    private static function shapes(string $html): array
    {
        $shapes = [];
        $images = new \WP_HTML_Tag_Processor($html);
        while ($images->next_tag('img')) {
            preg_match('/\bwp-image-(\d+)\b/', (string) $images->get_attribute('class'), $named);
            $meta = wp_get_attachment_metadata((int) ($named[1] ?? 0));
            $isShaped = str_contains((string) $images->get_attribute('style'), 'aspect-ratio');
            $shapes[] = is_array($meta) && !$isShaped ? self::dimensions((string) $images->get_attribute('src'), $meta) : null;
        }
        return $shapes;
    }

    /**
     * @param array<mixed> $meta WordPress calculates with whatever an importer left there
     * @return array{int, int}|null
     */
    private static function dimensions(string $address, array $meta): ?array
    {
        try {
            $size = wp_image_src_get_dimensions($address, $meta);
        } catch (\TypeError) {
            return null;
        }
        return is_array($size) && min($size) > 0 ? [(int) $size[0], (int) $size[1]] : null;
    }

    /**
     * A cropped row is as high as its tallest image makes it, and a flat one that has to fill that height needs more of its own
     * width than is seen of it.
     *
     * @param list<array{int, int}|null> $shapes
     * @return list<RowPart>
     */
    private static function parts(array $shapes, int $columns, bool $isCropped): array
    {
        $parts = [];
        foreach (array_chunk($shapes, $columns) as $row) {
            $flatness = array_map(static fn (?array $shape): ?float => $shape === null ? null : $shape[0] / $shape[1], $row);
            $isKnown = !in_array(null, $flatness, true);
            foreach ($flatness as $one) {
                $filling = $isCropped && $isKnown ? $one / min($flatness) : 1.0;
                $parts[] = $isKnown || !$isCropped ? new RowPart(count($row), $filling) : new RowPart(1, 1);
            }
        }
        return $parts;
    }

    /** The last part is what WordPress says too: no wider than the file that stands in the content. */
    private static function sizes(RowPart $phone, RowPart $screen, RowWidth $row, int $width): string
    {
        return sprintf(
            '(max-width: %dpx) %s, (max-width: %dpx) %s, %dpx',
            self::PHONE,
            $phone->width($row),
            ceil($width / $screen->share()),
            $screen->width($row),
            $width
        );
    }
}
