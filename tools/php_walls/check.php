<?php

/**
 * The plugin's rooms and their walls, as `wordpress/walls.php` plans them: the order of the folders, no circle, only a
 * room's face used from outside, no array of anything between rooms. Prints what breaks a rule, by file and line.
 *
 *     php tools/php_walls/check.php [--json] [SOURCE [PLAN]]
 *
 * `--json` prints the counts for a benchmark: php_folder_circles, face_violations, order_violations, array_wire_types.
 */

declare(strict_types=1);

namespace PicoptTools\Walls;

require __DIR__ . '/SourceFile.php';
require __DIR__ . '/Circles.php';
require __DIR__ . '/Walls.php';

/** @return array<string, SourceFile> */
function read_tree(string $folder, string $namespace): array
{
    $files = [];
    $tree = new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS);
    foreach (new \RecursiveIteratorIterator($tree) as $path) {
        if ($path->getExtension() === 'php') {
            $class = $namespace . '\\' . str_replace('/', '\\', substr((string) $path, strlen($folder) + 1, -4));
            $files[$class] = new SourceFile((string) $path, (string) file_get_contents((string) $path));
        }
    }
    ksort($files);
    return $files;
}

$top = dirname(__DIR__, 2);
$words = array_values(array_filter(array_slice($argv, 1), static fn (string $word): bool => $word !== '--json'));
$plan = require $words[1] ?? "{$top}/wordpress/walls.php";
$source = rtrim($words[0] ?? "{$top}/wordpress/picture-optimizer/src", '/');
['violations' => $violations, 'circles' => $circles] = (new Walls($plan, read_tree($source, $plan['namespace'])))->check();

$count = static fn (string $rule): int => count(array_filter($violations, static fn (array $v): bool => $v['rule'] === $rule));
if (in_array('--json', $argv, true)) {
    echo json_encode([
        'php_folder_circles' => count($circles),
        'face_violations' => $count('face'),
        'order_violations' => $count('order'),
        'array_wire_types' => $count('array'),
        'circles' => $circles,
    ], JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES), "\n";
} else {
    foreach ($violations as ['rule' => $rule, 'file' => $file, 'line' => $line, 'message' => $message]) {
        echo str_replace("{$top}/", '', $file), ":{$line}: {$rule}: {$message}\n";
    }
    foreach ($circles as $circle) {
        echo 'circle: ', implode(', ', $circle), " use each other\n";
    }
}
exit($violations === [] && $circles === [] ? 0 : 1);
