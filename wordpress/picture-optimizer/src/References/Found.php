<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** One value that may name a picture, as the scanner read it. */
final class Found
{
    public function __construct(
        public readonly TextTable $table,
        public readonly string $key,
        public readonly string $column,
        public readonly string $value,
        public readonly int $postId,
    ) {
    }
}
