<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** How far a job is. */
enum JobState: string
{
    /** Its images are being looked at and priced. */
    case Planning = 'planning';
    /** Waits for somebody to agree to the price. */
    case Planned = 'planned';
    case Open = 'open';
    case Paused = 'paused';
    case Finished = 'finished';
    /** Given up before it was agreed to. */
    case Stopped = 'stopped';

    public function label(): string
    {
        return match ($this) {
            self::Open => __('Running', 'picture-optimizer'),
            self::Paused => __('Paused', 'picture-optimizer'),
            self::Finished => __('Finished', 'picture-optimizer'),
            default => __('Not started', 'picture-optimizer'),
        };
    }
}
