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

    public static function register(): void
    {
        add_filter('render_block_core/gallery', self::inBlock(...), 10, 2);
    }

    /** @param array{attrs: array<string, mixed>} $block */
    public static function inBlock(string $html, array $block): string
    {
        $shapes = self::shapes($html);
        $columns = max(1, (int) ($block['attrs']['columns'] ?? self::USUAL_COLUMNS));
        $isCropped = ($block['attrs']['imageCrop'] ?? true) !== false;
        $phone = self::shares($shapes, min($columns, self::COLUMNS_OF_PHONES), $isCropped);
        $screen = self::shares($shapes, $columns, $isCropped);
        $images = new \WP_HTML_Tag_Processor($html);
        for ($place = 0; $images->next_tag('img'); $place++) {
            $sharesARow = min($phone[$place], $screen[$place]) < 1;
            if ($shapes[$place] !== null && $sharesARow && $images->get_attribute('sizes') === null) {
                $images->set_attribute('sizes', self::sizes($phone[$place], $screen[$place], $shapes[$place][0]));
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
            $size = is_array($meta) && !$isShaped ? wp_image_src_get_dimensions((string) $images->get_attribute('src'), $meta) : false;
            $shapes[] = is_array($size) && min($size) > 0 ? [(int) $size[0], (int) $size[1]] : null;
        }
        return $shapes;
    }

    /**
     * The part of the gallery's width that each image needs, 0 to 1. A cropped row is as high as its tallest image makes it, and a
     * flat one that has to fill that height needs more of its own width than is seen of it.
     *
     * @param list<array{int, int}|null> $shapes
     * @return list<float>
     */
    private static function shares(array $shapes, int $columns, bool $isCropped): array
    {
        $shares = [];
        foreach (array_chunk($shapes, $columns) as $row) {
            $flatness = array_map(static fn (?array $shape): ?float => $shape === null ? null : $shape[0] / $shape[1], $row);
            $isKnown = !in_array(null, $flatness, true);
            foreach ($flatness as $one) {
                $filling = $isCropped && $isKnown ? $one / min($flatness) : 1.0;
                $shares[] = $isKnown || !$isCropped ? min(1.0, $filling / count($row)) : 1.0;
            }
        }
        return $shares;
    }

    /** The last part is what WordPress says too: no wider than the file that stands in the content. */
    private static function sizes(float $phone, float $screen, int $width): string
    {
        $part = static fn (float $share): string => ceil(100 * $share) . 'vw';
        return sprintf(
            '(max-width: %dpx) %s, (max-width: %dpx) %s, %dpx',
            self::PHONE,
            $part($phone),
            ceil($width / $screen),
            $part($screen),
            $width
        );
    }
}
