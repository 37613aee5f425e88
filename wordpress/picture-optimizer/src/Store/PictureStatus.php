<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** What was done to an image so far. */
enum PictureStatus: string
{
    case Analysed = 'analysed';
    case Exported = 'exported';
    /** Both. */
    case Processed = 'processed';
    case Failed = 'failed';
    case Reverted = 'reverted';
    /** Only its hash is known. */
    case Seen = 'seen';

    /** Something of ours is in place. */
    public function isChanged(): bool
    {
        return in_array($this, [self::Analysed, self::Exported, self::Processed], true);
    }

    public function label(): string
    {
        return match ($this) {
            self::Analysed => __('Analyzed', 'picture-optimizer'),
            self::Exported => __('Exported', 'picture-optimizer'),
            self::Processed => __('Fully processed', 'picture-optimizer'),
            self::Failed => __('Failed', 'picture-optimizer'),
            self::Reverted => __('Restored', 'picture-optimizer'),
            self::Seen => __('Unprocessed', 'picture-optimizer'),
        };
    }
}
