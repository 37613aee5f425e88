<?php

declare(strict_types=1);

namespace PictureOptimizer\Health;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Replace\Originals;

/** Proves that a picture is whole: its files are there and pictures, and its original can be had back. */
final class Verification
{
    public function __construct(private readonly Originals $originals)
    {
    }

    /** @return list<string> what is wrong; empty when nothing is */
    public function faults(int $attachmentId): array
    {
        if ($attachmentId < 1 || get_post_type($attachmentId) !== 'attachment') { // WordPress takes 0 for the post at hand.
            return [__('There is no such image in the Media Library.', 'picture-optimizer')];
        }
        try {
            $this->originals->sourceFor($attachmentId);
            $faults = [];
        } catch (ChangeError $error) {
            $faults = [$error->getMessage()];
        }
        $live = (string) Described::path($attachmentId);
        foreach (self::sizes($attachmentId) as $name => $size) {
            $path = dirname($live) . '/' . wp_basename(self::text($size, 'file'));
            $faults = [...$faults, ...self::fileFaults((string) $name, $path, self::text($size, 'mime-type'))];
        }
        return [...$faults, ...self::fileFaults('full', $live, (string) get_post_mime_type($attachmentId))];
    }

    /** @return array<mixed> as WordPress has them, or whatever else stands there */
    private static function sizes(int $attachmentId): array
    {
        $metadata = wp_get_attachment_metadata($attachmentId);
        return is_array($metadata) && is_array($metadata['sizes'] ?? null) ? $metadata['sizes'] : [];
    }

    private static function text(mixed $size, string $name): string
    {
        return is_array($size) && is_string($size[$name] ?? null) ? $size[$name] : '';
    }

    /** @return list<string> */
    private static function fileFaults(string $name, string $path, string $mime): array
    {
        if (!is_file($path)) {
            /* translators: %s: name of a size */
            return [sprintf(__('The file of the size “%s” is missing.', 'picture-optimizer'), $name)];
        }
        if (wp_get_image_mime($path) !== $mime) {
            /* translators: %s: name of a size */
            return [sprintf(__('The file of the size “%s” is of the wrong type.', 'picture-optimizer'), $name)];
        }
        return [];
    }
}
