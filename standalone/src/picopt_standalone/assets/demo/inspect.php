<?php
/**
 * Run by `wp eval-file inspect.php ID...`; prints, for each attachment, what can be seen of it from outside:
 * {"ID": {"files": {path: sha256}, "rows": {place: value}, "bytes", "mime", "sizes", "alt", "title", "url"}}
 * `rows` holds every database cell that names the picture's files or describes it.
 * (No strict_types: WP-CLI evaluates the file after code of its own.)
 */

global $wpdb;

$base = wp_get_upload_dir()['basedir'];

$filesOf = static function (int $id) use ($base): array {
    $meta = wp_get_attachment_metadata($id, true) ?: [];
    $full = get_attached_file($id, true);
    $names = [basename($full), $meta['original_image'] ?? null, ...array_column($meta['sizes'] ?? [], 'file')];
    $files = [];
    foreach (array_unique(array_filter($names)) as $name) {
        $path = dirname($full) . '/' . $name;
        $files[substr($path, strlen($base) + 1)] = is_file($path) ? hash_file('sha256', $path) : 'missing';
    }
    return $files;
};

$rowsOf = static function (int $id, array $files) use ($wpdb): array {
    $columns = 'post_title, post_content, post_excerpt, post_name, post_mime_type, guid';
    $rows = ['attachment' => $wpdb->get_row($wpdb->prepare("SELECT {$columns} FROM {$wpdb->posts} WHERE ID = %d", $id), ARRAY_A)];
    $own = $wpdb->get_results($wpdb->prepare(
        "SELECT meta_key, meta_value FROM {$wpdb->postmeta} WHERE post_id = %d AND meta_key LIKE '\\_wp\\_%%' ORDER BY meta_key",
        $id
    ));
    foreach ($own as $row) {
        $rows["attachment meta {$row->meta_key}"] = $row->meta_value;
    }
    foreach (array_keys($files) as $file) {
        $like = '%' . $wpdb->esc_like(basename($file)) . '%';
        foreach ($wpdb->get_results($wpdb->prepare(
            "SELECT ID, post_content FROM {$wpdb->posts} WHERE post_content LIKE %s AND post_status = 'publish'",
            $like
        )) as $row) {
            $rows["content of post {$row->ID}"] = $row->post_content;
        }
        foreach ($wpdb->get_results($wpdb->prepare(
            "SELECT post_id, meta_key, meta_value FROM {$wpdb->postmeta} WHERE meta_value LIKE %s AND post_id <> %d",
            $like,
            $id
        )) as $row) {
            $rows["meta {$row->meta_key} of post {$row->post_id}"] = $row->meta_value;
        }
    }
    ksort($rows);
    return $rows;
};

$answer = [];
foreach (array_map(intval(...), $args) as $id) {
    clean_post_cache($id);
    $files = $filesOf($id);
    $full = get_attached_file($id, true);
    // Without the copy in an older format that an AVIF keeps for social networks and feeds.
    $sizes = array_filter(
        wp_get_attachment_metadata($id, true)['sizes'] ?? [],
        static fn (array $size): bool => ($size['mime-type'] ?? '') === get_post_mime_type($id)
    );
    $answer[$id] = [
        'files' => $files,
        'rows' => $rowsOf($id, $files),
        'bytes' => array_sum(array_map(
            static fn (string $name): int => (int) @filesize(dirname($full) . "/{$name}"),
            array_unique([basename($full), ...array_column($sizes, 'file')])
        )),
        'mime' => get_post_mime_type($id),
        'sizes' => count($sizes),
        'alt' => (string) get_post_meta($id, '_wp_attachment_image_alt', true),
        'title' => get_post($id)->post_title,
        'url' => wp_get_attachment_url($id),
    ];
}
echo wp_json_encode($answer);
