<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ConnectToken. */
final class ConnectToken implements \JsonSerializable
{
    /**
     * @param list<Scope> $scopes
     */
    public function __construct(
        public readonly string $apiKey,
        public readonly string $prefix,
        public readonly array $scopes,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            apiKey: $from->text('api_key', '/^po_(live|test)_[A-Za-z0-9_-]{16,}$/D'),
            prefix: $from->text('prefix'),
            scopes: $from->known('scopes', Scope::tryFrom(...)),
        );
    }

    /** @return array{api_key: string, prefix: string, scopes: list<Scope>} */
    public function jsonSerialize(): array
    {
        return [
            'api_key' => $this->apiKey,
            'prefix' => $this->prefix,
            'scopes' => $this->scopes,
        ];
    }
}
