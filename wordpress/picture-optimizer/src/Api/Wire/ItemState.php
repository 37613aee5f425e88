<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

enum ItemState: string
{
    case Queued = 'queued';
    case Analysing = 'analysing';
    case Review = 'review';
    case Exporting = 'exporting';
    case Ready = 'ready';
    case Delivered = 'delivered';
    case Skipped = 'skipped';
    case NoGain = 'no_gain';
    case Failed = 'failed';
    case Cancelled = 'cancelled';
    case Expired = 'expired';
}
