<?php

/**
 * Run inside a network by MultisiteTest: sites 2 and 3 get a picture of the same name, and site 2's is replaced and reverted.
 * Prints JSON: what of site 3 and of the main site changed meanwhile.
 */

declare(strict_types=1);

use PictureOptimizer\Database\Schema;
use PictureOptimizer\Delivery\LastingNames;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Files\PublicProbe;
use PictureOptimizer\Files\Staging;
use PictureOptimizer\Hooks;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\Pipeline;

$_SERVER['HTTP_HOST'] = 'network.test';
$_SERVER['REQUEST_URI'] = '/';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once $argv[2] . '/src/autoload.php';

function prepare_site(int $site): array
{
    global $wpdb;
    switch_to_blog($site);
    (new PictureOptimizer\Plugin($GLOBALS['argv'][2] . '/picture-optimizer.php'))->schema()->install();
    $image = imagecreatetruecolor(640, 480);
    imagefilledellipse($image, 300, 200, 100 * $site, 300, imagecolorallocate($image, 255, 40 * $site, 0));
    ob_start();
    imagejpeg($image);
    $upload = wp_upload_bits('photo.jpg', null, (string) ob_get_clean(), '2026/05');
    $id = wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'photo'], $upload['file']);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $upload['file']));
    $url = wp_get_attachment_url($id);
    $post = wp_insert_post(['post_content' => "<img src=\"{$url}\">", 'post_status' => 'publish', 'post_title' => 'x']);
    restore_current_blog();
    return ['id' => $id, 'post' => $post, 'url' => $url];
}

function state(int $site, int $post): array
{
    switch_to_blog($site);
    global $wpdb;
    clean_post_cache($post);
    $files = [];
    foreach (glob(Attachment::uploads() . '/2026/05/*') ?: [] as $file) {
        $files[basename($file)] = hash_file('sha256', $file);
    }
    $state = [
        'files' => $files,
        'content' => get_post($post)->post_content,
        'meta' => $wpdb->get_results("SELECT * FROM {$wpdb->postmeta} ORDER BY meta_id", ARRAY_A),
    ];
    restore_current_blog();
    return $state;
}

function webp(string $source, string $name, int $width, int $height): NewFile
{
    $path = Staging::dir() . '/' . bin2hex(random_bytes(8));
    imagewebp(imagescale(imagecreatefromjpeg($source), $width, $height), $path, 50);
    return new NewFile($name, $path, (string) hash_file('sha256', $path), (int) filesize($path), $width, $height, 'image/webp', 'webp');
}

$sites = [];
foreach ([1, 2, 3] as $site) {
    $sites[$site] = prepare_site($site);
}
$two = '/wp-content/uploads/sites/2/2026/05/';
$three = "<img src=\"{$sites[3]['url']}\"><img src=\"http://network.test/wp-content/uploads/2026/05/photo.jpg\">";
$shows = fn (string $name): string => "<img src=\"{$sites[2]['url']}\">"
    . "<img src=\"http://network.test/three{$two}{$name}\"><i>{$two}{$name}</i>";
// Site 3 shows pictures of its own, of the main site and of site 2 under one name, and of site 2 through its own address.
switch_to_blog(3);
wp_update_post(['ID' => $sites[3]['post'], 'post_content' => $three . $shows('photo.jpg')]);
update_option('theme_mods_x', ['header' => $sites[2]['url']]);
add_site_meta(3, 'banner', $sites[2]['url']);
restore_current_blog();
$before = array_map(static fn (int $site): array => state($site, $sites[$site]['post']), [1 => 1, 2 => 2, 3 => 3]);

switch_to_blog(2);
$wpdb->query("CREATE TABLE {$wpdb->prefix}yoast_indexable (id int PRIMARY KEY, open_graph_image longtext, twitter_image longtext)");
$row = ['id' => 5, 'open_graph_image' => $sites[2]['url'], 'twitter_image' => 'https://x.test/a.jpg'];
$wpdb->insert("{$wpdb->prefix}yoast_indexable", $row);
$workshop = (new PictureOptimizer\Plugin($argv[2] . '/picture-optimizer.php'))->replacement();
$id = $sites[2]['id'];
$source = $workshop->originals->sourceFor($id);
$files = [webp($source->path, 'full', 640, 480), webp($source->path, 'medium', 300, 225), webp($source->path, 'thumbnail', 150, 150)];
$applied = $workshop->replacer->apply(new Change($id, $source->sha256, $files, 'Red bike'))[$id];
$seo = $wpdb->get_row("SELECT open_graph_image, twitter_image FROM {$wpdb->prefix}yoast_indexable", ARRAY_N);
$folders = [PrivateFolder::backups()];
restore_current_blog();
$siteMeta = get_site_meta(3, 'banner', true);
$after = array_map(static fn (int $site): array => state($site, $sites[$site]['post']), [1 => 1, 2 => 2, 3 => 3]);

