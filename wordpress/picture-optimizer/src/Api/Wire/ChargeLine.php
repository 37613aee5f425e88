<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

enum ChargeLine: string
{
    case Analysis = 'analysis';
    case Export = 'export';
}
