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
    /** Given up after several attempts: files and values of before and after are both there, until somebody reverts it. */
    case Abandoned = 'abandoned';
    /** Somebody else put another file in place of ours; there is nothing left to revert. */
    case Superseded = 'superseded';
}
