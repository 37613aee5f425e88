<?php

/**
 * Started by tests as a PHP process of its own: loads WordPress and runs what standard input says (PHP code that gets
 * $plugin). Another process is another database connection, and can be killed.
 */

declare(strict_types=1);

use PictureOptimizer\Plugin;

ini_set('display_errors', 'stderr');
$_SERVER['HTTP_HOST'] = 'localhost';
$_SERVER['REQUEST_URI'] = '/';
require getenv('PICOPT_WP_ROOT') . '/wp-load.php';
wp_set_current_user(1);
$plugin = new Plugin(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php');
eval((string) stream_get_contents(STDIN));
