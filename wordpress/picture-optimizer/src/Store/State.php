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
            self::Unpriced, self::Planned => __('planned', 'picture-optimizer'),
            self::Waiting => __('waiting', 'picture-optimizer'),
            self::Uploaded => __('uploaded', 'picture-optimizer'),
            self::Ordered => __('at the service', 'picture-optimizer'),
            self::Ready => __('ready to apply', 'picture-optimizer'),
            self::Applied, self::Done => __('done', 'picture-optimizer'),
            self::Skipped => __('skipped', 'picture-optimizer'),
            self::NoGain => __('no smaller version', 'picture-optimizer'),
            self::Failed, self::Returning => __('failed', 'picture-optimizer'),
            self::Cancelled => __('canceled', 'picture-optimizer'),
        };
    }
}
