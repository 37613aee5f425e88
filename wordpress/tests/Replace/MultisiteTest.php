<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PHPUnit\Framework\TestCase;

/**
 * A network of three sites, made for the test beside the site that runs, in the same database with a prefix of its own.
 *
 * @group acceptance-A8
 */
final class MultisiteTest extends TestCase
{
    private const CONSTANTS = "define('MULTISITE', true);\ndefine('SUBDOMAIN_INSTALL', false);\n"
        . "define('DOMAIN_CURRENT_SITE', 'network.test');\ndefine('PATH_CURRENT_SITE', '/');\n"
        . "define('SITE_ID_CURRENT_SITE', 1);\ndefine('BLOG_ID_CURRENT_SITE', 1);\n";

    private string $folder = '';

    protected function setUp(): void
    {
        parent::setUp();
        $this->folder = sys_get_temp_dir() . '/picopt-network-' . bin2hex(random_bytes(4));
        mkdir("{$this->folder}/www/wp-content/themes", 0755, true);
        foreach (['wp-admin', 'wp-includes'] as $name) {
            $this->shell('cp -r ' . escapeshellarg(ABSPATH . $name) . ' ' . escapeshellarg("{$this->folder}/www"));
        }
        array_map(fn (string $file): bool => copy($file, "{$this->folder}/www/" . basename($file)), glob(ABSPATH . '*.php') ?: []);
    }

    protected function tearDown(): void
    {
        global $wpdb;
        foreach ($wpdb->get_col("SHOW TABLES LIKE 'network\\_%'") as $table) {
            $wpdb->query("DROP TABLE `{$table}`");
        }
        $this->shell('rm -rf ' . escapeshellarg($this->folder));
        parent::tearDown();
    }

    public function testSitesWithTheSameFileNameNeverTouchEachOther(): void
    {
        $this->install();
        $command = [PHP_BINARY, __DIR__ . '/network.php', "{$this->folder}/www", dirname(__DIR__, 2) . '/picture-optimizer'];
        $output = $this->shell(implode(' ', array_map('escapeshellarg', $command)));
        $result = json_decode((string) substr($output, (int) strpos($output, '{"left_of_deleted"')), true);
        self::assertIsArray($result, $output);
        self::assertSame(['applied', ''], $result['applied']);
        self::assertStringContainsString('/sites/2/2026/05/red-bike.webp', $result['site_2_content']);
        self::assertTrue($result['main_untouched']);
        self::assertTrue($result['site_3_files_untouched']);
        self::assertTrue($result['site_3_shows'][0], 'a page of site 3 that shows a picture of site 2');
        self::assertStringContainsString('/sites/2/2026/05/red-bike.webp', $result['site_3_shows'][1]['header']);
        self::assertStringEndsWith('/sites/2/2026/05/red-bike.webp', $result['seo'][0], 'a table of an SEO plugin');
        self::assertSame('https://x.test/a.jpg', $result['seo'][1]);
        self::assertStringEndsWith('/sites/2/2026/05/red-bike.webp', $result['site_meta'], 'what the network keeps of a site');
        self::assertTrue($result['site_meta_reverted']);
        self::assertSame([
            [2, '2026/05/photo.jpg'],
            [2, '2026/05/ph oto.jpg'],
            [1, '2026/05/photo.jpg'],
            null,
        ], $result['located']);
        self::assertStringEndsWith('/sites/2/2026/05/red-bike.webp', $result['target']);
        self::assertSame('reverted', $result['reverted'][0], $result['reverted'][1]);
        self::assertTrue($result['all_as_before']);
        self::assertNotSame($result['folders'][0], $result['folders'][1], 'each site has its own backups');
        self::assertSame([0, [], 0], $result['foreign'], 'no image found, no error of the database, no image of the main site taken');
        self::assertSame([1, 0, 1], $result['questions'], 'site 3 asks again when the main site’s plugins change');
        self::assertSame([[false, true, false], [true, false, false]], $result['on_network'], 'off and on again: work of site 2 goes'
            . ' on, the answer of site 3 is of the past, and a site that never used the plugin is left alone');
        self::assertSame([false, 1, false], $result['left_of_deleted'], 'originals and names of a deleted site go, a copy\'s stay');
        self::assertSame([null, 'stopped', 'elsewhere.test'], $result['key'], 'the network\'s key is also that of a site that was copied'
            . ' in it, the work is not; of another address, it asks');
        self::assertSame([true, false, false, true], $result['www'], '"www." is another site\'s where there is one');
        self::assertSame('avif', $result['new_site'], 'what the network’s settings say');
        self::assertNotContains('avif', (array) $result['other_site']);
        self::assertCount(4, $result['report']);
        self::assertStringContainsString('/two/wp-admin/upload.php', $result['report'][1][0]);
        self::assertSame([1, 1, 1, 0], array_column($result['report'], 1), 'images of each site');
    }

    private function install(): void
    {
        $config = "{$this->folder}/www/wp-config.php";
        $text = (string) file_get_contents($config);
        $text = str_replace("\$table_prefix = 'wp_'", "\$table_prefix = 'network_'", $text);
        $text = (string) preg_replace("/define\('WP_(HOME|SITEURL)'.*\n/", '', $text);
        file_put_contents($config, $text);
        $cli = (string) file_get_contents((string) getenv('PICOPT_WP_CLI'));
        preg_match('~\S+\.phar~', $cli, $phar) || self::fail("No WP-CLI in {$cli}");
        $wp = 'php ' . trim($phar[0], '"\'') . ' --allow-root --url=http://network.test --path='
            . escapeshellarg("{$this->folder}/www") . ' ';
        $this->shell($wp . 'core multisite-install --title=Network --admin_user=admin --admin_password=x'
            . ' --admin_email=a@network.test --skip-email --skip-config');
        file_put_contents($config, str_replace('$table_prefix', self::CONSTANTS . '$table_prefix', $text));
        foreach (['two', 'three'] as $slug) {
            $this->shell("{$wp} site create --slug={$slug}");
        }
    }

    private function shell(string $command): string
    {
        exec("{$command} 2>&1", $output, $code);
        self::assertSame(0, $code, "{$command}\n" . implode("\n", $output));
        return implode("\n", $output);
    }
}
