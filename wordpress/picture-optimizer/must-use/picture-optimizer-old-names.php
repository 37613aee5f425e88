<?php

/**
 * Plugin Name: Picture Optimizer: old image names
 * Description: Redirects old image addresses to the current files while Picture Optimizer is off or gone. To end it, delete this file.
 * License: GPL-2.0-or-later
 *
 * It only reads: the list in the folder of the same name beside this file, and WordPress' own data of attachments. Two things are
 * deleted to be rid of it: this file and that folder, or `wp picture-optimizer old-names remove` while the plugin is there.
 */

declare(strict_types=1);

namespace PictureOptimizer\OldNames;

defined('ABSPATH') || exit;

// While the plugin is there it answers itself, one step earlier.
add_action('parse_request', __NAMESPACE__ . '\answer', 1);

/** Answers a request for a file of uploads that has another name today. */
function answer(): void
{
    // Servers take several slashes for one.
    $requested = rawurldecode((string) preg_replace('~/{2,}~', '/', (string) strtok((string) ($_SERVER['REQUEST_URI'] ?? ''), '?')));
    foreach (class_exists('PictureOptimizer\Plugin', false) ? [] : sites($requested) as $site => $path) {
        is_multisite() && switch_to_blog($site);
        $target = today($site, $path);
        if ($target !== null && $target !== $path && is_file(wp_get_upload_dir()['basedir'] . "/{$target}")) {
            $url = wp_get_upload_dir()['baseurl'] . '/' . implode('/', array_map('rawurlencode', explode('/', $target)));
            header_remove('Expires');
            header('Cache-Control: public, max-age=3600'); // not for people
            header('X-Redirect-By: Picture Optimizer');
            header("Location: {$url}", true, 301);
            exit;
        }
        is_multisite() && restore_current_blog();
    }
}

/**
 * Whose file it can be.
 *
 * @return array<int, string> Path below uploads, by site.
 */
function sites(string $requested): array
{
    if (is_multisite() && preg_match('~/uploads/sites/(\d+)/(.+)$~', $requested, $match)) {
        return get_site((int) $match[1]) === null ? [] : [(int) $match[1] => $match[2]];
    }
    $ours = defined('UPLOADS') ? trailingslashit(site_url()) . UPLOADS : content_url('uploads');
    foreach ([wp_get_upload_dir()['baseurl'], untrailingslashit($ours)] as $url) {
        $base = rawurldecode((string) wp_parse_url($url, PHP_URL_PATH)) . '/';
        if ($base !== '/' && str_starts_with($requested, $base)) {
            return [get_current_blog_id() => substr($requested, strlen($base))];
        }
    }
    return [];
}

/** Where the file of a former name is today, below uploads; null when nobody knows the name. */
function today(int $site, string $path): ?string
{
    $list = __DIR__ . "/picture-optimizer-old-names/site-{$site}.php";
    $names = is_file($list) ? (string) file_get_contents($list) : '';
    // Where disks know no capitals, pages may have a name in any case.
    preg_match_all('~^(' . preg_quote(rawurlencode($path), '~') . ')\t(\d+)\t(\S+)$~mi', $names, $found, PREG_SET_ORDER);
    $lines = array_column($found, null, 1); // What was written last counts.
    $lines = isset($lines[rawurlencode($path)]) ? [$lines[rawurlencode($path)]] : $lines;
    $files = array_unique(array_map(static fn (array $line): ?string => file_of((int) $line[2], rawurldecode($line[3])), $lines));
    return count($files) === 1 ? reset($files) : null; // Of several that differ by case only, nobody knows which is meant.
}

/** Where the file of an image's size is today, below uploads. */
function file_of(int $attachment, string $size): ?string
{
    $file = (string) get_post_meta($attachment, '_wp_attached_file', true);
    $meta = get_post_meta($attachment, '_wp_attachment_metadata', true);
    $meta = is_array($meta) ? $meta : [];
    $name = $size === 'original' ? ($meta['original_image'] ?? null) : ($meta['sizes'][$size]['file'] ?? null);
    return $file === '' ? null : ltrim(dirname($file) . '/', './') . ($name ?? basename($file));
}
