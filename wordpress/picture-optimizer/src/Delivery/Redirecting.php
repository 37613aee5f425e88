<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

/** Whether requests for image files that are not there arrive at WordPress. */
enum Redirecting: string
{
    case Yes = 'yes';
    case No = 'no';
    /** The site could not be asked just now: a time-out, a password, loopback blocked. */
    case Unknown = 'unknown';

    /** How long an answer counts, in seconds; what is not known is asked again soon. */
    public function seconds(): int
    {
        return $this === self::Unknown ? 5 * MINUTE_IN_SECONDS : DAY_IN_SECONDS;
    }
}
