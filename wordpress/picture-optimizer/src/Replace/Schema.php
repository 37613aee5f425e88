<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** Tables of the replacement: what is being done to which picture, step by step, and every database cell that was changed. */
final class Schema
{
    /** @return array<string, string> */
    public static function tables(): array
    {
        return [
            'replacements' => '
                id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
                attachment_id bigint(20) unsigned NOT NULL,
                state varchar(16) NOT NULL,
                step varchar(16) NOT NULL,
                token bigint(20) unsigned NOT NULL,
                backup varchar(64) NOT NULL DEFAULT \'\',
                original_sha256 char(64) NOT NULL DEFAULT \'\',
                applied_sha256 char(64) NOT NULL DEFAULT \'\',
                plan longtext NOT NULL,
                outcome longtext NOT NULL,
                created_at datetime NOT NULL,
                updated_at datetime NOT NULL,
                PRIMARY KEY  (id),
                KEY attachment (attachment_id,state),
                KEY state (state)',
            'journal' => '
                id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
                replacement_id bigint(20) unsigned NOT NULL,
                step varchar(32) NOT NULL,
                token bigint(20) unsigned NOT NULL,
                at datetime NOT NULL,
                PRIMARY KEY  (id),
                KEY replacement (replacement_id)',
            'changes' => '
                id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
                replacement_id bigint(20) unsigned NOT NULL,
                attachment_id bigint(20) unsigned NOT NULL,
                tbl varchar(64) NOT NULL,
                key_column varchar(255) NOT NULL,
                pk varchar(191) NOT NULL,
                col varchar(64) NOT NULL,
                kind varchar(8) NOT NULL,
                hash_before char(64) NOT NULL,
                hash_after char(64) NOT NULL,
                edits longtext NOT NULL,
                state varchar(12) NOT NULL,
                PRIMARY KEY  (id),
                KEY replacement (replacement_id),
                KEY cell (tbl,pk,col)',
            'fence' => '
                id tinyint(3) unsigned NOT NULL,
                token bigint(20) unsigned NOT NULL,
                connection bigint(20) unsigned NOT NULL,
                expires bigint(20) unsigned NOT NULL,
                PRIMARY KEY  (id)',
        ];
    }
}
