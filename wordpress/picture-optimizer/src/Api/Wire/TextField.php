<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

enum TextField: string
{
    case Alt = 'alt';
    case Title = 'title';
    case Caption = 'caption';
    case Description = 'description';
    case Filename = 'filename';
    case Tags = 'tags';
}
