<?php

/**
 * What the kills by the clock do with their site, one step a process, so that each can be killed:
 * build (images, a page that shows them, a stand-in service), start (a bulk for all), work, revert, check, progress.
 */

declare(strict_types=1);

namespace PictureOptimizer\Bench;

use PictureOptimizer\Budget;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Plugin;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Service\FakeService;

require dirname(__DIR__) . '/references/load.php';
require dirname(__DIR__, 4) . '/wordpress/tests/Service/FakeService.php';

const MEMORY = 'bench_kills';

[, $do, $argument] = $argv + ['', '', ''];
$plugin = new Plugin(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php');
$memory = (array) get_option(MEMORY, []);
$answer = match ($do) {
    'build' => build($plugin, (int) $argument, (string) getenv('KILLS_SERVICE'), (string) getenv('FAKE_SERVICE')),
    'start' => start($plugin, $memory['ids']),
    'work' => work($plugin),
    'revert' => revert($plugin),
    'check' => check($plugin, $memory),
    'progress' => progress($plugin, $memory),
};
echo json_encode($answer);

/** @return array<string, mixed> */
function build(Plugin $plugin, int $number, string $service, string $folder): array
{
    global $wpdb;
    $plugin->schema()->install();
    foreach ([...array_keys($plugin->schema()->tables()), $wpdb->posts, $wpdb->postmeta] as $table) {
        $wpdb->query("DELETE FROM {$table}");
    }
    exec('rm -rf ' . escapeshellarg(Attachment::uploads()) . '/20*');
    $fake = (new \ReflectionClass(FakeService::class))->newInstanceWithoutConstructor();
    (function () use ($folder): void {
        $this->folder = $folder;
        $this->forget();
        $this->set('credits', 1_000_000);
    })->call($fake);
    $plugin->connection()->save($service, FakeService::KEY);
    $ids = array_map(image(...), range(1, $number));
    $html = implode("\n", array_map(static fn (int $id): string => wp_get_attachment_image($id, 'full', false, ['alt' => ''])
        . '<a href="' . wp_get_attachment_url($id) . '">' . $id . '</a>', $ids));
    $page = wp_insert_post(['post_title' => 'All', 'post_status' => 'publish', 'post_content' => wp_slash($html)]);
    update_post_meta($page, 'images', array_map(wp_get_attachment_url(...), $ids));
    PrivateFolder::backups();
    $memory = ['ids' => $ids, 'page' => $page, 'files' => hashes(), 'rows' => rows($ids, $page)];
    update_option(MEMORY, $memory, false);
    return ['images' => count($ids), 'files' => count($memory['files'])];
}

function image(int $number): int
{
    mt_srand($number);
    $image = imagecreatetruecolor(420, 280);
    for ($i = 0; $i < 120; $i++) {
        $color = (int) imagecolorallocate($image, mt_rand(0, 255), mt_rand(0, 255), mt_rand(0, 255));
        imagefilledellipse($image, mt_rand(0, 420), mt_rand(0, 280), mt_rand(5, 120), mt_rand(5, 120), $color);
    }
    ob_start();
    imagejpeg($image, null, 92);
    $upload = wp_upload_bits("IMG_{$number}.jpg", null, (string) ob_get_clean());
    $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => "IMG {$number}"], $upload['file']);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $upload['file']));
    return $id;
}

/** @param list<int> $ids */
function start(Plugin $plugin, array $ids): array
{
    $job = $plugin->planner()->create($ids, Pipeline::AnalyzeExport, Chosen::from(['reprocess' => true]), JobSource::Cli);
    $job = $plugin->planner()->advance($job->id, Budget::unlimited());
    $plugin->planner()->confirm($job->id, $job->quoteId);
    return ['job' => $job->id];
}

/** As if all pauses were over: what is measured is what a kill leaves behind, not how long a site waits. */
function work(Plugin $plugin): array
{
    global $wpdb;
    $outage = get_option('picture_optimizer_outage');
    is_array($outage) && update_option('picture_optimizer_outage', ['until' => 0] + $outage, false);
    $wpdb->query("UPDATE {$plugin->items()->table()} SET not_before = 0");
    $plugin->runner()->run(Budget::ofSeconds(30));
    return [];
}

