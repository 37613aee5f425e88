<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Why;

/** What is to be done with one picture: a pipeline, or nothing and why. */
final class Decision
{
    private function __construct(
        public readonly ?Pipeline $pipeline,
        public readonly ?Why $why,
    ) {
    }

    public static function process(Pipeline $pipeline): self
    {
        return new self($pipeline, null);
    }

    public static function skip(Why $why): self
    {
        return new self(null, $why);
    }
}
