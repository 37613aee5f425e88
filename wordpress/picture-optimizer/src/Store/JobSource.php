<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** Who asked for a job. */
enum JobSource: string
{
    case Wizard = 'wizard';
    case Cli = 'cli';
    case Rest = 'rest';
    /** The site itself, for what was just uploaded. */
    case Upload = 'upload';
}
