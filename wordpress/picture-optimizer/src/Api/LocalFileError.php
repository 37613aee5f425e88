<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** A file on this server cannot be read or written; trying again will not mend that. */
final class LocalFileError extends ApiError
{
    public function isRetryable(): bool
    {
        return false;
    }

    public function reasonCode(): string
    {
        return 'local_file';
    }
}
