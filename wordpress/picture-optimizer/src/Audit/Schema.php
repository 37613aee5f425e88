<?php

declare(strict_types=1);

namespace PictureOptimizer\Audit;

/** What the audit knows of each picture, so that a page of it is read from an index however large the library is. */
final class Schema
{
    /** @return array<string, string> columns and keys by table name without prefix */
    public static function tables(): array
    {
        return [
            'audit' => <<<'SQL'
                attachment_id bigint(20) unsigned NOT NULL,
                bytes bigint(20) unsigned NOT NULL DEFAULT 0,
                mime varchar(40) NOT NULL DEFAULT '',
                alt_fault varchar(40) NOT NULL DEFAULT '',
                sha256 char(64) NOT NULL DEFAULT '',
                width int(10) unsigned DEFAULT NULL,
                alt_hash char(32) DEFAULT NULL,
                PRIMARY KEY  (attachment_id),
                KEY bytes (bytes),
                KEY mime (mime),
                KEY alt_fault (alt_fault),
                KEY sha256 (sha256),
                KEY width (width),
                KEY alt_hash (alt_hash)
                SQL,
        ];
    }
}
