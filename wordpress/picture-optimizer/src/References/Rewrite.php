<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edits;

/** What a rewriter found in one text. */
final class Rewrite
{
    /**
     * @param list<string> $problems What names a picture but is left alone, in words for people.
     * @param list<string> $kinds    How the references were written: serialized, base64, ...
     * @param list<string> $seen     File names without a folder that nothing proves to be ours.
     */
    public function __construct(
        public readonly Edits $edits,
        public readonly array $problems = [],
        public readonly array $kinds = [],
        public readonly array $seen = [],
    ) {
    }

    public static function nothing(): self
    {
        return new self(new Edits());
    }

    public function found(): bool
    {
        return !$this->edits->isEmpty() || $this->problems !== [];
    }
}
