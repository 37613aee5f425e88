<?php
/**
 * Plugin Name: Offline
 * Description: This site has no way to the internet. Core's update checks would only fill its log with warnings.
 */

declare(strict_types=1);

add_filter('automatic_updater_disabled', '__return_true');
foreach (['core', 'plugins', 'themes'] as $what) {
    add_filter("pre_site_transient_update_{$what}", static fn (): object => (object) [
        'last_checked' => time(),
        'updates' => [],
        'response' => [],
        'translations' => [],
        'no_update' => [],
        'checked' => [],
        'version_checked' => get_bloginfo('version'),
    ]);
}

// The log-in page asks for the names of languages as soon as one is installed.
add_filter('translations_api', static fn (): array => ['translations' => []]);

// Avatars would come from there, too.
add_filter('pre_option_show_avatars', '__return_zero');

add_filter('pre_http_request', static function (mixed $answer, array $arguments, string $url): mixed {
    $host = (string) wp_parse_url($url, PHP_URL_HOST);
    if (in_array($host, ['127.0.0.1', 'localhost', '[::1]'], true) || str_ends_with($host, '.test')) {
        return $answer;
    }
    if ($host === 'api.wordpress.org' && str_contains($url, 'update-check')) {
        $nothing = '{"offers":[],"plugins":[],"themes":[],"no_update":[],"translations":[]}';
        return ['headers' => [], 'body' => $nothing, 'response' => ['code' => 200, 'message' => 'OK'], 'cookies' => [], 'filename' => null];
    }
    return new WP_Error('offline', "This site reaches only its own machine, not {$host}.");
}, 10, 3);
