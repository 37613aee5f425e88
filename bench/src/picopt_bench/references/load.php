<?php

/** Loads the WordPress that `picopt site` has started. */

declare(strict_types=1);

$url = parse_url((string) getenv('PICOPT_WP_URL'));
$_SERVER['HTTP_HOST'] = $url['host'] . (isset($url['port']) ? ':' . $url['port'] : '');
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = '/';
define('WP_USE_THEMES', false);
ini_set('memory_limit', '256M');
require getenv('PICOPT_WP_ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
