<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

enum ImageRole: string
{
    case Informative = 'informative';
    case Functional = 'functional';
    case Decorative = 'decorative';
    case Text = 'text';
    case Complex = 'complex';
}
