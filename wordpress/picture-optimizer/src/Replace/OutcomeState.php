<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** How a replacement or a revert ended. */
enum OutcomeState: string
{
    case Applied = 'applied';
    case Reverted = 'reverted';
    /** Nothing was to do: a second revert, or nothing of ours in the image. */
    case Unchanged = 'unchanged';
    /** Refused or undone; the site is as it was before. */
    case Failed = 'failed';
    /** Somebody edited the image meanwhile, and the edit was kept; try again. The site is as they left it. */
    case Changed = 'changed';
    /** Another runner holds the site's lock; try again later. Nothing was done. */
    case Busy = 'busy';

    public function label(): string
    {
        return match ($this) {
            self::Applied => __('Optimized', 'picture-optimizer'),
            self::Reverted => __('Restored', 'picture-optimizer'),
            self::Unchanged => __('Unchanged', 'picture-optimizer'),
            self::Failed => __('Failed', 'picture-optimizer'),
            self::Changed => __('Edited meanwhile', 'picture-optimizer'),
            self::Busy => __('Busy, try again', 'picture-optimizer'),
        };
    }
}
