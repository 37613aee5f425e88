<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Job. */
final class Job implements \JsonSerializable
{
    /**
     * @param array<string, int> $counts
     * @param list<Item> $items
     * @param string|null $nextCursor Give it as `?cursor=` for the next page of items.
     */
    public function __construct(
        public readonly string $id,
        public readonly ?Pipeline $pipeline,
        public readonly ?JobState $state,
        public readonly string $createdAt,
        public readonly array $counts,
        public readonly int $creditsHeld,
        public readonly int $creditsUsed,
        public readonly array $items,
        public readonly ?string $nextCursor,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            id: $from->text('id', '/^job_[A-Za-z0-9]{1,40}$/D'),
            pipeline: Pipeline::tryFrom($from->text('pipeline')),
            state: JobState::tryFrom($from->text('state')),
            createdAt: $from->text('created_at'),
            counts: $from->wholesByName('counts'),
            creditsHeld: $from->whole('credits_held'),
            creditsUsed: $from->whole('credits_used'),
            items: array_map(Item::read(...), $from->objects('items')),
            nextCursor: $from->has('next_cursor') ? $from->text('next_cursor') : null,
        );
    }

    /**
     * @return array{
     *     id: string,
     *     pipeline: Pipeline|null,
     *     state: JobState|null,
     *     created_at: string,
     *     counts: \stdClass,
     *     credits_held: int,
     *     credits_used: int,
     *     items: list<Item>,
     *     next_cursor: string|null,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'id' => $this->id,
            'pipeline' => $this->pipeline,
            'state' => $this->state,
            'created_at' => $this->createdAt,
            'counts' => (object) $this->counts,
            'credits_held' => $this->creditsHeld,
            'credits_used' => $this->creditsUsed,
            'items' => $this->items,
            'next_cursor' => $this->nextCursor,
        ];
    }
}
