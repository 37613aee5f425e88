<?php

declare(strict_types=1);

namespace PictureOptimizer;

/**
 * Names that are known outside of the plugin, and what its filters have to bear. Where WordPress promises an array or a text, somebody
 * before us may hand on null, false or a WP_Error (WordPress itself does, for images without metadata): that is not ours to mend.
 */
final class Hooks
{
    /** WP-Cron: work on the queue for a moment. */
    public const TICK = 'picture_optimizer_tick';

    /** WP-Cron: once a day, clean up. */
    public const DAILY = 'picture_optimizer_daily';

    /** WP-Cron: look at images for the audit, until all are known. */
    public const LOOK = 'picture_optimizer_look';

    /** WP-Cron: have page caches thrown away once more, after several changes in a short time. */
    public const PURGE = 'picture_optimizer_purge_pages';

    /** WP-Cron: bring back files that pages name and that a backup still has. */
    public const HEAL = 'picture_optimizer_heal';

    public const SCHEDULED = [self::TICK, self::DAILY, self::LOOK, self::PURGE, self::HEAL];

    /** @return \Closure the filter for arrays; anything else passes through as it is */
    public static function onArrays(callable $filter): \Closure
    {
        return static fn (mixed $value, mixed ...$more): mixed => is_array($value) ? $filter($value, ...$more) : $value;
    }

    /** @return \Closure the filter for texts; anything else passes through as it is */
    public static function onTexts(callable $filter): \Closure
    {
        return static fn (mixed $value, mixed ...$more): mixed => is_string($value) ? $filter($value, ...$more) : $value;
    }
}
