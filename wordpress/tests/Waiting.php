<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

/** Waits for a condition instead of for a time: quick on a quiet machine, patient on a busy one. */
final class Waiting
{
    /**
     * @template T
     * @param callable(): T $condition
     * @param callable(): string $otherwise what is said when it stays false
     * @return T
     */
    public static function until(callable $condition, callable $otherwise, float $seconds = 60): mixed
    {
        $end = microtime(true) + $seconds;
        while (!($result = $condition())) {
            if (microtime(true) > $end) {
                throw new \RuntimeException($otherwise());
            }
            usleep(20_000);
        }
        return $result;
    }
}
