<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

enum Format: string
{
    case Webp = 'webp';
    case Avif = 'avif';
    case Jpeg = 'jpeg';
    case Png = 'png';
    case Original = 'original';
    case Auto = 'auto';
}
