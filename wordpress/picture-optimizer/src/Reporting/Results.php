<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

/** What became of a job's images. */
final class Results implements \JsonSerializable
{
    /** @param list<ItemLine> $items */
    public function __construct(public readonly array $items, public readonly int $creditsUsed)
    {
    }

    /** @return array{items: list<ItemLine>, credits_used: int} */
    public function jsonSerialize(): array
    {
        return ['items' => $this->items, 'credits_used' => $this->creditsUsed];
    }
}
