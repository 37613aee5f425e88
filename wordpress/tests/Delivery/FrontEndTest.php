<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Tests\Process;
use PictureOptimizer\Tests\TestCase;

/** Asks the running site over HTTP, and the database what it was asked meanwhile. */
final class FrontEndTest extends TestCase
{
    private string $log = '';

    protected function setUp(): void
    {
        parent::setUp();
        global $wpdb;
        $this->log = sys_get_temp_dir() . '/picopt-queries-' . bin2hex(random_bytes(4)) . '.log';
        $wpdb->query("SET GLOBAL log_output = 'FILE'");
        $wpdb->query($wpdb->prepare('SET GLOBAL general_log_file = %s', $this->log));
    }

    protected function tearDown(): void
    {
        global $wpdb;
        $wpdb->query('SET GLOBAL general_log = 0');
        @unlink($this->log);
        parent::tearDown();
    }

    public function testPagesOfTheSiteRunNoQueryOfOurs(): void
    {
        foreach (['/', '/?p=1', '/?s=hello', '/?feed=rss2', '/wp-login.php', '/there-is-no-such-page/'] as $path) {
            $this->get($path); // WordPress fills its own caches first.
            $queries = $this->queries(fn () => $this->get($path));
            self::assertGreaterThan(0, substr_count($queries, 'wp_options'), "{$path}: the log was written");
            self::assertStringNotContainsString('picopt', $queries, $path);
            self::assertStringNotContainsString("picture_optimizer", $queries, $path);
        }
    }

    public function testOnlyAMissingFileOfUploadsIsLookedUp(): void
    {
        // The first such request in a while has WP-Cron look through backups, beside it; the log has that, too.
        (new Process('wp_clear_scheduled_hook("picture_optimizer_heal"); do_action("picture_optimizer_heal");'))->output();
        $path = (string) wp_parse_url(wp_get_upload_dir()['baseurl'], PHP_URL_PATH);
        $queries = $this->queries(fn () => $this->get("{$path}/2020/01/never-was.jpg"));
        self::assertSame(1, substr_count($queries, 'picopt'));
        self::assertDoesNotMatchRegularExpression('/picture_optimizer_(files|looked|stand)/', $queries, 'nothing else is asked for');
    }

    private function get(string $path): void
    {
        $answer = wp_remote_get(home_url($path), ['redirection' => 0, 'timeout' => 20]);
        self::assertIsArray($answer, is_wp_error($answer) ? $answer->get_error_message() : '');
    }

    private function queries(callable $work): string
    {
        global $wpdb;
        $wpdb->query('SET GLOBAL general_log = 1');
        $work();
        $wpdb->query('SET GLOBAL general_log = 0');
        $queries = (string) file_get_contents($this->log);
        file_put_contents($this->log, '');
        return $queries;
    }
}
