<?php

/**
 * Runs several commands in one process, so that WordPress is loaded once: `wp eval-file commands.php` with a JSON list of
 * command lines at its standard input. Prints a JSON list of exit codes and of what was printed.
 */

declare(strict_types=1);

$results = [];
foreach (json_decode((string) stream_get_contents(STDIN), true, 8, JSON_THROW_ON_ERROR) as $command) {
    $done = WP_CLI::runcommand("picture-optimizer {$command}", ['launch' => false, 'return' => 'all', 'exit_error' => false]);
    $results[] = [$done->return_code, trim("{$done->stdout}\n{$done->stderr}")];
}
fwrite(STDOUT, "\n" . json_encode($results, JSON_THROW_ON_ERROR));
