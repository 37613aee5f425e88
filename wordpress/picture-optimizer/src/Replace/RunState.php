<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** How far a replacement is. */
enum RunState: string
{
    case Working = 'working';
    case Applied = 'applied';
    case Failed = 'failed';
    case Reverting = 'reverting';
    case Reverted = 'reverted';
    /** Somebody else put another file in place of ours; there is nothing left to revert. */
    case Superseded = 'superseded';
}
