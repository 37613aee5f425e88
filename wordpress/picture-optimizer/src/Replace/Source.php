<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** The picture to optimize: always an original, never our own output. */
final class Source
{
    /**
     * @param string $path   Absolute.
     * @param string $sha256 Lower-case hexadecimal.
     * @param int    $bytes  Length of the file.
     * @param int    $width  Pixels as stored, before any orientation; 0 when they cannot be read.
     * @param int    $height The same.
     * @param bool   $turned Whether it is shown with its sides swapped.
     */
    public function __construct(
        public readonly string $path,
        public readonly string $sha256,
        public readonly int $bytes,
        public readonly string $mime,
        public readonly int $width,
        public readonly int $height,
        public readonly bool $turned = false,
    ) {
    }
}
