<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's MetadataPolicy. */
final class MetadataPolicy implements \JsonSerializable
{
    private const WRITE = [
        MetadataField::Title,
        MetadataField::Alt,
        MetadataField::Caption,
        MetadataField::Description,
        MetadataField::Keywords,
    ];
    private const KEEP = [
        MetadataField::Copyright,
        MetadataField::Creator,
        MetadataField::Credit,
        MetadataField::Date,
    ];
    private const DROP = [
        MetadataField::Gps,
    ];

    /**
     * @param list<MetadataField> $write Written from the attachment's text.
     * @param list<MetadataField> $keep Carried over from the source file.
     * @param list<MetadataField> $drop Never in a result, whatever else is said.
     * @param bool $keepProfile Keep the color profile instead of converting to sRGB.
     */
    public function __construct(
        public readonly array $write = self::WRITE,
        public readonly array $keep = self::KEEP,
        public readonly array $drop = self::DROP,
        public readonly bool $keepProfile = false,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            write: $from->has('write') ? $from->known('write', MetadataField::tryFrom(...)) : self::WRITE,
            keep: $from->has('keep') ? $from->known('keep', MetadataField::tryFrom(...)) : self::KEEP,
            drop: $from->has('drop') ? $from->known('drop', MetadataField::tryFrom(...)) : self::DROP,
            keepProfile: $from->has('keep_profile') ? $from->flag('keep_profile') : false,
        );
    }

    /**
     * @return array{
     *     write: list<MetadataField>,
     *     keep: list<MetadataField>,
     *     drop: list<MetadataField>,
     *     keep_profile: bool,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'write' => $this->write,
            'keep' => $this->keep,
            'drop' => $this->drop,
            'keep_profile' => $this->keepProfile,
        ];
    }
}
