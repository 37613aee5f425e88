<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's UploadTarget. */
final class UploadTarget implements \JsonSerializable
{
    /**
     * @param string $url At one of `Capabilities.direct_hosts`; to be asked without the key, and no redirect is to
     *     be followed.
     * @param array<string, string> $headers
     */
    public function __construct(
        public readonly int $offset,
        public readonly int $bytes,
        public readonly string $url,
        public readonly array $headers,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            offset: $from->whole('offset'),
            bytes: $from->whole('bytes'),
            url: $from->text('url'),
            headers: $from->textsByName('headers'),
        );
    }

    /** @return array{offset: int, bytes: int, url: string, headers: \stdClass} */
    public function jsonSerialize(): array
    {
        return [
            'offset' => $this->offset,
            'bytes' => $this->bytes,
            'url' => $this->url,
            'headers' => (object) $this->headers,
        ];
    }
}
