<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Image. */
final class Image implements \JsonSerializable
{
    public function __construct(
        public readonly string $id,
        public readonly string $sha256,
        public readonly int $bytes,
        public readonly string $mediaType,
        public readonly string $uploadedAt,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            id: $from->text('id', '/^img_[A-Za-z0-9]{1,40}$/D'),
            sha256: $from->text('sha256', '/^[0-9a-f]{64}$/D'),
            bytes: $from->whole('bytes'),
            mediaType: $from->text('media_type', '/^[a-z]+\\/[a-z0-9.+-]+$/D'),
            uploadedAt: $from->text('uploaded_at'),
        );
    }

    /** @return array{id: string, sha256: string, bytes: int, media_type: string, uploaded_at: string} */
    public function jsonSerialize(): array
    {
        return [
            'id' => $this->id,
            'sha256' => $this->sha256,
            'bytes' => $this->bytes,
            'media_type' => $this->mediaType,
            'uploaded_at' => $this->uploadedAt,
        ];
    }
}
