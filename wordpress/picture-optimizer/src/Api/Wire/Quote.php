<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Quote. */
final class Quote implements \JsonSerializable
{
    /**
     * @param int $credits At most; a result without gain or a failure costs less.
     * @param list<QuoteItem> $items
     * @param int $availableAfter May be negative: then this many credits are missing.
     */
    public function __construct(
        public readonly string $id,
        public readonly ?Pipeline $pipeline,
        public readonly int $credits,
        public readonly array $items,
        public readonly int $available,
        public readonly int $availableAfter,
        public readonly string $expiresAt,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            id: $from->text('id', '/^quo_[A-Za-z0-9]{1,40}$/D'),
            pipeline: Pipeline::tryFrom($from->text('pipeline')),
            credits: $from->whole('credits'),
            items: array_map(QuoteItem::read(...), $from->objects('items')),
            available: $from->whole('available'),
            availableAfter: $from->whole('available_after'),
            expiresAt: $from->text('expires_at'),
        );
    }

    /**
     * @return array{
     *     id: string,
     *     pipeline: Pipeline|null,
     *     credits: int,
     *     items: list<QuoteItem>,
     *     available: int,
     *     available_after: int,
     *     expires_at: string,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'id' => $this->id,
            'pipeline' => $this->pipeline,
            'credits' => $this->credits,
            'items' => $this->items,
            'available' => $this->available,
            'available_after' => $this->availableAfter,
            'expires_at' => $this->expiresAt,
        ];
    }
}
