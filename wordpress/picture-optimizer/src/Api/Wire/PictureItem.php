<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's PictureItem. */
final class PictureItem implements \JsonSerializable
{
    /**
     * @param string $reference The site's own name for it, echoed in every answer.
     * @param int $height Of the upright image.
     * @param list<SizeRequest> $sizes
     */
    public function __construct(
        public readonly string $reference,
        public readonly string $sha256,
        public readonly int $bytes,
        public readonly int $width,
        public readonly int $height,
        public readonly string $mediaType,
        public readonly array $sizes = [],
        public readonly ItemContext $context = new ItemContext(),
        public readonly AttachmentText $text = new AttachmentText(),
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            reference: $from->text('reference', '/^[A-Za-z0-9._:-]{1,100}$/D'),
            sha256: $from->text('sha256', '/^[0-9a-f]{64}$/D'),
            bytes: $from->whole('bytes'),
            width: $from->whole('width'),
            height: $from->whole('height'),
            mediaType: $from->text('media_type', '/^image\\/[a-z0-9.+-]+$/D'),
            sizes: $from->has('sizes') ? array_map(SizeRequest::read(...), $from->objects('sizes')) : [],
            context: $from->has('context') ? ItemContext::read($from->object('context')) : new ItemContext(),
            text: $from->has('text') ? AttachmentText::read($from->object('text')) : new AttachmentText(),
        );
    }

    /**
     * @return array{
     *     reference: string,
     *     sha256: string,
     *     bytes: int,
     *     width: int,
     *     height: int,
     *     media_type: string,
     *     sizes: list<SizeRequest>,
     *     context: ItemContext,
     *     text: AttachmentText,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'reference' => $this->reference,
            'sha256' => $this->sha256,
            'bytes' => $this->bytes,
            'width' => $this->width,
            'height' => $this->height,
            'media_type' => $this->mediaType,
            'sizes' => $this->sizes,
            'context' => $this->context,
            'text' => $this->text,
        ];
    }
}
