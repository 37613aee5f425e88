<?php

/** Loaded before WordPress: the process is a request for the library's list, and every query is remembered. */

declare(strict_types=1);

define('SAVEQUERIES', true);
define('WP_ADMIN', true);
$_SERVER['PHP_SELF'] = '/wp-admin/upload.php';
$_GET['mode'] = 'list';
