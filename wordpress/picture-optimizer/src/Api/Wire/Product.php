<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Product. */
final class Product implements \JsonSerializable
{
    /**
     * @param array<string, string> $attributes By name, such as `Color: Red`; for the image of a variation those of
     *     the variation.
     * @param list<string> $categories
     * @param bool $gallery One of several images of the product, and not the main one.
     */
    public function __construct(
        public readonly string $name = '',
        public readonly array $attributes = [],
        public readonly array $categories = [],
        public readonly string $brand = '',
        public readonly bool $gallery = false,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            name: $from->has('name') ? $from->text('name') : '',
            attributes: $from->has('attributes') ? $from->textsByName('attributes') : [],
            categories: $from->has('categories') ? $from->texts('categories') : [],
            brand: $from->has('brand') ? $from->text('brand') : '',
            gallery: $from->has('gallery') ? $from->flag('gallery') : false,
        );
    }

    /** @return array{name: string, attributes: \stdClass, categories: list<string>, brand: string, gallery: bool} */
    public function jsonSerialize(): array
    {
        return [
            'name' => $this->name,
            'attributes' => (object) $this->attributes,
            'categories' => $this->categories,
            'brand' => $this->brand,
            'gallery' => $this->gallery,
        ];
    }
}
