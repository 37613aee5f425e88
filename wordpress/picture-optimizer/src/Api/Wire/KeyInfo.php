<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's KeyInfo. */
final class KeyInfo implements \JsonSerializable
{
    /**
     * @param list<Scope> $scopes
     * @param int|null $monthlyBudget The most credits that the site may use in a month (UTC), by all of its keys;
     *     None: no limit.
     */
    public function __construct(
        public readonly string $prefix,
        public readonly array $scopes,
        public readonly string $siteUrl,
        public readonly ?int $dailySpendCap,
        public readonly bool $test,
        public readonly ?int $monthlyBudget = null,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            prefix: $from->text('prefix'),
            scopes: $from->known('scopes', Scope::tryFrom(...)),
            siteUrl: $from->text('site_url'),
            dailySpendCap: $from->has('daily_spend_cap') ? $from->whole('daily_spend_cap') : null,
            monthlyBudget: $from->has('monthly_budget') ? $from->whole('monthly_budget') : null,
            test: $from->flag('test'),
        );
    }

    /**
     * @return array{
     *     prefix: string,
     *     scopes: list<Scope>,
     *     site_url: string,
     *     daily_spend_cap: int|null,
     *     monthly_budget: int|null,
     *     test: bool,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'prefix' => $this->prefix,
            'scopes' => $this->scopes,
            'site_url' => $this->siteUrl,
            'daily_spend_cap' => $this->dailySpendCap,
            'monthly_budget' => $this->monthlyBudget,
            'test' => $this->test,
        ];
    }
}
