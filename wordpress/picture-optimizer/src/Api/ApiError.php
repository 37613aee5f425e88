<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** Anything that went wrong between this site and the service. The message is a sentence for the user. */
abstract class ApiError extends \RuntimeException
{
    abstract public function isRetryable(): bool;

    /** Seconds to wait before trying again, when the service named them; else 0. */
    public function retryAfter(): int
    {
        return 0;
    }

    abstract public function reasonCode(): string;

    /** By this name support finds the request in the service's logs; empty when the service gave no answer of its own. */
    public function requestId(): string
    {
        return '';
    }
}
