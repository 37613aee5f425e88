<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Problem. */
final class Problem implements \JsonSerializable
{
    /**
     * @param int|null $needed insufficient_credits, monthly_budget: credits needed
     * @param int|null $available insufficient_credits: credits available; monthly_budget: credits left in it
     * @param int|null $offset upload_offset: byte to continue at
     * @param string|null $field validation: path of the first field at fault, dotted
     */
    public function __construct(
        public readonly string $type,
        public readonly string $title,
        public readonly int $status,
        public readonly string $code,
        public readonly string $detail,
        public readonly bool $retryable,
        public readonly string $requestId,
        public readonly bool $charged = false,
        public readonly ?int $needed = null,
        public readonly ?int $available = null,
        public readonly ?int $offset = null,
        public readonly ?string $field = null,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            type: $from->text('type'),
            title: $from->text('title'),
            status: $from->whole('status'),
            code: $from->text('code', '/^[a-z_]{1,60}$/D'),
            detail: $from->text('detail'),
            retryable: $from->flag('retryable'),
            charged: $from->has('charged') ? $from->flag('charged') : false,
            requestId: $from->text('request_id'),
            needed: $from->has('needed') ? $from->whole('needed') : null,
            available: $from->has('available') ? $from->whole('available') : null,
            offset: $from->has('offset') ? $from->whole('offset') : null,
            field: $from->has('field') ? $from->text('field') : null,
        );
    }

    /**
     * @return array{
     *     type: string,
     *     title: string,
     *     status: int,
     *     code: string,
     *     detail: string,
     *     retryable: bool,
     *     charged: bool,
     *     request_id: string,
     *     needed: int|null,
     *     available: int|null,
     *     offset: int|null,
     *     field: string|null,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'type' => $this->type,
            'title' => $this->title,
            'status' => $this->status,
            'code' => $this->code,
            'detail' => $this->detail,
            'retryable' => $this->retryable,
            'charged' => $this->charged,
            'request_id' => $this->requestId,
            'needed' => $this->needed,
            'available' => $this->available,
            'offset' => $this->offset,
            'field' => $this->field,
        ];
    }
}
