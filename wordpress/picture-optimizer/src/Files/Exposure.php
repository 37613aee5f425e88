<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/** Whether a visitor can read files of a folder. */
enum Exposure: string
{
    case REFUSED = 'refused';
    case READABLE = 'readable';
    /** The site cannot be asked: loopback blocked, a password, a time-out. */
    case UNKNOWN = 'unknown';
}
