<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's UploadProgress. */
final class UploadProgress implements \JsonSerializable
{
    /**
     * @param int $offset Bytes received; the next part starts here.
     */
    public function __construct(
        public readonly string $sha256,
        public readonly int $offset,
        public readonly int $total,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            sha256: $from->text('sha256', '/^[0-9a-f]{64}$/D'),
            offset: $from->whole('offset'),
            total: $from->whole('total'),
        );
    }

    /** @return array{sha256: string, offset: int, total: int} */
    public function jsonSerialize(): array
    {
        return [
            'sha256' => $this->sha256,
            'offset' => $this->offset,
            'total' => $this->total,
        ];
    }
}
