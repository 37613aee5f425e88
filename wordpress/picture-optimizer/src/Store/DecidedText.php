<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** The wording of each text field, and whether it is written or what is there stays. */
final class DecidedText implements \JsonSerializable
{
    /**
     * @param array<string, array{text: string, write: bool, seen?: string}> $fields `seen`: a hash of what stood there as it was decided
     * @param array{text: list<string>, write: bool} $tags
     * @param array<string, string> $places alts for single places, by their keys
     */
    public function __construct(
        public readonly array $fields,
        public readonly array $tags,
        public readonly string $fileName,
        public readonly array $places = [],
    ) {
    }

    /**
     * @return array{fields: array<string, array{text: string, write: bool, seen?: string}>, tags: array{text: list<string>, write: bool},
     *     file_name: string, places: object}
     */
    public function jsonSerialize(): array
    {
        return ['fields' => $this->fields, 'tags' => $this->tags, 'file_name' => $this->fileName,
            'places' => (object) $this->places];
    }
}
