<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

/** How much of its tables the database looks at: what grows with a library, no stopwatch on a busy machine tells. */
final class RowsRead
{
    /** @param callable(): mixed $what */
    public static function by(callable $what): int
    {
        self::soFar(); // To ask reads as well; the second time costs what the third does.
        $before = self::soFar();
        $idle = self::soFar() - $before;
        $before = self::soFar();
        $what();
        return self::soFar() - $before - $idle;
    }

    private static function soFar(): int
    {
        global $wpdb;
        return (int) array_sum(array_column($wpdb->get_results("SHOW SESSION STATUS LIKE 'Handler_read%'", ARRAY_N), 1));
    }
}
