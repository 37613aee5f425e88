<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Account. */
final class Account implements \JsonSerializable
{
    /**
     * @param string $budgetUrl Where an owner sets the monthly budget of the key's site.
     */
    public function __construct(
        public readonly string $name,
        public readonly string $plan,
        public readonly bool $frozen,
        public readonly Credits $credits,
        public readonly Usage $usage,
        public readonly KeyInfo $key,
        public readonly int $uploadBytesPer30Days,
        public readonly string $buyUrl,
        public readonly string $budgetUrl = '',
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            name: $from->text('name'),
            plan: $from->text('plan'),
            frozen: $from->flag('frozen'),
            credits: Credits::read($from->object('credits')),
            usage: Usage::read($from->object('usage')),
            key: KeyInfo::read($from->object('key')),
            uploadBytesPer30Days: $from->whole('upload_bytes_per_30_days'),
            buyUrl: $from->text('buy_url'),
            budgetUrl: $from->has('budget_url') ? $from->text('budget_url') : '',
        );
    }

    /**
     * @return array{
     *     name: string,
     *     plan: string,
     *     frozen: bool,
     *     credits: Credits,
     *     usage: Usage,
     *     key: KeyInfo,
     *     upload_bytes_per_30_days: int,
     *     buy_url: string,
     *     budget_url: string,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'name' => $this->name,
            'plan' => $this->plan,
            'frozen' => $this->frozen,
            'credits' => $this->credits,
            'usage' => $this->usage,
            'key' => $this->key,
            'upload_bytes_per_30_days' => $this->uploadBytesPer30Days,
            'buy_url' => $this->buyUrl,
            'budget_url' => $this->budgetUrl,
        ];
    }
}
