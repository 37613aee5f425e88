<?php

/**
 * Run by WordPress when the plugin is deleted: takes away everything of ours, on every site of a network.
 */

declare(strict_types=1);

defined('WP_UNINSTALL_PLUGIN') || exit;

require_once __DIR__ . '/src/autoload.php';

(new PictureOptimizer\Plugin(__DIR__ . '/picture-optimizer.php'))->uninstaller()->uninstallNetwork();
