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
            static fn (mixed $size): string => is_array($size) ? basename((string) ($size['file'] ?? '')) : '',
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
            $to = is_array($size) ? $names[basename((string) ($size['file'] ?? ''))] ?? null : null;
            return $to === null ? $size : $this->described($attachmentId, $to) + $size;
        }, $kept);
        if ($mapped !== $kept) {
            update_post_meta($attachmentId, self::KEY, wp_slash($mapped));
        }
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
