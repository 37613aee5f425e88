<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ExpiringCredits. */
final class ExpiringCredits implements \JsonSerializable
{
    public function __construct(
        public readonly int $credits,
        public readonly string $expiresAt,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            credits: $from->whole('credits'),
            expiresAt: $from->text('expires_at'),
        );
    }

    /** @return array{credits: int, expires_at: string} */
    public function jsonSerialize(): array
    {
        return [
            'credits' => $this->credits,
            'expires_at' => $this->expiresAt,
        ];
    }
}
