<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ReviewedText. */
final class ReviewedText implements \JsonSerializable
{
    /**
     * @param string $filename Suggested base name: lower-case ASCII words joined by hyphens, no extension.
     * @param list<string> $tags
     * @param list<PlacementText> $placements Alt texts of places, as the person left them; a place that is not named
     *     keeps what the analysis gave it.
     */
    public function __construct(
        public readonly string $alt = '',
        public readonly string $title = '',
        public readonly string $caption = '',
        public readonly string $description = '',
        public readonly string $filename = '',
        public readonly array $tags = [],
        public readonly bool $decorative = false,
        public readonly array $placements = [],
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            alt: $from->has('alt') ? $from->text('alt') : '',
            title: $from->has('title') ? $from->text('title') : '',
            caption: $from->has('caption') ? $from->text('caption') : '',
            description: $from->has('description') ? $from->text('description') : '',
            filename: $from->has('filename') ? $from->text('filename') : '',
            tags: $from->has('tags') ? $from->texts('tags') : [],
            decorative: $from->has('decorative') ? $from->flag('decorative') : false,
            placements: $from->has('placements') ? array_map(PlacementText::read(...), $from->objects('placements')) : [],
        );
    }

    /**
     * @return array{
     *     alt: string,
     *     title: string,
     *     caption: string,
     *     description: string,
     *     filename: string,
     *     tags: list<string>,
     *     decorative: bool,
     *     placements: list<PlacementText>,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'alt' => $this->alt,
            'title' => $this->title,
            'caption' => $this->caption,
            'description' => $this->description,
            'filename' => $this->filename,
            'tags' => $this->tags,
            'decorative' => $this->decorative,
            'placements' => $this->placements,
        ];
    }
}
