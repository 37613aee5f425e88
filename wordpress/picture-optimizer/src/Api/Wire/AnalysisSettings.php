<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's AnalysisSettings. */
final class AnalysisSettings implements \JsonSerializable
{
    private const FIELDS = [
        TextField::Alt,
        TextField::Title,
        TextField::Caption,
        TextField::Description,
        TextField::Filename,
        TextField::Tags,
    ];

    /**
     * @param list<string> $keywords
     * @param list<string> $negativeKeywords
     * @param int $maxAltLength Characters; a longer alt text is a warning, not an error.
     * @param list<TextField> $fields
     * @param bool $useLocation Let GPS coordinates of the file lead to a place name in the text.
     * @param list<string> $glossary The site's own names, products and spellings. It makes no paid analysis new: it
     *     grows while a person reviews.
     */
    public function __construct(
        public readonly string $language = 'en',
        public readonly string $tone = '',
        public readonly array $keywords = [],
        public readonly array $negativeKeywords = [],
        public readonly string $brand = '',
        public readonly int $maxAltLength = 125,
        public readonly string $customInstruction = '',
        public readonly array $fields = self::FIELDS,
        public readonly bool $useLocation = false,
        public readonly array $glossary = [],
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            language: $from->has('language') ? $from->text('language', '/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/D') : 'en',
            tone: $from->has('tone') ? $from->text('tone') : '',
            keywords: $from->has('keywords') ? $from->texts('keywords') : [],
            negativeKeywords: $from->has('negative_keywords') ? $from->texts('negative_keywords') : [],
            brand: $from->has('brand') ? $from->text('brand') : '',
            maxAltLength: $from->has('max_alt_length') ? $from->whole('max_alt_length') : 125,
            customInstruction: $from->has('custom_instruction') ? $from->text('custom_instruction') : '',
            fields: $from->has('fields') ? $from->known('fields', TextField::tryFrom(...)) : self::FIELDS,
            useLocation: $from->has('use_location') ? $from->flag('use_location') : false,
            glossary: $from->has('glossary') ? $from->texts('glossary') : [],
        );
    }

    /**
     * @return array{
     *     language: string,
     *     tone: string,
     *     keywords: list<string>,
     *     negative_keywords: list<string>,
     *     brand: string,
     *     max_alt_length: int,
     *     custom_instruction: string,
     *     fields: list<TextField>,
     *     use_location: bool,
     *     glossary: list<string>,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'language' => $this->language,
            'tone' => $this->tone,
            'keywords' => $this->keywords,
            'negative_keywords' => $this->negativeKeywords,
            'brand' => $this->brand,
            'max_alt_length' => $this->maxAltLength,
            'custom_instruction' => $this->customInstruction,
            'fields' => $this->fields,
            'use_location' => $this->useLocation,
            'glossary' => $this->glossary,
        ];
    }
}
