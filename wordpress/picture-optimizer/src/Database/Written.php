<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** What became of values that were to be changed, as far as they were not. */
final class Written
{
    /**
     * @param list<CellChange>   $raced   Those that are another value by now; they can be tried again.
     * @param list<array{CellChange, string}> $refused Those that cannot be changed here, with a sentence.
     */
    public function __construct(public readonly array $raced = [], public readonly array $refused = [])
    {
    }
}
