<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Item. */
final class Item implements \JsonSerializable
{
    /**
     * @param list<Charge> $charges
     */
    public function __construct(
        public readonly string $id,
        public readonly string $reference,
        public readonly string $sha256,
        public readonly ?ItemState $state,
        public readonly ?Reason $reason,
        public readonly int $attempts,
        public readonly array $charges,
        public readonly ?Analysis $analysis,
        public readonly ?ExportResult $export,
        public readonly string $updatedAt,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            id: $from->text('id', '/^itm_[A-Za-z0-9]{1,40}$/D'),
            reference: $from->text('reference', '/^[A-Za-z0-9._:-]{1,100}$/D'),
            sha256: $from->text('sha256', '/^[0-9a-f]{64}$/D'),
            state: ItemState::tryFrom($from->text('state')),
            reason: $from->has('reason') ? Reason::read($from->object('reason')) : null,
            attempts: $from->whole('attempts'),
            charges: array_map(Charge::read(...), $from->objects('charges')),
            analysis: $from->has('analysis') ? Analysis::read($from->object('analysis')) : null,
            export: $from->has('export') ? ExportResult::read($from->object('export')) : null,
            updatedAt: $from->text('updated_at'),
        );
    }

    /**
     * @return array{
     *     id: string,
     *     reference: string,
     *     sha256: string,
     *     state: ItemState|null,
     *     reason: Reason|null,
     *     attempts: int,
     *     charges: list<Charge>,
     *     analysis: Analysis|null,
     *     export: ExportResult|null,
     *     updated_at: string,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'id' => $this->id,
            'reference' => $this->reference,
            'sha256' => $this->sha256,
            'state' => $this->state,
            'reason' => $this->reason,
            'attempts' => $this->attempts,
            'charges' => $this->charges,
            'analysis' => $this->analysis,
            'export' => $this->export,
            'updated_at' => $this->updatedAt,
        ];
    }
}
