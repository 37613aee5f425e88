<?php

/**
 * Prints, as JSON, which test runs which line, from what `phpunit --coverage-php FILE` has written.
 *
 * {file: {line: [test]}}; a test is named Class::method, whatever its data.
 */

declare(strict_types=1);

set_include_path('/usr/share/php');
require_once 'PHPUnit/Autoload.php';

$lines = [];
foreach ((require $argv[1])->getData()->lineCoverage() as $file => $covered) {
    foreach ($covered as $line => $tests) {
        $names = array_map(static fn (string $test): string => (string) preg_replace('/ with data set .*/s', '', $test), $tests ?? []);
        $lines[$file][$line] = array_values(array_unique($names));
    }
}
echo json_encode($lines, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
