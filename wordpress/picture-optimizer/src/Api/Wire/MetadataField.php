<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

enum MetadataField: string
{
    case Copyright = 'copyright';
    case Creator = 'creator';
    case Credit = 'credit';
    case Gps = 'gps';
    case Camera = 'camera';
    case Date = 'date';
    case Title = 'title';
    case Alt = 'alt';
    case Caption = 'caption';
    case Description = 'description';
    case Keywords = 'keywords';
}
