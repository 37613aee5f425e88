<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's MetadataChange. */
final class MetadataChange implements \JsonSerializable
{
    public function __construct(
        public readonly string $field,
        public readonly ?string $before,
        public readonly ?string $after,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            field: $from->text('field'),
            before: $from->has('before') ? $from->text('before') : null,
            after: $from->has('after') ? $from->text('after') : null,
        );
    }

    /** @return array{field: string, before: string|null, after: string|null} */
    public function jsonSerialize(): array
    {
        return [
            'field' => $this->field,
            'before' => $this->before,
            'after' => $this->after,
        ];
    }
}
