<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

use PictureOptimizer\ChangeError;

/** What WordPress knows about a picture at this moment: its files and their names. */
final class Attachment
{
    /** The size by which WordPress knows the copy for social networks; see Delivery\SocialImages. */
    public const SOCIAL = 'picopt-social';

    /**
     * @param string               $file Path relative to uploads, as in _wp_attached_file.
     * @param array<string, mixed> $meta As in _wp_attachment_metadata.
     */
    private function __construct(
        public readonly int $id,
        public readonly string $file,
        public readonly array $meta,
        public readonly string $alt,
    ) {
    }

    /** @throws ChangeError When it is no picture, or its file is not on this server. */
    public static function load(int $id): self
    {
        if (get_post_type($id) !== 'attachment') {
            throw new ChangeError(__('This image is no longer in the Media Library.', 'picture-optimizer'));
        }
        $file = Described::file($id);
        if (str_starts_with(wp_normalize_path($file), wp_normalize_path(self::uploads()) . '/')) {
            throw new ChangeError(__(
                'WordPress has stored the full path of this image’s file instead of its path inside the uploads'
                    . ' folder, so the image was left as is.',
                'picture-optimizer'
            ));
        }
        $isPath = $file !== '' && !str_contains($file, "\0") && !str_contains($file, '://'); // a zero byte ends PHP's own functions
        if (!$isPath || path_is_absolute($file) || validate_file($file) !== 0) {
            throw new ChangeError(__('The file of this image is not in the uploads folder of this server.', 'picture-optimizer'));
        }
        $meta = get_post_meta($id, '_wp_attachment_metadata', true);
        $meta = is_array($meta) ? $meta : [];
        // Old importers and plugins left a text where sizes belong.
        if (isset($meta['sizes']) && !is_array($meta['sizes'])) {
            $meta['sizes'] = [];
        }
        return new self($id, $file, $meta, Described::alt($id));
    }

    /**
     * The same, as the database has it now, whatever this process or an object cache remembers.
     *
     * @throws ChangeError
     */
    public static function fresh(int $id): self
    {
        wp_cache_delete($id, 'posts');
        wp_cache_delete($id, 'post_meta');
        return self::load($id);
    }

    /** The folder relative to uploads, "" for uploads itself. */
    public function folder(): string
    {
        return str_contains($this->file, '/') ? dirname($this->file) : '';
    }

    /** @param string $name A file name of this picture. */
    public function relative(string $name): string
    {
        return ltrim("{$this->folder()}/{$name}", '/');
    }

    public function absolute(string $name): string
    {
        return self::uploads() . '/' . $this->relative($name);
    }

    /**
     * File names by size: "full", every sub-size, and "original" where WordPress keeps a larger one.
     *
     * @return array<string, string>
     */
    public function names(): array
    {
        return self::namesIn($this->file, $this->meta);
    }

    /**
     * The same of any file and its metadata.
     *
     * @param mixed $meta Whatever somebody wrote there.
     * @return array<string, string>
     */
    public static function namesIn(string $file, mixed $meta): array
    {
        $meta = is_array($meta) ? $meta : [];
        $names = ['full' => basename($file)];
        foreach (is_array($meta['sizes'] ?? null) ? $meta['sizes'] : [] as $size => $data) {
            $names[(string) $size] = is_array($data) ? self::name($data['file'] ?? '') : '';
        }
        // A theme may call one of its sizes "original".
        $names['original'] = self::name($meta['original_image'] ?? '') ?: $names['original'] ?? '';
        return array_filter($names, static fn (string $name): bool => $name !== '');
    }

    /** Without folders; empty for anything that is no name, whoever wrote it there. */
    private static function name(mixed $value): string
    {
        return is_string($value) ? basename($value) : '';
    }

    /** @return array<string, string> The names whose files exist. */
    public function existing(): array
    {
        return array_filter($this->names(), fn (string $name): bool => is_file($this->absolute($name)));
    }

    /**
     * Bytes of the files that pages can show: all sizes, but neither the upload that WordPress keeps beside a scaled image
     * nor the copy for social networks.
     */
    public function servedBytes(): int
    {
        $names = array_unique(array_diff_key($this->existing(), ['original' => true, self::SOCIAL => true]));
        return array_sum(array_map(fn (string $name): int => (int) filesize($this->absolute($name)), $names));
    }

    /** @throws ChangeError When the picture's best file is not on this server. */
    public function originalPath(): string
    {
        return $this->sources()[0] ?? throw new ChangeError(
            __(
                'The file of this image is missing on this server. It may be stored somewhere else.',
                'picture-optimizer'
            )
        );
    }

    /**
     * Files that a result can be made of, the best one first: the upload that WordPress keeps, and what it made of it. Once somebody
     * has edited the image in WordPress, the upload shows what was cut away or turned, and only the edited file is the image.
     *
     * @return list<string> Paths; none where both are missing on this server.
     */
    public function sources(): array
    {
        $existing = $this->existing();
        $original = Described::isEdited($this->id) ? [] : [$existing['original'] ?? null];
        return array_map($this->absolute(...), array_values(array_unique(array_filter([...$original, $existing['full'] ?? null]))));
    }

    public static function uploads(): string
    {
        return untrailingslashit(wp_get_upload_dir()['basedir']);
    }
}
