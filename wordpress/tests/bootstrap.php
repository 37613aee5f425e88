<?php

/**
 * Loads the real WordPress that `picopt site` has started; every test runs in a transaction that is rolled back.
 */

declare(strict_types=1);

$root = getenv('PICOPT_WP_ROOT');
if ($root === false || !is_file($root . '/wp-load.php')) {
    fwrite(STDERR, "These tests need a WordPress. Run: make test-php\n");
    exit(1);
}

$url = parse_url((string) getenv('PICOPT_WP_URL'));
$_SERVER['HTTP_HOST'] = ($url['host'] ?? 'localhost') . (isset($url['port']) ? ':' . $url['port'] : '');
$_SERVER['SERVER_NAME'] = $url['host'] ?? 'localhost';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = '/';

define('WP_USE_THEMES', false);
require $root . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

spl_autoload_register(static function (string $class): void {
    $prefix = 'PictureOptimizer\\Tests\\';
    if (str_starts_with($class, $prefix)) {
        $file = __DIR__ . '/' . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';
        if (is_file($file)) {
            require_once $file;
        }
    }
}, prepend: true);

(new PictureOptimizer\Plugin(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php'))->schema()->install();
