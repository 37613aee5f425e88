<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** How far a change of a value is. */
enum ChangeState: string
{
    case Planned = 'planned';
    case Done = 'done';
    case Reverted = 'reverted';
}
