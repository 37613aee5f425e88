<?php

/**
 * Finds the plugin's classes by PSR-4: `PictureOptimizer\Queue\Runner` is `src/Queue/Runner.php`.
 */

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    $prefix = 'PictureOptimizer\\';
    if (!str_starts_with($class, $prefix)) {
        return;
    }
    $file = __DIR__ . '/' . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';
    if (is_file($file)) {
        require_once $file;
    }
});
