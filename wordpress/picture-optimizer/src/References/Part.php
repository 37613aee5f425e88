<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;

/** A part of a text that has rules of its own: nothing in it may be changed but by these edits. */
final class Part
{
    /** @param string $sealed Why nothing in it can be changed, "" where it can. */
    public function __construct(
        public readonly int $offset,
        public readonly int $length,
        public readonly Rewrite $rewrite,
        public readonly string $sealed = '',
    ) {
    }

    public function holds(Edit $edit): bool
    {
        return $edit->offset < $this->offset + $this->length && $edit->end() > $this->offset;
    }
}
