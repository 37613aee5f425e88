<?php

declare(strict_types=1);

namespace PictureOptimizer;

/**
 * Filters as other plugins need them. Where WordPress promises an array or a text, somebody before us may hand on null, false or a
 * WP_Error (and WordPress itself does for images without metadata): that is not ours to mend, and passes through as it is.
 */
final class Lenient
{
    public static function onArrays(callable $filter): \Closure
    {
        return static fn (mixed $value, mixed ...$more): mixed => is_array($value) ? $filter($value, ...$more) : $value;
    }

    public static function onTexts(callable $filter): \Closure
    {
        return static fn (mixed $value, mixed ...$more): mixed => is_string($value) ? $filter($value, ...$more) : $value;
    }
}
