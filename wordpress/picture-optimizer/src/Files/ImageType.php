<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/** The media type of an image file by its bytes. WordPress tells it, but knows HEIC only since 6.7. */
final class ImageType
{
    /** Of HEVC stills (ISO/IEC 23008-12, B.4.1); the service takes a file that names one among its first brands. */
    private const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis'];

    /** @return string Empty for what is no image. */
    public static function of(string $path): string
    {
        return (string) wp_get_image_mime($path) ?: self::ofBrands((string) @file_get_contents($path, false, null, 0, 32));
    }

    public static function isHeic(string $mime): bool
    {
        return in_array($mime, ['image/heic', 'image/heif'], true);
    }

    private static function ofBrands(string $head): string
    {
        $brands = [substr($head, 8, 4), ...str_split(substr($head, 16), 4)];
        return substr($head, 4, 4) === 'ftyp' && array_intersect(self::HEIC_BRANDS, $brands) !== [] ? 'image/heic' : '';
    }
}
