<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** An answer that is not the service's: a proxy's web page, a cut-off body, other bytes than announced. */
final class BrokenAnswer extends ApiError
{
    public static function because(string $cause): self
    {
        return new self(sprintf(
            /* translators: %s: what was wrong with the answer */
            __('The service’s answer cannot be used: %s. Nothing was changed.', 'picture-optimizer'),
            $cause
        ));
    }

    public function isRetryable(): bool
    {
        return true;
    }

    public function reasonCode(): string
    {
        return 'broken_answer';
    }
}
