<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** What is to become of one value. Of large ones there is no second copy: the new value is put together when somebody asks for it. */
final class CellChange
{
    public readonly string $hashBefore;
    public readonly string $hashAfter;

    /** @throws \UnexpectedValueException When the edits were made for another value. */
    public function __construct(
        public readonly Cell $cell,
        public readonly string $before,
        public readonly Edits $edits,
        public readonly ChangeKind $kind = ChangeKind::Reference,
    ) {
        $this->hashBefore = hash('sha256', $before);
        $this->hashAfter = $edits->hashOf($before);
    }

    public static function between(Cell $cell, string $before, string $after): self
    {
        return new self($cell, $before, Edits::between($before, $after));
    }

    public function after(): string
    {
        return $this->edits->apply($this->before);
    }

    /** The same value after the change: where it tells its rows itself, it tells them by what it is then. */
    public function cellAfter(): Cell
    {
        return $this->cell->holding($this->hashAfter);
    }
}
