<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** There is no key to send, or it must not be sent from here; the message says what to do. */
final class NotConnected extends ApiError
{
    public function isRetryable(): bool
    {
        return true;
    }

    public function retryAfter(): int
    {
        return 5 * MINUTE_IN_SECONDS;
    }

    public function reasonCode(): string
    {
        return 'not_connected';
    }
}
