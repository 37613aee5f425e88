<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Downloads. */
final class Downloads implements \JsonSerializable
{
    /**
     * @param list<FileDownload> $files
     */
    public function __construct(
        public readonly array $files,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            files: array_map(FileDownload::read(...), $from->objects('files')),
        );
    }

    /** @return array{files: list<FileDownload>} */
    public function jsonSerialize(): array
    {
        return [
            'files' => $this->files,
        ];
    }
}
