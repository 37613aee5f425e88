<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ReceiptAnswer. */
final class ReceiptAnswer implements \JsonSerializable
{
    /**
     * @param bool $refundPending Beyond the automatic limit: staff decide.
     */
    public function __construct(
        public readonly Item $item,
        public readonly int $refunded,
        public readonly bool $refundPending = false,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            item: Item::read($from->object('item')),
            refunded: $from->whole('refunded'),
            refundPending: $from->has('refund_pending') ? $from->flag('refund_pending') : false,
        );
    }

    /** @return array{item: Item, refunded: int, refund_pending: bool} */
    public function jsonSerialize(): array
    {
        return [
            'item' => $this->item,
            'refunded' => $this->refunded,
            'refund_pending' => $this->refundPending,
        ];
    }
}
