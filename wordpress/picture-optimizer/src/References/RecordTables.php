<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Where tools keep records: which files an optimizer has been at, which requests came, where an importer found an image, what was done
 * when. No page is made of them, and a name there is true of the time at which it was written: it is not followed, and no old file stays
 * for it. Logs can be a site's largest tables, too.
 */
final class RecordTables
{
    /** Meta of posts: where WordPress and WooCommerce fetched an image from. An importer knows it again by that very text. */
    public const META = ['_source_url', '_wc_attachment_source'];

    /**
     * How their names end: EWWW Image Optimizer, ShortPixel, Imagify, Smush, Media Cleaner; WP All Import; LiteSpeed Cache, W3 Total
     * Cache; Wordfence; Redirection and whatever else keeps a log; Simple History, WP Activity Log, MainWP; Slimstat, Matomo.
     */
    private const NAMES = [
        'ewwwio_images', 'ewwwio_queue', 'shortpixel_(?:meta|postmeta|aipostmeta|folders|queue)', 'imagify_(?:files|folders)',
        'smush_dir_images', 'mclean_(?:refs|scan|work|runs|operations|duplicates)', 'pmxi_(?:images|files|history|hash)',
        'litespeed_(?:url|url_file|img_optming?)',
        'w3tc_cdn_(?:queue|pathmap)', 'wf(?:filemods|knownfilelist|hits|issues|pendingissues)', 'logs?', '404s?',
        'simple_history(?:_contexts)?', 'wsal_(?:occurrences|metadata)', 'mainwp_child_changes_meta',
        'slim_(?:stats|events)(?:_archive)?', 'matomo_log_\w+',
    ];

    /** Of Stream, whose word others use for what they show. */
    private const WHOLE_NAMES = ['stream', 'stream_meta'];

    /** @param string $name Without the site's prefix, which can end without an underscore. */
    public static function include(string $name): bool
    {
        $name = strtolower($name);
        return in_array($name, self::WHOLE_NAMES, true) || preg_match('/(?:^|_)(?:' . implode('|', self::NAMES) . ')$/D', $name) === 1;
    }
}
