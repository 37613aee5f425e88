<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/**
 * One result file: downloaded to the staging folder, to be verified again before it goes live.
 *
 * @phpstan-type KeptFile array{name: string, path: string, sha256: string, bytes: int,
 *     width: int, height: int, mime: string, extension: string}
 */
final class NewFile
{
    public const BREAKPOINT = 'breakpoint-';

    /**
     * @param string $name      "full", the name of a sub-size, or "breakpoint-480".
     * @param string $path      Where it is staged.
     * @param string $sha256    Lower-case hexadecimal.
     * @param int    $bytes     Length of the file.
     * @param int    $width     Pixels.
     * @param int    $height    Pixels.
     * @param string $mime      For example "image/webp".
     * @param string $extension Without the dot, as fits the bytes.
     */
    public function __construct(
        public readonly string $name,
        public readonly string $path,
        public readonly string $sha256,
        public readonly int $bytes,
        public readonly int $width,
        public readonly int $height,
        public readonly string $mime,
        public readonly string $extension,
    ) {
    }

    /** @return KeptFile */
    public function toArray(): array
    {
        return get_object_vars($this);
    }

    /** @param KeptFile $data As written by toArray(). */
    public static function fromArray(array $data): self
    {
        return new self(...$data);
    }
}
