<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** Names that are known outside of the plugin. */
final class Hooks
{
    /** WP-Cron: work on the queue for a moment. */
    public const TICK = 'picture_optimizer_tick';

    /** WP-Cron: once a day, clean up. */
    public const DAILY = 'picture_optimizer_daily';

    /** WP-Cron: look at images for the audit, until all are known. */
    public const LOOK = 'picture_optimizer_look';

    public const SCHEDULED = [self::TICK, self::DAILY, self::LOOK];
}
