<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** What is to become of one value. */
final class CellChange
{
    public readonly string $after;

    public function __construct(
        public readonly Cell $cell,
        public readonly string $before,
        public readonly Edits $edits,
        public readonly ChangeKind $kind = ChangeKind::Reference,
    ) {
        $this->after = $edits->apply($before);
    }
}
