<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

enum Scope: string
{
    case Analyze = 'analyze';
    case Export = 'export';
    case Read = 'read';
}
