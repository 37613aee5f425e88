<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Preview. */
final class Preview implements \JsonSerializable
{
    /**
     * @param string $data The image, base64.
     * @param string $beforeData The same size of the original as lossless WebP, base64.
     */
    public function __construct(
        public readonly int $width,
        public readonly int $height,
        public readonly int $beforeBytes,
        public readonly int $afterBytes,
        public readonly float $score,
        public readonly string $mediaType,
        public readonly string $data,
        public readonly string $beforeData,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            width: $from->whole('width'),
            height: $from->whole('height'),
            beforeBytes: $from->whole('before_bytes'),
            afterBytes: $from->whole('after_bytes'),
            score: $from->number('score'),
            mediaType: $from->text('media_type', '/^image\\/[a-z0-9.+-]+$/D'),
            data: $from->text('data'),
            beforeData: $from->text('before_data'),
        );
    }

    /**
     * @return array{
     *     width: int,
     *     height: int,
     *     before_bytes: int,
     *     after_bytes: int,
     *     score: float,
     *     media_type: string,
     *     data: string,
     *     before_data: string,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'width' => $this->width,
            'height' => $this->height,
            'before_bytes' => $this->beforeBytes,
            'after_bytes' => $this->afterBytes,
            'score' => $this->score,
            'media_type' => $this->mediaType,
            'data' => $this->data,
            'before_data' => $this->beforeData,
        ];
    }
}
