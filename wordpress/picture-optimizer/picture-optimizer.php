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

$requirements = new PictureOptimizer\Requirements();
$requirements->areMet() ? (new PictureOptimizer\Plugin(__FILE__))->register() : $requirements->register();
unset($requirements);
