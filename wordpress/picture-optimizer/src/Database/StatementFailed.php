<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** The database refused a statement; nothing of it was done. Its message is the database's. */
final class StatementFailed extends \RuntimeException
{
    public static function sentence(): string
    {
        return __(
            'The site’s database did not accept a change. What was done before is kept; try again in a few minutes.',
            'picture-optimizer'
        );
    }
}
