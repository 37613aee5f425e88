<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Database\Schema as AllTables;

/** Old file names that must go on working: which picture and which of its sizes each of them was. */
final class Schema
{
    /** Whether the current site of a network has the tables: those that never used the plugin have not. */
    public static function isInstalled(): bool
    {
        return get_option(AllTables::OPTION, '') !== '';
    }

    /** @return array<string, string> */
    public static function tables(): array
    {
        return [
            'redirects' => <<<'SQL'
                id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
                path_hash char(64) NOT NULL,
                lower_hash char(64) NOT NULL,
                name_hash char(32) NOT NULL DEFAULT '',
                path text NOT NULL,
                attachment_id bigint(20) unsigned NOT NULL,
                size varchar(191) NOT NULL,
                hits bigint(20) unsigned NOT NULL DEFAULT 0,
                last_hit_at datetime DEFAULT NULL,
                created_at datetime NOT NULL,
                PRIMARY KEY  (id),
                UNIQUE KEY path (path_hash),
                KEY lower_hash (lower_hash),
                KEY name_hash (name_hash),
                KEY attachment (attachment_id)
                SQL,
        ];
    }
}
