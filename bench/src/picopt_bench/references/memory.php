<?php

/**
 * How much memory one image takes among huge values: 20,000 rows of 60 kB of JSON, an option of 8 MB and a post of 5 MB that all
 * may name it. Argument: rows. Prints JSON.
 */

declare(strict_types=1);

use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\Staging;
use PictureOptimizer\Plugin;
use PictureOptimizer\Replace\Change;

require __DIR__ . '/load.php';
ini_set('memory_limit', '128M');

$rows = (int) $argv[1];
$plugin = new Plugin(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php');
$image = imagecreatetruecolor(640, 480);
ob_start();
imagejpeg($image);
$upload = wp_upload_bits('memory-benchmark.jpg', null, (string) ob_get_clean());
$id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], $upload['file']);
wp_update_attachment_metadata($id, ['width' => 640, 'height' => 480, 'file' => _wp_relative_upload_path($upload['file']), 'sizes' => []]);
$url = wp_get_attachment_url($id);

$wpdb->query("DELETE FROM {$wpdb->postmeta} WHERE meta_key = 'memory_bench'");
// The server makes them: every hundredth names the image.
$json = $wpdb->prepare("CONCAT('{\"items\":[', REPEAT('{\"name\":\"lorem ipsum\",\"width\":10},', 1800), '{\"url\":\"',"
    . " IF(seq %% 100 = 0, %s, 'https://elsewhere.example/x.jpg'), '\"}]}')", $url);
for ($from = 1; $from <= $rows; $from += 1000) {
    $to = min($rows, $from + 999);
    $wpdb->query("INSERT INTO {$wpdb->postmeta} (post_id, meta_key, meta_value) SELECT 1, 'memory_bench', {$json} FROM seq_{$from}_to_{$to}");
}
$wpdb->query($wpdb->prepare("REPLACE INTO {$wpdb->options} (option_name, option_value, autoload)
    VALUES ('memory_bench', CONCAT(REPEAT('lorem ipsum ', 700000), %s), 'off')", $url));
$wpdb->query($wpdb->prepare("UPDATE {$wpdb->posts} SET post_content = CONCAT(REPEAT('<p>lorem ipsum</p>\n', 280000), %s) WHERE ID = 1", $url));

$path = Staging::dir() . '/' . bin2hex(random_bytes(8));
imagewebp($image, $path);
$file = new NewFile('full', $path, hash_file('sha256', $path), filesize($path), 640, 480, 'image/webp', 'webp');
$change = new Change($id, $plugin->originals()->sourceFor($id)->sha256, [$file], 'Renamed');
$before = memory_get_usage(true);
memory_reset_peak_usage();
$outcome = $plugin->replacer()->apply($change)[$id];
$peak = memory_get_peak_usage(true);
// A revert is a request of its own: what WordPress and PHP keep of the one before is none of its memory.
wp_cache_flush_runtime();
gc_mem_caches();
memory_reset_peak_usage();
$reverted = $plugin->replacer()->revert($id)[$id];
$back = memory_get_peak_usage(true);
echo json_encode([
    'rows' => $rows,
    'peak_memory_mb' => round(max($peak, $back) / MB_IN_BYTES, 1),
    'peak_there_mb' => round($peak / MB_IN_BYTES, 1),
    'peak_back_mb' => round($back / MB_IN_BYTES, 1),
    'wordpress_mb' => round($before / MB_IN_BYTES, 1),
    'places' => $outcome->places,
    'left' => count($outcome->notes),
    'failed' => array_filter([$outcome->ok() ? '' : $outcome->reason, $reverted->ok() ? '' : $reverted->reason]),
]);
$wpdb->query("DELETE FROM {$wpdb->postmeta} WHERE meta_key = 'memory_bench'");
delete_option('memory_bench');
$wpdb->update($wpdb->posts, ['post_content' => ''], ['ID' => 1]);
wp_delete_attachment($id, true);
