<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ConnectTokenRequest. */
final class ConnectTokenRequest implements \JsonSerializable
{
    public function __construct(
        public readonly string $deviceCode,
        public readonly string $verifier,
        public readonly string $siteUrl,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            deviceCode: $from->text('device_code'),
            verifier: $from->text('verifier', '/^[A-Za-z0-9._~-]{43,128}$/D'),
            siteUrl: $from->text('site_url', '/^https?:\\/\\/[^\\s]{1,500}$/D'),
        );
    }

    /** @return array{device_code: string, verifier: string, site_url: string} */
    public function jsonSerialize(): array
    {
        return [
            'device_code' => $this->deviceCode,
            'verifier' => $this->verifier,
            'site_url' => $this->siteUrl,
        ];
    }
}
