<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** One backup that was found without its journal, and what was, or would be, done with it. */
final class Adoption
{
    /** @param list<string> $files Names of the files that it is about. */
    public function __construct(
        public readonly string $backup,
        public readonly int $attachmentId,
        public readonly AdoptionState $state,
        public readonly array $files = [],
        public readonly string $reason = '',
    ) {
    }
}
