<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's FileDownload. */
final class FileDownload implements \JsonSerializable
{
    public function __construct(
        public readonly string $id,
        public readonly string $url,
        public readonly string $expiresAt,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            id: $from->text('id', '/^fil_[A-Za-z0-9]{1,40}$/D'),
            url: $from->text('url'),
            expiresAt: $from->text('expires_at'),
        );
    }

    /** @return array{id: string, url: string, expires_at: string} */
    public function jsonSerialize(): array
    {
        return [
            'id' => $this->id,
            'url' => $this->url,
            'expires_at' => $this->expiresAt,
        ];
    }
}
