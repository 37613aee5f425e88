<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Credits. */
final class Credits implements \JsonSerializable
{
    /**
     * @param list<ExpiringCredits> $expiring
     */
    public function __construct(
        public readonly int $granted,
        public readonly int $available,
        public readonly int $held,
        public readonly int $used,
        public readonly int $expired,
        public readonly int $revoked,
        public readonly int $debt = 0,
        public readonly array $expiring = [],
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            granted: $from->whole('granted'),
            available: $from->whole('available'),
            held: $from->whole('held'),
            used: $from->whole('used'),
            expired: $from->whole('expired'),
            revoked: $from->whole('revoked'),
            debt: $from->has('debt') ? $from->whole('debt') : 0,
            expiring: $from->has('expiring') ? array_map(ExpiringCredits::read(...), $from->objects('expiring')) : [],
        );
    }

    /**
     * @return array{
     *     granted: int,
     *     available: int,
     *     held: int,
     *     used: int,
     *     expired: int,
     *     revoked: int,
     *     debt: int,
     *     expiring: list<ExpiringCredits>,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'granted' => $this->granted,
            'available' => $this->available,
            'held' => $this->held,
            'used' => $this->used,
            'expired' => $this->expired,
            'revoked' => $this->revoked,
            'debt' => $this->debt,
            'expiring' => $this->expiring,
        ];
    }
}
