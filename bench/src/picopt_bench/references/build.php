<?php

/**
 * Fills a WordPress with posts and meta as large sites have them: block content of about 2.5 kB, pictures in six of ten posts, meta of
 * every kind. Arguments: posts, meta rows. Does nothing when they are there.
 */

declare(strict_types=1);

require __DIR__ . '/load.php';

[, $posts, $meta] = array_map('intval', $argv);
if ((int) get_option('bench_rows') === $posts + $meta) {
    exit;
}
mt_srand(1);
$wpdb->query("DELETE FROM {$wpdb->posts} WHERE ID >= 1000");
$wpdb->query("DELETE FROM {$wpdb->postmeta} WHERE meta_id >= 1000");

$words = explode(' ', 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore '
    . 'magna aliqua enim minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo consequat photo bike');
$text = static function (int $bytes) use ($words): string {
    $text = '';
    while (strlen($text) < $bytes) {
        $text .= $words[mt_rand(0, count($words) - 1)] . ' ';
    }
    return $text;
};
$paragraphs = array_map(static fn (): string => "<!-- wp:paragraph -->\n<p>{$text(mt_rand(200, 900))}</p>\n<!-- /wp:paragraph -->\n", range(1, 500));
$uploads = wp_get_upload_dir()['baseurl'];
$picture = static function () use ($uploads): string {
    $file = sprintf('%d/%02d/%s-%d', mt_rand(2015, 2026), mt_rand(1, 12), ['img', 'dsc', 'holiday', 'product'][mt_rand(0, 3)], mt_rand(1, 9999));
    return "{$uploads}/{$file}";
};
$image = static function () use ($picture): string {
    $url = $picture();
    $id = mt_rand(200000, 300000);
    return "<!-- wp:image {\"id\":{$id},\"sizeSlug\":\"large\"} -->\n<figure class=\"wp-block-image size-large\"><img src=\"{$url}-1024x683.jpg\" "
        . "alt=\"\" class=\"wp-image-{$id}\"/></figure>\n<!-- /wp:image -->\n";
};
$insert = static function (string $head, array $rows) use ($wpdb): void {
    $wpdb->query($head . ' VALUES ' . implode(',', $rows)) !== false || exit("insert failed: {$wpdb->last_error}\n");
};

$rows = [];
for ($id = 1000; $id < 1000 + $posts; $id++) {
    $content = '';
    for ($i = mt_rand(2, 6); $i > 0; $i--) {
        $content .= $paragraphs[mt_rand(0, 499)];
    }
    for ($i = mt_rand(0, 9) < 6 ? mt_rand(1, 3) : 0; $i > 0; $i--) {
        $content .= $image();
    }
    $rows[] = $wpdb->prepare(
        "(%d, 1, NOW(), NOW(), %s, %s, '', 'publish', %s, '', '', NOW(), NOW(), '', 'post')",
        $id,
        $content,
        "Post {$id}",
        "post-{$id}"
    );
    if (count($rows) === 500 || $id === 999 + $posts) {
        $insert("INSERT INTO {$wpdb->posts} (ID, post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt, post_status,
            post_name, to_ping, pinged, post_modified, post_modified_gmt, post_content_filtered, post_type)", $rows);
        $rows = [];
    }
}
for ($id = 1000; $id < 1000 + $meta; $id++) {
    [$key, $value] = match (mt_rand(0, 9)) {
        0, 1, 2 => ['_edit_lock', time() . ':1'],
        3 => ['_thumbnail_id', (string) mt_rand(200000, 300000)],
        4, 5 => ['views', (string) mt_rand(1, 100000)],
        6 => ['seo_title', $text(50)],
        7 => ['seo_description', $text(150)],
        8 => ['field_image', mt_rand(0, 3) ? (string) mt_rand(1, 99999) : $picture() . '.jpg'],
        9 => ['settings', serialize(['color' => 'red', 'items' => [$text(60), $picture() . '-300x200.jpg'], 'width' => mt_rand(1, 999)])],
    };
    $rows[] = $wpdb->prepare('(%d, %d, %s, %s)', $id, mt_rand(1000, 999 + $posts), $key, $value);
    if (count($rows) === 2000 || $id === 999 + $meta) {
        $insert("INSERT INTO {$wpdb->postmeta} (meta_id, post_id, meta_key, meta_value)", $rows);
        $rows = [];
    }
}
$wpdb->query("ANALYZE TABLE {$wpdb->posts}, {$wpdb->postmeta}");
update_option('bench_rows', $posts + $meta);
