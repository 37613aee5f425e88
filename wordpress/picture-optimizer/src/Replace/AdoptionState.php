<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** What became of a backup that the journal does not know. */
enum AdoptionState: string
{
    /** Files that the Media Library names were missing and are there again. */
    case Restored = 'restored';
    /** The optimized files are in place; the replacement can be reverted again. */
    case Known = 'known again';
    /** A file in uploads differs from the backup; it stays unless somebody says otherwise. */
    case Differs = 'differs';
    /** The backup cannot be trusted or used. */
    case Refused = 'refused';

    public function label(): string
    {
        return match ($this) {
            self::Restored => __('Restored', 'picture-optimizer'),
            self::Known => __('Can be restored again', 'picture-optimizer'),
            self::Differs => __('Differs, kept', 'picture-optimizer'),
            self::Refused => __('Refused', 'picture-optimizer'),
        };
    }
}
