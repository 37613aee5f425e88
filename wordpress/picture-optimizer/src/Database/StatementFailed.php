<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** The database refused a statement; nothing of it was done. Its message is the database's. */
final class StatementFailed extends \RuntimeException
{
}
