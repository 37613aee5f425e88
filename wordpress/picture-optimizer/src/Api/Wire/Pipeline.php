<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

enum Pipeline: string
{
    case AnalyzeExport = 'analyze_export';
    case Analyze = 'analyze';
    case Export = 'export';
}
