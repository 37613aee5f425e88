<?php
// Generated at each start by `picopt site`; edit picopt_standalone/assets/wp-config.php instead.
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', getenv('PICOPT_DB_HOST') ?: 'localhost:{socket}'); // the variable: for a PHP that has no Unix sockets
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', '{url}');
define('WP_SITEURL', '{url}');
define('WP_ENVIRONMENT_TYPE', '{environment}'); // local allows application passwords without HTTPS
define('WP_DEBUG', true);
define('WP_DEBUG_DISPLAY', false);
define('WP_DEBUG_LOG', '{debug_log}');
define('SCRIPT_DEBUG', false);
{keys}
$table_prefix = 'wp_';
if (! defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
