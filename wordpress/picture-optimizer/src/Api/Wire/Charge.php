<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Charge. */
final class Charge implements \JsonSerializable
{
    public function __construct(
        public readonly ?ChargeLine $line,
        public readonly ?ChargeState $state,
        public readonly int $credits,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            line: ChargeLine::tryFrom($from->text('line')),
            state: ChargeState::tryFrom($from->text('state')),
            credits: $from->whole('credits'),
        );
    }

    /** @return array{line: ChargeLine|null, state: ChargeState|null, credits: int} */
    public function jsonSerialize(): array
    {
        return [
            'line' => $this->line,
            'state' => $this->state,
            'credits' => $this->credits,
        ];
    }
}
