<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/**
 * How much smaller an image is: the only place that computes it. Both sides count what pages can show, the full file and
 * its sizes, and neither the upload that WordPress keeps nor the copy for social networks.
 */
final class Savings
{
    /** @param int $after 0 where no file was made */
    public function __construct(public readonly int $before, public readonly int $after)
    {
    }

    public function isSmaller(): bool
    {
        return $this->after > 0 && $this->after < $this->before;
    }

    public function isLarger(): bool
    {
        return $this->after > $this->before;
    }

    /** Bytes; negative where a wanted format came out larger. */
    public function saved(): int
    {
        return $this->after > 0 ? $this->before - $this->after : 0;
    }

    /** Whole percent; what is more than nothing and less than all is never shown as either (as in shared/format.js). */
    public function percent(): int
    {
        if (!$this->isSmaller()) {
            return 0;
        }
        return min(99, max(1, (int) round(100 * (1 - $this->after / $this->before))));
    }
}
