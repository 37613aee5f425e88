<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's DirectUploadRequest. */
final class DirectUploadRequest implements \JsonSerializable
{
    /**
     * @param list<string> $parts The SHA-256 of each part, in order; only the last one may be shorter.
     */
    public function __construct(
        public readonly int $bytes,
        public readonly array $parts,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            bytes: $from->whole('bytes'),
            parts: $from->texts('parts'),
        );
    }

    /** @return array{bytes: int, parts: list<string>} */
    public function jsonSerialize(): array
    {
        return [
            'bytes' => $this->bytes,
            'parts' => $this->parts,
        ];
    }
}
