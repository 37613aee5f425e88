<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** Waiting, on any host: some take PHP's own ways to sleep away, and leave the database's. */
final class Pause
{
    public static function seconds(float $seconds): void
    {
        $wpdb = $GLOBALS['wpdb'];
        function_exists('usleep') ? usleep((int) ($seconds * 1_000_000)) : $wpdb->query($wpdb->prepare('SELECT SLEEP(%f)', $seconds));
    }
}
