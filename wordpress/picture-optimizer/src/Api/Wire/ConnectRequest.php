<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ConnectRequest. */
final class ConnectRequest implements \JsonSerializable
{
    public function __construct(
        public readonly string $siteUrl,
        public readonly string $challenge,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            siteUrl: $from->text('site_url', '/^https?:\\/\\/[^\\s]{1,500}$/D'),
            challenge: $from->text('challenge', '/^[A-Za-z0-9_-]{43}$/D'),
        );
    }

    /** @return array{site_url: string, challenge: string} */
    public function jsonSerialize(): array
    {
        return [
            'site_url' => $this->siteUrl,
            'challenge' => $this->challenge,
        ];
    }
}
