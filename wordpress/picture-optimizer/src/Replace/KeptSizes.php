<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Files\Attachment;

/**
 * What WordPress' image editor keeps to go back to (`_wp_attachment_backup_sizes`). WordPress does not look whether these files
 * are there, so a file that is named there stays, and one that a revert takes away is led back to the one it was made of.
 */
final class KeptSizes
{
    private const KEY = '_wp_attachment_backup_sizes';

    /** @return list<string> File names. */
    public function names(int $attachmentId): array
    {
        return array_values(array_filter(array_map(
            self::name(...),
            $this->read($attachmentId)
        )));
    }

    /**
     * @param array<string, string> $names New file name by old one, in the folder of the attachment.
     */
    public function map(int $attachmentId, array $names): void
    {
        $kept = $this->read($attachmentId);
        $mapped = array_map(function (mixed $size) use ($attachmentId, $names): mixed {
            $to = $names[self::name($size)] ?? null;
            return $to === null ? $size : $this->described($attachmentId, $to) + (array) $size;
        }, $kept);
        if ($mapped !== $kept) {
            update_post_meta($attachmentId, self::KEY, wp_slash($mapped));
        }
    }

    /** @param mixed $size one entry, or whatever else stands there */
    private static function name(mixed $size): string
    {
        return is_array($size) && is_string($size['file'] ?? null) ? basename($size['file']) : '';
    }

    /** @return array<string, mixed> */
    private function described(int $attachmentId, string $name): array
    {
        $path = Attachment::load($attachmentId)->absolute($name);
        [$width, $height] = (is_file($path) ? wp_getimagesize($path) : false) ?: [0, 0];
        return ['file' => $name] + ($width > 0 ? ['width' => $width, 'height' => $height] : [])
            + (is_file($path) ? ['filesize' => (int) filesize($path), 'mime-type' => (string) wp_get_image_mime($path)] : []);
    }

    /** @return array<mixed> */
    private function read(int $attachmentId): array
    {
        $kept = get_post_meta($attachmentId, self::KEY, true);
        return is_array($kept) ? $kept : [];
    }
}
