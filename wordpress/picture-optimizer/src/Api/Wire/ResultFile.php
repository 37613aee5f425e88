<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ResultFile. */
final class ResultFile implements \JsonSerializable
{
    /**
     * @param int|null $quality Encoder quality; None where there is none: without loss, near-lossless, or a palette.
     * @param float|null $score SSIMULACRA2 against the same size made losslessly; None where it was not measured.
     */
    public function __construct(
        public readonly string $id,
        public readonly string $name,
        public readonly int $width,
        public readonly int $height,
        public readonly int $bytes,
        public readonly string $sha256,
        public readonly string $mediaType,
        public readonly string $extension,
        public readonly ?int $quality,
        public readonly ?float $score,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            id: $from->text('id', '/^fil_[A-Za-z0-9]{1,40}$/D'),
            name: $from->text('name'),
            width: $from->whole('width'),
            height: $from->whole('height'),
            bytes: $from->whole('bytes'),
            sha256: $from->text('sha256', '/^[0-9a-f]{64}$/D'),
            mediaType: $from->text('media_type', '/^image\\/[a-z0-9.+-]+$/D'),
            extension: $from->text('extension', '/^[a-z0-9]{1,5}$/D'),
            quality: $from->has('quality') ? $from->whole('quality') : null,
            score: $from->has('score') ? $from->number('score') : null,
        );
    }

    /**
     * @return array{
     *     id: string,
     *     name: string,
     *     width: int,
     *     height: int,
     *     bytes: int,
     *     sha256: string,
     *     media_type: string,
     *     extension: string,
     *     quality: int|null,
     *     score: float|null,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'id' => $this->id,
            'name' => $this->name,
            'width' => $this->width,
            'height' => $this->height,
            'bytes' => $this->bytes,
            'sha256' => $this->sha256,
            'media_type' => $this->mediaType,
            'extension' => $this->extension,
            'quality' => $this->quality,
            'score' => $this->score,
        ];
    }
}
