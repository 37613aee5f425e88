<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\Wire\Item as Answer;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\Item;

/**
 * Text that is only a draft waits for a person: it reaches no page, no file and no file name before somebody has approved it, unless
 * the site's owner takes drafts unseen. The smaller files do not wait for it; they come under their old names, and once more,
 * free of charge, when the text is approved.
 */
final class Drafts
{
    public static function wait(Item $item, ?Answer $answer, JobSettings $settings): bool
    {
        return ($answer?->analysis->draft ?? false) && $item->pipeline->analyses()
            && !$item->reviewed->accepted && !$settings->is('accept_drafts');
    }

    /** Whether there are files to be put in place before the text. */
    public static function filesComeFirst(Item $item, Answer $answer): bool
    {
        return ($answer->export->files ?? []) !== [] && $item->applied() === [];
    }
}
