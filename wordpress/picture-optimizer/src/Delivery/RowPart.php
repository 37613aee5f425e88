<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

/** What one image of a gallery needs of its row. */
final class RowPart
{
    /**
     * @param int $images how many share the row
     * @param float $filling how many times its place an image has to be wide: more than once where its sides are cropped off
     */
    public function __construct(private readonly int $images, private readonly float $filling)
    {
    }

    /** Of the row's width, 0 to 1. */
    public function share(): float
    {
        return min(1.0, $this->filling / $this->images);
    }

    /** As a length of CSS that `sizes` takes. */
    public function width(RowWidth $row): string
    {
        $less = [...$row->margins, ...($row->gap === null ? [] : array_fill(0, $this->images - 1, $row->gap))];
        $share = number_format(ceil(1000 * $this->share()) / 1000, 3, '.', '');
        return $less === [] ? ceil(100 * $this->share()) . 'vw' : 'calc((100vw - ' . implode(' - ', $less) . ") * {$share})";
    }
}
