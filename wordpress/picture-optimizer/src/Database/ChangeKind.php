<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** What kind of value a change is about. */
enum ChangeKind: string
{
    /** A field of the attachment itself. */
    case Own = 'own';
    /** A value somewhere else that names it. */
    case Reference = 'ref';
}
