<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's PresetValues. */
final class PresetValues implements \JsonSerializable
{
    public function __construct(
        public readonly ?int $jpeg = null,
        public readonly ?int $webp = null,
        public readonly ?int $avif = null,
        public readonly ?string $png = null,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            jpeg: $from->has('jpeg') ? $from->whole('jpeg') : null,
            webp: $from->has('webp') ? $from->whole('webp') : null,
            avif: $from->has('avif') ? $from->whole('avif') : null,
            png: $from->has('png') ? $from->text('png') : null,
        );
    }

    /** @return array{jpeg: int|null, webp: int|null, avif: int|null, png: string|null} */
    public function jsonSerialize(): array
    {
        return [
            'jpeg' => $this->jpeg,
            'webp' => $this->webp,
            'avif' => $this->avif,
            'png' => $this->png,
        ];
    }
}
