<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's AttachmentText. */
final class AttachmentText implements \JsonSerializable
{
    /**
     * @param list<string> $tags
     */
    public function __construct(
        public readonly string $alt = '',
        public readonly string $title = '',
        public readonly string $caption = '',
        public readonly string $description = '',
        public readonly array $tags = [],
        public readonly string $copyright = '',
        public readonly string $creator = '',
        public readonly string $credit = '',
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
            tags: $from->has('tags') ? $from->texts('tags') : [],
            copyright: $from->has('copyright') ? $from->text('copyright') : '',
            creator: $from->has('creator') ? $from->text('creator') : '',
            credit: $from->has('credit') ? $from->text('credit') : '',
        );
    }

    /**
     * @return array{
     *     alt: string,
     *     title: string,
     *     caption: string,
     *     description: string,
     *     tags: list<string>,
     *     copyright: string,
     *     creator: string,
     *     credit: string,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'alt' => $this->alt,
            'title' => $this->title,
            'caption' => $this->caption,
            'description' => $this->description,
            'tags' => $this->tags,
            'copyright' => $this->copyright,
            'creator' => $this->creator,
            'credit' => $this->credit,
        ];
    }
}
