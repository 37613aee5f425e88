<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** No answer at all: wrong address, no network, time-out. */
final class Unreachable extends ApiError
{
    private function __construct(string $message, public readonly string $cause)
    {
        parent::__construct($message);
    }

    /** @param string $cause what WordPress' HTTP functions said */
    public static function because(string $cause): self
    {
        return new self(sprintf(
            /* translators: %s: technical cause */
            __('The service can’t be reached (%s). Nothing was changed.', 'picture-optimizer'),
            $cause
        ), $cause);
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