switch_to_blog(3);
$expected = $three . str_replace('photo.jpg', 'red-bike.webp', $shows('photo.jpg'));
$shown = [get_post($sites[3]['post'])->post_content === $expected, get_option('theme_mods_x')];
restore_current_blog();
// Such a request arrives at the main site, because nothing of the path is a site's.
$oldUrls = (new PictureOptimizer\Plugin($argv[2] . '/picture-optimizer.php'))->delivery()->oldUrls;
$requests = ["{$two}photo.jpg", "/three{$two}ph%20oto.jpg", '/wp-content/uploads/2026/05/photo.jpg', '/two/a'];
$located = array_map([$oldUrls, 'locate'], $requests);
switch_to_blog($located[0][0]);
$target = $oldUrls->target($located[0][1]);
restore_current_blog();

switch_to_blog(2);
$reverted = $workshop->replacer->revert($id)[$id];
restore_current_blog();
switch_to_blog(3);
$folders[] = PrivateFolder::backups();
restore_current_blog();
$siteMetaReverted = get_site_meta(3, 'banner', true) === $sites[2]['url'];
$end = array_map(static fn (int $site): array => state($site, $sites[$site]['post']), [1 => 1, 2 => 2, 3 => 3]);

// What the network's administrator sets is what a new site begins with; the others keep their own.
$plugin = new PictureOptimizer\Plugin($argv[2] . '/picture-optimizer.php');
(new PictureOptimizer\Settings\NetworkPage($plugin->settings()))->register();
update_site_option(PictureOptimizer\Settings\NetworkPage::OPTION, ['format' => 'avif']);
$four = wp_insert_site(['domain' => 'network.test', 'path' => '/four/', 'title' => 'Four', 'user_id' => 1]);
// Code of the main site works on behalf of one that never used the plugin; the number of its upload is another image's here.
$plugin->register();
$plugin->settings()->save(['auto_process' => true] + $plugin->settings()->all());
$EZSQL_ERROR = [];
switch_to_blog($four);
$upload = wp_upload_bits('theirs.jpg', null, file_get_contents($source->path), '2026/05');
$theirs = wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'theirs'], $upload['file']);
wp_update_attachment_metadata($theirs, wp_generate_attachment_metadata($theirs, $upload['file']));
update_post_meta(wp_insert_post(['post_title' => 'x', 'post_content' => wp_get_attachment_url($theirs)]), 'image', $upload['url']);
$found = attachment_url_to_postid(str_replace('theirs', 'never', $upload['url']));
wp_delete_attachment($theirs, true);
restore_current_blog();
do_action('shutdown');
$foreign = [$found, array_column($EZSQL_ERROR, 'error_str'), (int) $wpdb->get_var("SELECT COUNT(*) FROM {$wpdb->prefix}picopt_items")];
$report = new PictureOptimizer\Media\NetworkReport($plugin->pictures(), $plugin->achievements(), $plugin->connection());

// The server's rules are one for the network, and so is the plugin where it is switched on for all of it.
$asked = 0;
add_filter('pre_http_request', static function () use (&$asked): WP_Error {
    $asked++;
    return new WP_Error('x', 'no server');
});
$switch = static function (int $site, callable $do): mixed {
    switch_to_blog($site);
    $answer = $do();
    restore_current_blog();
    return $answer;
};
$askOnThree = static function () use ($switch, &$asked): int {
    $asked = 0;
    $switch(3, static fn () => PublicProbe::assertPrivate(Attachment::uploads() . '/picture-optimizer-backups-x'));
    return $asked;
};
$otherSite = get_blog_option(3, PictureOptimizer\Settings\Settings::OPTION, 'nothing saved');
$questions = [$askOnThree(), $askOnThree()];
do_action('activated_plugin', 'rules/rules.php', true);
$questions[] = $askOnThree();
$switch(2, static fn () => $plugin->planner()->create([$id], Pipeline::Export, Chosen::from(), JobSource::Upload));
$switch(2, static fn () => $plugin->kick()->start());
$switch(3, static fn () => update_option(LastingNames::DECLINED, '1'));
$onNetwork = [];
foreach ([$plugin->lifecycle()->deactivate(...), $plugin->lifecycle()->activate(...)] as $act) {
    $act(true);
    $onNetwork[] = [
        $switch(2, static fn (): bool => (bool) wp_next_scheduled(Hooks::TICK)),
        $switch(3, static fn (): bool => (bool) get_option(LastingNames::DECLINED)),
        $switch($four, static fn (): bool => get_option(Schema::OPTION, '') !== ''),
    ];
}

