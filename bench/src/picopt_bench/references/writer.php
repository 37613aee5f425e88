<?php

/**
 * An editor who saves all the time: half of the saves are to posts that are being rewritten. Prints JSON: how many saves and how
 * long the longest had to wait, in milliseconds. Argument: a file; the writer stops when it is gone.
 */

declare(strict_types=1);

require __DIR__ . '/load.php';

$stop = $argv[1];
$waits = [];
while (file_exists($stop)) {
    clearstatcache();
    $used = json_decode((string) @file_get_contents((string) getenv('BENCH_POSTS')), true) ?: [];
    $post = $used !== [] && mt_rand(0, 1) ? $used[array_rand($used)] : mt_rand(1000, 99000);
    $started = hrtime(true);
    $wpdb->query("UPDATE {$wpdb->posts} SET post_modified = NOW(), comment_count = comment_count + 1 WHERE ID = {$post}");
    $wpdb->query("INSERT INTO {$wpdb->postmeta} (post_id, meta_key, meta_value) VALUES ({$post}, 'bench', 'writer')");
    $waits[] = (hrtime(true) - $started) / 1e6;
    usleep(5000);
}
sort($waits);
echo json_encode([
    'saves' => count($waits),
    'median_ms' => round($waits[intdiv(count($waits), 2)] ?? 0, 2),
    'longest_ms' => round(end($waits) ?: 0, 2),
]);
