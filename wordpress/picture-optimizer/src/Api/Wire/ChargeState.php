<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

enum ChargeState: string
{
    case Free = 'free';
    case Held = 'held';
    case Captured = 'captured';
    case Released = 'released';
    case Refunded = 'refunded';
}
