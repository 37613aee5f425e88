<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Analysis. */
final class Analysis implements \JsonSerializable
{
    /**
     * @param bool $decorative The image carries no content: an empty alt text is right.
     * @param bool $draft Written by the embedded model; have a person look at it.
     * @param string $filename Suggested base name: lower-case ASCII words joined by hyphens, no extension.
     * @param list<string> $tags
     * @param list<string> $warnings Names of rules that the text violates mildly.
     * @param list<PlacementText> $placements Places whose alt text is not `alt`: links, decoration, pages of another
     *     language.
     */
    public function __construct(
        public readonly string $language,
        public readonly bool $decorative,
        public readonly bool $draft,
        public readonly float $confidence,
        public readonly string $model,
        public readonly string $promptVersion,
        public readonly string $alt = '',
        public readonly string $title = '',
        public readonly string $caption = '',
        public readonly string $description = '',
        public readonly string $filename = '',
        public readonly array $tags = [],
        public readonly array $warnings = [],
        public readonly ?ImageRole $role = ImageRole::Informative,
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
            language: $from->text('language'),
            decorative: $from->flag('decorative'),
            draft: $from->flag('draft'),
            confidence: $from->number('confidence'),
            model: $from->text('model'),
            promptVersion: $from->text('prompt_version'),
            warnings: $from->has('warnings') ? $from->texts('warnings') : [],
            role: $from->has('role') ? ImageRole::tryFrom($from->text('role')) : ImageRole::Informative,
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
     *     language: string,
     *     decorative: bool,
     *     draft: bool,
     *     confidence: float,
     *     model: string,
     *     prompt_version: string,
     *     warnings: list<string>,
     *     role: ImageRole|null,
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
            'language' => $this->language,
            'decorative' => $this->decorative,
            'draft' => $this->draft,
            'confidence' => $this->confidence,
            'model' => $this->model,
            'prompt_version' => $this->promptVersion,
            'warnings' => $this->warnings,
            'role' => $this->role,
            'placements' => $this->placements,
        ];
    }
}
