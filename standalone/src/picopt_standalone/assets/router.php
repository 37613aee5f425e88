<?php

/**
 * What a web server's rewrite rules do, for PHP's built-in server: existing files as they are, everything else
 * (pretty permalinks, and pictures that are gone, so that their redirect can answer) through WordPress.
 */

declare(strict_types=1);

const PICTURE_TYPES = ['avif' => 'image/avif', 'webp' => 'image/webp', 'svg' => 'image/svg+xml'];

$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));

// Multisite in subdirectories: /second/wp-admin/ and /second/wp-content/... are the network's own files.
$networkPath = preg_replace('#^/[_0-9a-zA-Z-]+(/wp-(?:content|admin|includes)/.*|/[_0-9a-zA-Z-]+\.php)$#', '$1', $path);
if (! file_exists($root . $path) && $networkPath !== null && file_exists($root . $networkPath)) {
    $path = $networkPath;
}

$file = $root . $path;
if (is_dir($file) && is_file(rtrim($file, '/') . '/index.php')) {
    if (! str_ends_with($path, '/')) {
        header('Location: ' . $path . '/', true, 301);
        exit;
    }
    $path .= 'index.php';
    $file = $root . $path;
}

if (! is_file($file) || str_contains($path, '/.') || str_contains($path, '..')) {
    $path = '/index.php';
    $file = $root . $path;
}

$extension = strtolower(pathinfo($file, PATHINFO_EXTENSION));
if ($extension === 'php') {
    $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $path;
    $_SERVER['SCRIPT_FILENAME'] = $file;
    chdir(dirname($file));
    require $file;
    return;
}

// The built-in server does not know every picture type, nor where a network's file is.
$isElsewhere = $path !== rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (isset(PICTURE_TYPES[$extension]) || $isElsewhere) {
    $texts = ['css' => 'text/css', 'js' => 'text/javascript', 'json' => 'application/json'];
    header('Content-Type: ' . (PICTURE_TYPES[$extension] ?? $texts[$extension] ?? mime_content_type($file)));
    header('Content-Length: ' . filesize($file));
    readfile($file);
    return;
}
return false;
