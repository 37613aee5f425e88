<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/**
 * What WordPress' meta says of an attachment, whatever stands there: importers and plugins have left lists where a text belongs,
 * and WordPress' own functions end the request with an error then.
 */
final class Described
{
    public const FILE = '_wp_attached_file';
    public const ALT = '_wp_attachment_image_alt';

    /** As in _wp_attached_file: below uploads; or a whole address, where a plugin shows images of another site. */
    public static function file(int $attachmentId): string
    {
        return self::text($attachmentId, self::FILE);
    }

    public static function alt(int $attachmentId): string
    {
        return self::text($attachmentId, self::ALT);
    }

    /**
     * @param bool $unfiltered Whether plugins that keep files elsewhere are not asked.
     * @return string|null Where the file should be on this server; null where nothing says so.
     */
    public static function path(int $attachmentId, bool $unfiltered = false): ?string
    {
        $path = is_array(get_post_meta($attachmentId, self::FILE, true)) ? null : get_attached_file($attachmentId, $unfiltered);
        return is_string($path) && !str_contains($path, '://') ? $path : null;
    }

    private static function text(int $attachmentId, string $key): string
    {
        $value = get_post_meta($attachmentId, $key, true);
        return is_scalar($value) ? (string) $value : '';
    }
}
