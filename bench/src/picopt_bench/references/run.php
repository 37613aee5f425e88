<?php

/**
 * Replaces a number of pictures in one batch on the large site, and reverts them. Prints JSON: seconds of each part.
 * Argument: number of pictures. Each is used in four posts, one serialized and one JSON meta value.
 */

declare(strict_types=1);

use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\Staging;
use PictureOptimizer\Plugin;
use PictureOptimizer\Replace\Change;

require __DIR__ . '/load.php';

$count = (int) $argv[1];
$plugin = new Plugin(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php');

function make_picture(int $number): int
{
    $image = imagecreatetruecolor(640, 480);
    imagefilledellipse($image, 200 + $number, 200, 300, 300, imagecolorallocate($image, 200, $number * 4, 20));
    $file = wp_tempnam();
    imagejpeg($image, $file, 95);
    $upload = wp_upload_bits("benchmark-{$number}-" . substr(md5((string) $number), 0, 5) . '.jpg', null, file_get_contents($file));
    unlink($file);
    $id = wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], $upload['file']);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $upload['file']));
    return $id;
}

/** @return list<int> The posts that use it. */
function use_picture(int $id): array
{
    global $wpdb;
    $url = wp_get_attachment_url($id);
    $small = wp_get_attachment_image_url($id, 'medium');
    $posts = [];
    for ($i = 0; $i < 4; $i++) {
        $posts[] = $post = mt_rand(1000, 99000);
        $html = "<img src=\"{$small}\" srcset=\"{$small} 300w, {$url} 640w\" class=\"wp-image-{$id}\" alt=\"\">";
        $wpdb->query($wpdb->prepare("UPDATE {$wpdb->posts} SET post_content = CONCAT(post_content, %s) WHERE ID = %d", $html, $post));
    }
    add_post_meta($posts[0], 'bench', ['picture' => ['url' => $url, 'html' => serialize([$small])]]);
    add_post_meta($posts[1], 'bench', wp_slash((string) wp_json_encode(['url' => $url, 'n' => 1])));
    return $posts;
}

function change(Plugin $plugin, int $id, int $number): Change
{
    $source = $plugin->originals()->sourceFor($id);
    $files = [];
    $sizes = ['full' => ['width' => 640, 'height' => 480]] + wp_get_attachment_metadata($id)['sizes'];
    foreach ($sizes as $name => $size) {
        $path = Staging::dir() . '/' . bin2hex(random_bytes(8));
        imagewebp(imagescale(imagecreatefromjpeg($source->path), $size['width'], $size['height']), $path, 60);
        $hash = hash_file('sha256', $path);
        $files[] = new NewFile($name, $path, $hash, filesize($path), $size['width'], $size['height'], 'image/webp', 'webp');
    }
    return new Change($id, $source->sha256, $files, "Renamed picture {$number}");
}

$ids = array_map('make_picture', range(1, $count));
$posts = array_merge(...array_map('use_picture', $ids));
file_put_contents(getenv('BENCH_POSTS') ?: '/dev/null', json_encode($posts));
$changes = array_map(static fn (int $id, int $number): Change => change($plugin, $id, $number), $ids, array_keys($ids));

/** Seconds of CPU that this process and the database have used. */
function cpu(): float
{
    $own = getrusage();
    $database = explode(' ', (string) @file_get_contents('/proc/' . (getenv('BENCH_DATABASE') ?: 'none') . '/stat'));
    return $own['ru_utime.tv_sec'] + $own['ru_utime.tv_usec'] / 1e6 + $own['ru_stime.tv_sec'] + $own['ru_stime.tv_usec'] / 1e6
        + ((int) ($database[13] ?? 0) + (int) ($database[14] ?? 0)) / 100; // in ticks of a hundredth, see proc(5)
}

$at = [];
add_action('picture_optimizer_step', static function (string $step) use (&$at): void {
    $at[$step] ??= ['first' => microtime(true), 'cpu' => cpu()];
    $at[$step]['last'] = microtime(true);
    $at[$step]['last_cpu'] = cpu();
});
$started = microtime(true);
$outcomes = $plugin->replacer()->apply(...$changes);
$applied = microtime(true);
$reverts = $plugin->replacer()->revert(...$ids);
$reverted = microtime(true);
$bad = array_filter([...$outcomes, ...$reverts], static fn ($outcome): bool => !$outcome->ok());
foreach ($ids as $id) {
    wp_delete_attachment($id, true);
}
$wpdb->query("DELETE FROM {$wpdb->postmeta} WHERE meta_key = 'bench'");
foreach (array_unique($posts) as $post) {
    $wpdb->query("UPDATE {$wpdb->posts} SET post_content = SUBSTRING_INDEX(post_content, '<img src=\"', 1) WHERE ID = {$post}
        AND post_content LIKE '%benchmark-%'");
}
echo json_encode([
    'pictures' => $count,
    'references_s' => round($at['references']['first'] - $at['metadata']['last'], 3),
    'recheck_s' => round($at['recheck']['first'] - $at['references']['last'], 3),
    'cpu_s' => round($at['recheck']['cpu'] - $at['metadata']['last_cpu'], 3),
    'verify_s' => round($at['verify']['last'] - $at['recheck']['last'], 3),
    'apply_s' => round($applied - $started, 3),
    'revert_s' => round($reverted - $applied, 3),
    'places' => array_sum(array_map(static fn ($outcome): int => $outcome->places, $outcomes)),
    'rows' => $plugin->scanner()->rows,
    'memory_mb' => round(memory_get_peak_usage() / 1048576, 1),
    'failed' => array_map(static fn ($outcome): string => $outcome->reason, array_values($bad)),
]);
