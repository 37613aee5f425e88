<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's SizeRequest. */
final class SizeRequest implements \JsonSerializable
{
    /**
     * @param int|null $replacesBytes Of the file that this one is to replace, where it is known: what would not be
     *     smaller is left out.
     */
    public function __construct(
        public readonly string $name,
        public readonly int $srcX,
        public readonly int $srcY,
        public readonly int $srcW,
        public readonly int $srcH,
        public readonly int $dstW,
        public readonly int $dstH,
        public readonly ?int $replacesBytes = null,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            name: $from->text('name', '/^[^\\/\\\\\\x00-\\x1f]{1,100}$/D'),
            srcX: $from->whole('src_x'),
            srcY: $from->whole('src_y'),
            srcW: $from->whole('src_w'),
            srcH: $from->whole('src_h'),
            dstW: $from->whole('dst_w'),
            dstH: $from->whole('dst_h'),
            replacesBytes: $from->has('replaces_bytes') ? $from->whole('replaces_bytes') : null,
        );
    }

    /**
     * @return array{
     *     name: string,
     *     src_x: int,
     *     src_y: int,
     *     src_w: int,
     *     src_h: int,
     *     dst_w: int,
     *     dst_h: int,
     *     replaces_bytes: int|null,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'name' => $this->name,
            'src_x' => $this->srcX,
            'src_y' => $this->srcY,
            'src_w' => $this->srcW,
            'src_h' => $this->srcH,
            'dst_w' => $this->dstW,
            'dst_h' => $this->dstH,
            'replaces_bytes' => $this->replacesBytes,
        ];
    }
}
