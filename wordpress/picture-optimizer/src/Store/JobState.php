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
}
