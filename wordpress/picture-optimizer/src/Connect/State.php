<?php

declare(strict_types=1);

namespace PictureOptimizer\Connect;

/** How far the site is with connecting. */
enum State: string
{
    case None = 'none';
    case Pending = 'pending';
    case Connected = 'connected';
    /** Over without a key; the message says why. */
    case Ended = 'ended';
}
