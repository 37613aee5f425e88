<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** No answer at all: wrong address, no network, time-out. */
final class Unreachable extends ApiError
{
    public static function because(string $cause): self
    {
        return new self(sprintf(
            /* translators: %s: technical cause */
            __('The service cannot be reached (%s). Nothing was changed.', 'picture-optimizer'),
            $cause
        ));
    }

    public function isRetryable(): bool
    {
        return true;
    }

    public function reasonCode(): string
    {
        return 'unreachable';
    }
}
