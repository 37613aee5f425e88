<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's QuoteRequest. */
final class QuoteRequest implements \JsonSerializable
{
    /**
     * @param list<PictureItem> $items
     */
    public function __construct(
        public readonly ?Pipeline $pipeline,
        public readonly array $items,
        public readonly JobSettings $settings = new JobSettings(),
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            pipeline: Pipeline::tryFrom($from->text('pipeline')),
            settings: $from->has('settings') ? JobSettings::read($from->object('settings')) : new JobSettings(),
            items: array_map(PictureItem::read(...), $from->objects('items')),
        );
    }

    /** @return array{pipeline: Pipeline|null, settings: JobSettings, items: list<PictureItem>} */
    public function jsonSerialize(): array
    {
        return [
            'pipeline' => $this->pipeline,
            'settings' => $this->settings,
            'items' => $this->items,
        ];
    }
}
