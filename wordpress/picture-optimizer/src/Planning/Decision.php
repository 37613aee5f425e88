<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Store\Pipeline;

/** What is to be done with one picture: a pipeline, or nothing and why. */
final class Decision
{
    private function __construct(
        public readonly ?Pipeline $pipeline,
        public readonly string $code,
        public readonly string $reason,
    ) {
    }

    public static function process(Pipeline $pipeline): self
    {
        return new self($pipeline, '', '');
    }

    public static function skip(string $code, string $reason): self
    {
        return new self(null, $code, $reason);
    }
}
