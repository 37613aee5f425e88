<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's RegenerateRequest. */
final class RegenerateRequest implements \JsonSerializable
{
    public function __construct(
        public readonly string $wish = '',
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            wish: $from->has('wish') ? $from->text('wish') : '',
        );
    }

    /** @return array{wish: string} */
    public function jsonSerialize(): array
    {
        return [
            'wish' => $this->wish,
        ];
    }
}
