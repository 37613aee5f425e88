<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/**
 * New text for an attachment. Null leaves a field as it is; an empty alt is a value (a decorative picture).
 *
 * @phpstan-type KeptText array{alt: string|null, title: string|null,
 *     caption: string|null, description: string|null, tags: list<string>|null}
 */
final class Text
{
    /** @param list<string>|null $tags */
    public function __construct(
        public readonly ?string $alt = null,
        public readonly ?string $title = null,
        public readonly ?string $caption = null,
        public readonly ?string $description = null,
        public readonly ?array $tags = null,
    ) {
    }

    /** @return KeptText */
    public function toArray(): array
    {
        return get_object_vars($this);
    }

    /** @param KeptText $data As written by toArray(). */
    public static function fromArray(array $data): self
    {
        return new self(...$data);
    }
}
