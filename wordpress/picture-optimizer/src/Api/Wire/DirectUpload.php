<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's DirectUpload. */
final class DirectUpload implements \JsonSerializable
{
    /**
     * @param list<UploadTarget> $parts
     */
    public function __construct(
        public readonly array $parts,
        public readonly string $expiresAt,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            parts: array_map(UploadTarget::read(...), $from->objects('parts')),
            expiresAt: $from->text('expires_at'),
        );
    }

    /** @return array{parts: list<UploadTarget>, expires_at: string} */
    public function jsonSerialize(): array
    {
        return [
            'parts' => $this->parts,
            'expires_at' => $this->expiresAt,
        ];
    }
}
