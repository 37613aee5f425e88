<?php

declare(strict_types=1);

namespace PictureOptimizer\Guide;

/** One of the first steps: what to do, where (nothing: somebody else does it), and whether it is done. */
final class Step
{
    public function __construct(
        public readonly string $title,
        public readonly string $why,
        public readonly string $action,
        public readonly string $url,
        public readonly bool $done,
    ) {
    }
}
