<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\Wire\SizeRequest;
use PictureOptimizer\Replace\Source;

/** Which sub-sizes a picture has on this site, in WordPress' own numbers. All in pixels of the upright original. */
final class Geometry
{
    /** The contract's `sizes_per_item` and `output_pixels_per_source_pixel`. */
    private const MOST_SIZES = 40;
    private const MOST_PIXELS = 3;

    /** @return array{int, int} width and height of the picture as people see it */
    public static function upright(Source $source): array
    {
        return $source->turned ? [$source->height, $source->width] : [$source->width, $source->height];
    }

    /**
     * @param array<string, int> $inUse bytes of the files that the new ones are to replace, by size: what would not be
     *                                  smaller is not made, and the site's own file stays
     * @return list<SizeRequest>
     */
    public static function sizes(int $attachmentId, int $width, int $height, array $inUse = []): array
    {
        $metadata = wp_get_attachment_metadata($attachmentId) ?: [];
        // The filter that core applies before it makes sub-sizes; themes and plugins drop or add sizes there.
        $wanted = apply_filters(
            'intermediate_image_sizes_advanced',
            wp_get_registered_image_subsizes(),
            $metadata,
            $attachmentId
        );
        $sizes = [];
        $pixels = 0;
        foreach ($wanted as $name => $size) {
            $numbers = image_resize_dimensions(
                $width,
                $height,
                (int) ($size['width'] ?? 0),
                (int) ($size['height'] ?? 0),
                $size['crop'] ?? false
            );
            if (!$numbers || self::makesNone($numbers, $width, $height)) {
                continue;
            }
            [, , $srcX, $srcY, $dstW, $dstH, $srcW, $srcH] = array_map(intval(...), $numbers);
            $more = $dstW * $dstH;
            // One that is too large for the rest leaves room for smaller ones.
            if (count($sizes) < self::MOST_SIZES && $pixels + $more <= self::MOST_PIXELS * $width * $height) {
                $pixels += $more;
                $bytes = $inUse[$name] ?? null;
                $sizes[] = new SizeRequest((string) $name, $srcX, $srcY, $srcW, $srcH, $dstW, $dstH, $bytes);
            }
        }
        return $sizes;
    }

    /** WordPress' limit for the full size, in pixels a side; null when there is none, or it does not matter here. */
    public static function longestSide(int $attachmentId, string $path, int $width, int $height): ?int
    {
        $threshold = apply_filters('big_image_size_threshold', 2560, [$width, $height], $path, $attachmentId);
        $threshold = (int) $threshold;
        return $threshold > 0 && max($width, $height) > $threshold ? $threshold : null;
    }

    /** @param array<int, int|float> $numbers */
    private static function makesNone(array $numbers, int $width, int $height): bool
    {
        return (int) $numbers[4] === $width && (int) $numbers[5] === $height;
    }
}
