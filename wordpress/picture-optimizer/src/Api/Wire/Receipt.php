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
     * @param int|null $bytesBefore Of all files that pages could show of this image, before; None where no file was
     *     replaced.
     * @param int|null $bytesAfter The same afterwards.
     */
    public function __construct(
        public readonly string $outcome,
        public readonly array $files = [],
        public readonly string $reason = '',
        public readonly ?int $bytesBefore = null,
        public readonly ?int $bytesAfter = null,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            outcome: $from->text('outcome', '/^(?:applied|not_applied|reverted)$/D'),
            files: $from->has('files') ? array_map(AppliedFile::read(...), $from->objects('files')) : [],
            reason: $from->has('reason') ? $from->text('reason') : '',
            bytesBefore: $from->has('bytes_before') ? $from->whole('bytes_before') : null,
            bytesAfter: $from->has('bytes_after') ? $from->whole('bytes_after') : null,
        );
    }

    /**
     * @return array{
     *     outcome: string,
     *     files: list<AppliedFile>,
     *     reason: string,
     *     bytes_before: int|null,
     *     bytes_after: int|null,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'outcome' => $this->outcome,
            'files' => $this->files,
            'reason' => $this->reason,
            'bytes_before' => $this->bytesBefore,
            'bytes_after' => $this->bytesAfter,
        ];
    }
}
