<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** A job that goes on, or that somebody has paused. */
final class OpenJob
{
    /** @param int $inReview texts that wait for a person */
    public function __construct(
        public readonly int $id,
        public readonly bool $isPaused,
        public readonly int $inReview,
    ) {
    }
}
