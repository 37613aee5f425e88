<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Receipt. */
final class Receipt implements \JsonSerializable
{
    /**
     * @param list<AppliedFile> $files
     */
    public function __construct(
        public readonly string $outcome,
        public readonly array $files = [],
        public readonly string $reason = '',
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            outcome: $from->text('outcome', '/^(?:applied|not_applied)$/D'),
            files: $from->has('files') ? array_map(AppliedFile::read(...), $from->objects('files')) : [],
            reason: $from->has('reason') ? $from->text('reason') : '',
        );
    }

    /** @return array{outcome: string, files: list<AppliedFile>, reason: string} */
    public function jsonSerialize(): array
    {
        return [
            'outcome' => $this->outcome,
            'files' => $this->files,
            'reason' => $this->reason,
        ];
    }
}
