<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** All sites of a network, or the one there is. */
final class Sites
{
    /** Whether code of one site of a network works on another one's behalf at this moment. */
    public static function isSwitched(): bool
    {
        return is_multisite() && ms_is_switched();
    }

    /** @param callable(): void $work */
    public static function each(callable $work): void
    {
        if (!is_multisite()) {
            $work();
            return;
        }
        foreach (get_sites(['fields' => 'ids', 'number' => 0]) as $siteId) {
            switch_to_blog($siteId);
            $work();
            restore_current_blog();
        }
    }
}