/** A few at a time, so that there is always something in flight. */
function revert(Plugin $plugin): array
{
    foreach (array_chunk($plugin->pictures()->changedIds(), 5) as $ids) {
        $plugin->control()->revert(...$ids);
    }
    return [];
}

/**
 * Whether the site works as it is at this moment: every original is in uploads or in a backup that is whole, and every image that
 * the page shows or links can be loaded.
 *
 * @param array<string, mixed> $memory
 * @return array<string, mixed>
 */
function check(Plugin $plugin, array $memory): array
{
    $backups = $plugin->replacement()->backups;
    $there = array_values(hashes());
    foreach ($backups->all() as $name) {
        array_push($there, ...array_values($backups->files($name)));
        $backups->verify($name);
    }
    $lost = array_keys(array_diff($memory['files'], $there));
    $answer = wp_remote_get((string) get_permalink($memory['page']), ['timeout' => 30]);
    preg_match_all('~[\s"\'](http[^\s"\']*/uploads/[^\s"\']+)~', wp_remote_retrieve_body($answer), $urls);
    $shown = array_map('html_entity_decode', array_unique($urls[1]));
    return ['page' => wp_remote_retrieve_response_code($answer), 'urls' => count($shown), 'lost' => $lost, 'broken' => broken($shown)]
        + progress($plugin, $memory);
}

/**
 * @param array<string> $urls
 * @return list<string> Those that are no image when they are asked for, all at once.
 */
function broken(array $urls): array
{
    $requests = array_map(static fn (string $url): array => ['url' => $url, 'type' => 'HEAD'], array_combine($urls, $urls));
    $answers = \WpOrg\Requests\Requests::request_multiple($requests, ['timeout' => 30]);
    return array_keys(array_filter($answers, static fn (mixed $answer): bool => !$answer instanceof \WpOrg\Requests\Response
        || $answer->status_code !== 200 || !str_starts_with((string) $answer->headers['content-type'], 'image/')));
}

/**
 * @param array<string, mixed> $memory
 * @return array<string, mixed> How many items are open or have failed, what can be reverted, and whether all is as in the beginning.
 */
function progress(Plugin $plugin, array $memory): array
{
    global $wpdb;
    $states = array_column($wpdb->get_results(
        "SELECT state, COUNT(*) AS number FROM {$plugin->items()->table()} GROUP BY state"
    ), 'number', 'state');
    $open = 0;
    foreach ($states as $state => $number) {
        $open += State::from($state)->isOpen() ? (int) $number : 0;
    }
    $reasons = $wpdb->get_col($wpdb->prepare("SELECT reason FROM {$plugin->items()->table()} WHERE state = %s", State::Failed->value));
    return [
        'open' => $open,
        'failed' => (int) ($states[State::Failed->value] ?? 0),
        'reasons' => array_slice(array_unique($reasons), 0, 3),
        'changed' => count($plugin->pictures()->changedIds()),
        'unfinished' => count($plugin->replacement()->journal->unfinished()),
        'as_before' => hashes() === $memory['files'] && rows($memory['ids'], $memory['page']) == $memory['rows'],
    ];
}

/** @return array<string, string> SHA-256 of every file in uploads that is not of the plugin's own folders. */
function hashes(): array
{
    $files = [];
    $base = Attachment::uploads();
    foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($base, \FilesystemIterator::SKIP_DOTS)) as $file) {
        str_contains($file->getPathname(), '/picture-optimizer-')
            || $files[substr($file->getPathname(), strlen($base) + 1)] = (string) hash_file('sha256', $file->getPathname());
    }
    ksort($files);
    return $files;
}

/**
 * @param list<int> $ids
 * @return array<mixed> What the database holds of the images and the page.
 */
function rows(array $ids, int $page): array
{
    global $wpdb;
    $of = implode(',', [...$ids, $page]);
    return [
        $wpdb->get_results("SELECT ID, post_title, post_content, post_excerpt, post_mime_type, guid FROM {$wpdb->posts}
            WHERE ID IN ({$of}) ORDER BY ID", ARRAY_A),
        $wpdb->get_results("SELECT post_id, meta_key, meta_value FROM {$wpdb->postmeta}
            WHERE post_id IN ({$of}) AND meta_key NOT LIKE '\\_edit%' AND meta_key NOT IN ('_pingme', '_encloseme')
            ORDER BY post_id, meta_key, meta_value", ARRAY_A),
    ];
}
