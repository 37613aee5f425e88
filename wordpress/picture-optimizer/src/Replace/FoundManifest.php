<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\ImageType;

/**
 * The manifest of a backup that was found on the disk. Others may write to uploads as well, so nothing in it is believed: names
 * stay inside uploads, types are those of images, and what counts in the end are the bytes.
 */
final class FoundManifest
{
    private const TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/bmp', 'image/tiff',
        'image/heic', 'image/heif'];

    /**
     * @param string                $site   Address of the site that made it.
     * @param string                $folder Relative to uploads.
     * @param array<string, string> $files  SHA-256 by file name.
     * @param array<string, string> $names  File name by size.
     * @param array<string, string> $meta   Raw values by key, of the attachment's file and its metadata.
     */
    private function __construct(
        public readonly int $attachmentId,
        public readonly string $site,
        public readonly int $madeAt,
        public readonly string $folder,
        public readonly array $files,
        public readonly array $names,
        public readonly array $meta,
        public readonly string $mime,
    ) {
    }

    /** @throws ChangeError When it says what no manifest of ours says. */
    public static function read(string $path): self
    {
        $data = json_decode((string) @file_get_contents($path), true, 32);
        if (!is_array($data) || !is_int($data['attachment'] ?? null) || !is_string($data['folder'] ?? null)) {
            throw new ChangeError(__('Its manifest can’t be read.', 'picture-optimizer'));
        }
        $folder = trim($data['folder'], '/');
        if (validate_file($folder) !== 0 || str_starts_with($folder, '.') || str_contains($folder, '\\')) {
            throw new ChangeError(__('Its manifest names a folder outside of uploads.', 'picture-optimizer'));
        }
        $files = array_map(static fn (mixed $file): string => self::text($file, 'sha256'), (array) ($data['files'] ?? []));
        $names = array_filter((array) ($data['names'] ?? []), is_string(...));
        foreach ([...array_keys($files), ...$names] as $name) {
            self::checkName((string) $name);
        }
        $meta = array_column(array_filter((array) ($data['meta'] ?? []), is_array(...)), 'meta_value', 'meta_key');
        return new self(
            $data['attachment'],
            self::text($data, 'site'),
            (int) strtotime(self::text($data, 'made_at')),
            $folder,
            $files,
            $names,
            array_filter($meta, is_string(...)),
            self::text($data['post'] ?? null, 'post_mime_type'),
        );
    }

    private static function text(mixed $of, string $name): string
    {
        return is_array($of) && is_string($of[$name] ?? null) ? $of[$name] : '';
    }

    public function relative(string $name): string
    {
        return ltrim("{$this->folder}/{$name}", '/');
    }

    /** @throws ChangeError Unless it is the plain name of an image file. */
    public static function checkName(string $name): void
    {
        $type = wp_check_filetype($name, wp_get_mime_types())['type'];
        if ($name !== basename($name) || str_starts_with($name, '.') || validate_file($name) !== 0 || !in_array($type, self::TYPES, true)) {
            throw new ChangeError(__('Its manifest names a file that is not an image in uploads.', 'picture-optimizer'));
        }
    }

    /** @throws ChangeError Unless the bytes are those of the manifest, and an image. */
    public function checkFile(string $name, string $path): void
    {
        if (is_link($path) || !is_file($path) || !hash_equals($this->files[$name] ?? '', (string) hash_file('sha256', $path))) {
            throw new ChangeError(sprintf(
                /* translators: %s: file name */
                __('The copy of %s is missing or damaged.', 'picture-optimizer'),
                $name
            ));
        }
        if (!in_array(ImageType::of($path), self::TYPES, true)) {
            /* translators: %s: file name */
            throw new ChangeError(sprintf(__('The copy of %s is not an image.', 'picture-optimizer'), $name));
        }
    }
}
