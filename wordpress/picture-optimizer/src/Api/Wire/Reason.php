<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Reason. */
final class Reason implements \JsonSerializable
{
    public function __construct(
        public readonly string $code,
        public readonly string $message,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            code: $from->text('code', '/^[a-z_]{1,60}$/D'),
            message: $from->text('message'),
        );
    }

    /** @return array{code: string, message: string} */
    public function jsonSerialize(): array
    {
        return [
            'code' => $this->code,
            'message' => $this->message,
        ];
    }
}
