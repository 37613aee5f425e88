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
    private const BEFORE_EDITS = '_wp_attachment_backup_sizes';

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

    /** Address of the image in about this size, for our screens; of the file itself where its metadata gives no numbers. */
    public static function url(int $attachmentId, string $size = 'thumbnail'): string
    {
        try {
            return (string) wp_get_attachment_image_url($attachmentId, $size);
        } catch (\TypeError) {
            return (string) wp_get_attachment_url($attachmentId);
        }
    }

    /**
     * Whether somebody has cropped, turned or scaled it in WordPress' image editor and not gone back: the editor keeps the name of the
     * file before, and gives the new one a number of its own.
     */
    public static function isEdited(int $attachmentId): bool
    {
        $file = basename(self::file($attachmentId));
        $kept = get_post_meta($attachmentId, self::BEFORE_EDITS, true);
        $before = is_array($kept) && is_array($kept['full-orig'] ?? null) ? $kept['full-orig']['file'] ?? '' : '';
        return (is_string($before) && $before !== '' && $before !== $file) || preg_match('/-e\d{13}\.\w+$/D', $file) === 1;
    }

    /** Makes the attachment's type that of its file, by the file's extension; WordPress' own tools forget it. */
    public static function followType(int $attachmentId, string $file): void
    {
        $type = wp_check_filetype($file)['type'];
        if (is_string($type) && $type !== (string) get_post_mime_type($attachmentId) && str_starts_with($type, 'image/')) {
            // Not wp_update_post(): it makes revisions and changes dates.
            $GLOBALS['wpdb']->update($GLOBALS['wpdb']->posts, ['post_mime_type' => $type], ['ID' => $attachmentId]);
            clean_post_cache($attachmentId);
        }
    }

    private static function text(int $attachmentId, string $key): string
    {
        $value = get_post_meta($attachmentId, $key, true);
        return is_scalar($value) ? (string) $value : '';
    }
}
