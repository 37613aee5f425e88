<?php

/**
 * Plugin Name:       Picture Optimizer
 * Description:       Smaller images and better alt text: converts and resizes your images, writes alt text, titles, and captions, and undoes all of it with one click.
 * Version:           0.1.0
 * Requires at least: 6.5
 * Requires PHP:      8.1
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       picture-optimizer
 * Domain Path:       /languages
 *
 * @package PictureOptimizer
 */

declare(strict_types=1);

defined('ABSPATH') || exit;

require_once __DIR__ . '/src/autoload.php';

// Asked right here: for what is hardly ever missing, a visitor's page loads no file more.
if (
    function_exists('mb_strtolower') && function_exists('ctype_digit')
    // Drop-ins put another database behind WordPress (SQLite in WordPress Studio and Playground, PostgreSQL). It neither locks rows nor
    // compares bytes as the journal needs it. Some connect at the first query only, all for MySQL by this class.
    && (!is_object($GLOBALS['wpdb']->dbh ?? null) || $GLOBALS['wpdb']->dbh instanceof mysqli)
) {
    (new PictureOptimizer\Plugin(__FILE__))->register();
} else {
    (new PictureOptimizer\Requirements())->register();
}
