<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** Tables of the queue and of what is known about each picture. Times are Unix seconds. */
final class Schema
{
    /** @return array<string, string> columns and keys by table name without prefix */
    public static function tables(): array
    {
        return [
            // One confirmed (or still planned) order of somebody.
            'jobs' => <<<'SQL'
                id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
                state varchar(20) NOT NULL,
                source varchar(20) NOT NULL,
                pipeline varchar(20) NOT NULL,
                settings longtext NOT NULL,
                quote_id varchar(64) NOT NULL DEFAULT '',
                quote_expires bigint(20) unsigned NOT NULL DEFAULT 0,
                credits_quoted int(10) unsigned NOT NULL DEFAULT 0,
                credits_available int(10) unsigned NOT NULL DEFAULT 0,
                message text NOT NULL,
                created_by bigint(20) unsigned NOT NULL,
                created_at bigint(20) unsigned NOT NULL,
                started_at bigint(20) unsigned NOT NULL DEFAULT 0,
                updated_at bigint(20) unsigned NOT NULL,
                PRIMARY KEY  (id),
                KEY state (state)
                SQL,
            // One picture of a job. `active` holds the attachment's id while work is open: its key lets a
            // picture be in one job only, whatever two tabs do at once. `credits_earlier`: the part of `credits` that an order
            // before the present one was charged with. `reverted`: 1 until the service knows it, then 2.
            'items' => <<<'SQL'
                id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
                job_id bigint(20) unsigned NOT NULL,
                attachment_id bigint(20) unsigned NOT NULL,
                active bigint(20) unsigned DEFAULT NULL,
                pipeline varchar(20) NOT NULL,
                state varchar(20) NOT NULL,
                reason_code varchar(40) NOT NULL DEFAULT '',
                reason text NOT NULL,
                attempts tinyint(3) unsigned NOT NULL DEFAULT 0,
                not_before bigint(20) unsigned NOT NULL DEFAULT 0,
                lease_token char(32) NOT NULL DEFAULT '',
                lease_until bigint(20) unsigned NOT NULL DEFAULT 0,
                source_sha256 char(64) NOT NULL DEFAULT '',
                quoted int(10) unsigned NOT NULL DEFAULT 0,
                quote_id varchar(64) NOT NULL DEFAULT '',
                order_key char(64) NOT NULL DEFAULT '',
                remote_job varchar(64) NOT NULL DEFAULT '',
                remote_item varchar(64) NOT NULL DEFAULT '',
                result longtext NOT NULL,
                reviewed longtext DEFAULT NULL,
                bytes_before bigint(20) unsigned NOT NULL DEFAULT 0,
                bytes_after bigint(20) unsigned NOT NULL DEFAULT 0,
                credits int(10) unsigned NOT NULL DEFAULT 0,
                credits_earlier int(10) unsigned NOT NULL DEFAULT 0,
                reverted tinyint(1) unsigned NOT NULL DEFAULT 0,
                updated_at bigint(20) unsigned NOT NULL,
                PRIMARY KEY  (id),
                UNIQUE KEY active (active),
                KEY due (state,not_before,lease_until),
                KEY job (job_id,state),
                KEY sums (job_id,state,quoted,bytes_before,bytes_after,credits),
                KEY attachment (attachment_id),
                KEY order_key (order_key),
                KEY remote_job (remote_job),
                KEY reverted (reverted)
                SQL,
            // What people changed in review, where the owner agreed to that.
            'lessons' => <<<'SQL'
                id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
                attachment_id bigint(20) unsigned NOT NULL,
                field varchar(20) NOT NULL,
                kind varchar(20) NOT NULL,
                text_before text NOT NULL,
                text_after text NOT NULL,
                created_at bigint(20) unsigned NOT NULL,
                PRIMARY KEY  (id)
                SQL,
            // What happened to an attachment beside jobs: files put in place and back, and what people changed by hand.
            'events' => <<<'SQL'
                id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
                attachment_id bigint(20) unsigned NOT NULL,
                kind varchar(12) NOT NULL,
                field varchar(20) NOT NULL DEFAULT '',
                text_before text NOT NULL,
                text_after text NOT NULL,
                user_id bigint(20) unsigned NOT NULL DEFAULT 0,
                at bigint(20) unsigned NOT NULL,
                PRIMARY KEY  (id),
                KEY attachment (attachment_id),
                KEY user_id (user_id)
                SQL,
            // What was done to an attachment; decides what a next run skips.
            'pictures' => <<<'SQL'
                attachment_id bigint(20) unsigned NOT NULL,
                status varchar(20) NOT NULL,
                original_sha256 char(64) NOT NULL DEFAULT '',
                applied_sha256 char(64) NOT NULL DEFAULT '',
                analysis_settings char(64) NOT NULL DEFAULT '',
                export_settings char(64) NOT NULL DEFAULT '',
                format varchar(10) NOT NULL DEFAULT '',
                suggested_name varchar(200) NOT NULL DEFAULT '',
                written longtext NOT NULL,
                bytes_before bigint(20) unsigned NOT NULL DEFAULT 0,
                bytes_after bigint(20) unsigned NOT NULL DEFAULT 0,
                credits int(10) unsigned NOT NULL DEFAULT 0,
                reason text NOT NULL,
                hash_of varchar(200) NOT NULL DEFAULT '',
                hash char(64) NOT NULL DEFAULT '',
                updated_at bigint(20) unsigned NOT NULL,
                PRIMARY KEY  (attachment_id),
                KEY status (status)
                SQL,
        ];
    }
}
