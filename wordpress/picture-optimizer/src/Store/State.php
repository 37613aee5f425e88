<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** Where an item stands on this site; each state names what has happened. */
enum State: string
{
    case Unpriced = 'unpriced';
    case Planned = 'planned';
    case Waiting = 'waiting';
    case Uploaded = 'uploaded';
    case Ordered = 'ordered';
    case Ready = 'ready';
    case Applied = 'applied';
    /** The result could not be used here, and the service has not been told yet. */
    case Returning = 'returning';
    case Done = 'done';
    case Skipped = 'skipped';
    case NoGain = 'no_gain';
    case Failed = 'failed';
    case Cancelled = 'cancelled';

    /** States in which the runner has something to do, in the order of doing. */
    public const OPEN = [self::Waiting, self::Uploaded, self::Ordered, self::Ready, self::Applied, self::Returning];

    public function isOpen(): bool
    {
        return in_array($this, self::OPEN, true);
    }

    public function label(): string
    {
        return match ($this) {
            self::Unpriced, self::Planned => __('Planned', 'picture-optimizer'),
            self::Waiting => __('Waiting', 'picture-optimizer'),
            self::Uploaded => __('Uploaded', 'picture-optimizer'),
            self::Ordered => __('At the service', 'picture-optimizer'),
            self::Ready => __('Ready to apply', 'picture-optimizer'),
            self::Applied, self::Done => __('Done', 'picture-optimizer'),
            self::Skipped => __('Skipped', 'picture-optimizer'),
            self::NoGain => __('No smaller version', 'picture-optimizer'),
            self::Failed, self::Returning => __('Failed', 'picture-optimizer'),
            self::Cancelled => __('Canceled', 'picture-optimizer'),
        };
    }
}
