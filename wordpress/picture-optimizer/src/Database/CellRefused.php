<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** One value cannot be changed on this server: it is left as it is and reported, and everything else goes on. */
final class CellRefused extends \RuntimeException
{
}
