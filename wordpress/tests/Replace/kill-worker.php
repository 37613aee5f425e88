<?php

/**
 * Replaces or reverts in a process of its own and kills itself at a given moment, as a power cut would.
 *
 * Arguments: file with a serialized job, moment. A moment is "step:3" (after the third step of the journal), "query:120"
 * (before the 120th database query), "file:2" (before the second file gets its name), "tell" (says each query on descriptor 3, so
 * that somebody else can kill it between any two), or "" (never). Prints JSON: the outcomes, and how many moments of each kind
 * there were.
 */

declare(strict_types=1);

[, $jobFile, $moment] = $argv;
$url = parse_url((string) getenv('PICOPT_WP_URL'));
$_SERVER['HTTP_HOST'] = $url['host'] . (isset($url['port']) ? ':' . $url['port'] : '');
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = '/';
define('WP_USE_THEMES', false);
require getenv('PICOPT_WP_ROOT') . '/wp-load.php';

[$kind, $count] = explode(':', $moment . ':0');
$left = (int) $count;
$tick = static function (mixed $value = null) use (&$left): mixed {
    if (--$left === 0) {
        posix_kill(getmypid(), SIGKILL);
    }
    return $value;
};
$queries = $GLOBALS['wpdb']->num_queries;
$hooks = ['step' => 'picture_optimizer_step', 'query' => 'query', 'file' => 'picture_optimizer_before_rename'];
if ($kind === 'tell') {
    $heard = fopen('php://fd/3', 'w');
    add_filter('query', static function (string $query) use ($heard): string {
        fwrite($heard, '.');
        return $query;
    });
} elseif ($kind !== '') {
    add_filter($hooks[$kind], $tick);
}

$job = unserialize((string) file_get_contents($jobFile));
$replacer = (new PictureOptimizer\Plugin(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php'))->replacer();
$outcomes = match ($job['do']) {
    'apply' => $replacer->apply(...$job['changes']),
    'revert' => $replacer->revert(...$job['ids']),
    'resume' => $replacer->resume(),
};
echo json_encode([
    'outcomes' => array_map(static fn ($outcome): array => get_object_vars($outcome), $outcomes),
    'query' => $GLOBALS['wpdb']->num_queries - $queries,
    'step' => did_action($hooks['step']),
    'file' => did_action($hooks['file']),
]);