$lines = array_map(static fn (array $line): array => [$line['report'], $line['images']], $report->lines(1));
// A key of the network's operator; site 3 becomes a copy of site 2, as plugins make them, with work that has begun there.
define('PICTURE_OPTIMIZER_API_KEY', 'po_live_0123456789abcdefghijklmnop');
define('PICTURE_OPTIMIZER_URL', 'http://127.0.0.1:9');
$connection = $plugin->connection();
$switch(2, $connection->settle(...));
$key = $switch(3, static function () use ($connection, $plugin): array {
    update_option($connection::OPTION, get_blog_option(2, $connection::OPTION));
    $job = $plugin->planner()->create([1], Pipeline::Export, Chosen::from(), JobSource::Upload);
    add_action('picture_optimizer_copied', static fn () => $plugin->jobs()->stopAll(PictureOptimizer\Store\Why::own('copied')));
    $connection->settle();
    $asked = $connection->movedFrom();
    update_option($connection::OPTION, ['address' => base64_encode('elsewhere.test')] + get_option($connection::OPTION));
    return [$asked, $plugin->jobs()->get($job->id)->state->value, $connection->movedFrom()];
});

// Its backups lie outside of its uploads, where a copy of the site keeps some, too.
$outside = dirname($argv[1]) . '/outside';
$own = $switch(3, static function () use ($outside, $sites): string {
    mkdir($outside);
    update_option('picture_optimizer_folders', ['backups' => $outside]);
    $backups = new PictureOptimizer\Replace\Backups($GLOBALS['wpdb']);
    $names = [$backups->make(Attachment::load($sites[3]['id'])), $backups->make(Attachment::load($sites[3]['id']))];
    $manifest = "{$outside}/{$names[1]}/manifest.json";
    file_put_contents($manifest, str_replace('network.test', 'copy.test', (string) file_get_contents($manifest)));
    (new PictureOptimizer\Delivery\NamesList(WPMU_PLUGIN_DIR))->write([['2026/05/photo.jpg', 1, 'full']]);
    return $names[0];
});
wp_delete_site(3);

// A site whose address is another one's with "www.".
$GLOBALS['wpdb']->insert($GLOBALS['wpdb']->blogs, ['site_id' => 1, 'domain' => 'www.network.test', 'path' => '/two/']);
wp_cache_set_sites_last_changed();
$www = $switch(2, static fn (): array => array_map(PictureOptimizer\Sites::isThisOne(...), ['https://network.test/two',
    'http://www.network.test/two', 'http://www.network.test/two/more']));
$www[] = PictureOptimizer\Sites::isThisOne('https://www.network.test/');
$leftOfThree = [is_dir("{$outside}/{$own}"), count(glob("{$outside}/*/manifest.json") ?: []),
    is_file(WPMU_PLUGIN_DIR . '/' . PictureOptimizer\Delivery\NamesList::NAME . '/site-3.php')];

echo json_encode([
    'left_of_deleted' => $leftOfThree,
    'key' => $key,
    'www' => $www,
    'questions' => $questions,
    'on_network' => $onNetwork,
    'applied' => [$applied->state, $applied->reason],
    'reverted' => [$reverted->state, $reverted->reason],
    'site_2_content' => $after[2]['content'],
    'main_untouched' => $before[1] === $after[1],
    'site_3_files_untouched' => $before[3]['files'] === $after[3]['files'],
    'site_3_shows' => $shown,
    'seo' => $seo,
    'site_meta' => $siteMeta,
    'site_meta_reverted' => $siteMetaReverted,
    'located' => $located,
    'target' => $target,
    'all_as_before' => $before === $end,
    'folders' => $folders,
    'foreign' => $foreign,
    'new_site' => get_blog_option($four, PictureOptimizer\Settings\Settings::OPTION)['format'],
    'other_site' => $otherSite,
    'report' => $lines,
]);
foreach (array_filter($folders, is_dir(...)) as $folder) {
    $files = new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS);
    foreach (new RecursiveIteratorIterator($files, RecursiveIteratorIterator::CHILD_FIRST) as $file) {
        $file->isDir() ? rmdir($file->getPathname()) : unlink($file->getPathname());
    }
    rmdir($folder);
}
