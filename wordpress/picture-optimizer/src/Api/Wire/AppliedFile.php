<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's AppliedFile. */
final class AppliedFile implements \JsonSerializable
{
    public function __construct(
        public readonly string $name,
        public readonly string $sha256,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            name: $from->text('name'),
            sha256: $from->text('sha256', '/^[0-9a-f]{64}$/D'),
        );
    }

    /** @return array{name: string, sha256: string} */
    public function jsonSerialize(): array
    {
        return [
            'name' => $this->name,
            'sha256' => $this->sha256,
        ];
    }
}
