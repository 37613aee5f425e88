<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** What happened to an image, beside the jobs that have their own records. */
enum EventKind: string
{
    /** Its files are ours now. */
    case Replaced = 'replaced';
    /** Its original is back. */
    case Restored = 'restored';
    /** Somebody changed the file by WordPress' editor or put another in its place. */
    case Edited = 'edited';
    /** Somebody changed a text, by hand or by putting a former one back. */
    case Text = 'text';
}
