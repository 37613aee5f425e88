<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ExportResult. */
final class ExportResult implements \JsonSerializable
{
    /**
     * @param list<ResultFile> $files
     * @param list<MetadataChange> $metadataChanges
     * @param list<string> $notes What was converted, kept or lost, in sentences.
     */
    public function __construct(
        public readonly ?Format $format,
        public readonly int $sourceBytes,
        public readonly array $files,
        public readonly array $metadataChanges = [],
        public readonly array $notes = [],
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            format: Format::tryFrom($from->text('format')),
            sourceBytes: $from->whole('source_bytes'),
            files: array_map(ResultFile::read(...), $from->objects('files')),
            metadataChanges: $from->has('metadata_changes') ? array_map(MetadataChange::read(...), $from->objects('metadata_changes')) : [],
            notes: $from->has('notes') ? $from->texts('notes') : [],
        );
    }

    /**
     * @return array{
     *     format: Format|null,
     *     source_bytes: int,
     *     files: list<ResultFile>,
     *     metadata_changes: list<MetadataChange>,
     *     notes: list<string>,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'format' => $this->format,
            'source_bytes' => $this->sourceBytes,
            'files' => $this->files,
            'metadata_changes' => $this->metadataChanges,
            'notes' => $this->notes,
        ];
    }
}
