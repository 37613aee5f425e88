<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Who gets to see a text: what they can show decides which file of an image it names. */
enum Audience: string
{
    case Visitors = 'visitors';
    /** Social networks and feed readers. */
    case Networks = 'networks';
    case Mail = 'mail';
}
