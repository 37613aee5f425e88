<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's PlacementText. */
final class PlacementText implements \JsonSerializable
{
    /**
     * @param string $key As it came in the order.
     * @param string|null $language Where it is not the analysis' own.
     */
    public function __construct(
        public readonly string $key,
        public readonly string $alt = '',
        public readonly ?ImageRole $role = ImageRole::Informative,
        public readonly ?string $language = null,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            key: $from->text('key', '/^[\\x21-\\x7e]{1,200}$/D'),
            alt: $from->has('alt') ? $from->text('alt') : '',
            role: $from->has('role') ? ImageRole::tryFrom($from->text('role')) : ImageRole::Informative,
            language: $from->has('language') ? $from->text('language', '/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/D') : null,
        );
    }

    /** @return array{key: string, alt: string, role: ImageRole|null, language: string|null} */
    public function jsonSerialize(): array
    {
        return [
            'key' => $this->key,
            'alt' => $this->alt,
            'role' => $this->role,
            'language' => $this->language,
        ];
    }
}
