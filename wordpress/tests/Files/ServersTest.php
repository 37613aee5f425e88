<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Files;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Tests\TestCase;
use PictureOptimizer\Tests\WebServer;

/**
 * Where backups go on servers that read no .htaccess and run as PHP's own user, asked as a stranger would.
 *
 * @group deep
 */
final class ServersTest extends TestCase
{
    /** @return iterable<string, array{string, string|null}> rules of a server block, and how the folder's name begins then */
    public static function rules(): iterable
    {
        yield 'none' => ['', null];
        yield 'names as Apache has them' => ['location ~ /\.ht { deny all; }', '.ht-picture-optimizer-backups-'];
        yield 'all hidden names' => ['location ~ /\.(?!well-known) { return 404; }', '.ht-picture-optimizer-backups-'];
        yield 'our folders' => ['location ~ picture-optimizer-backups- { deny all; }', 'picture-optimizer-backups-'];
        yield 'images past the rule' => ['location ~ /\.ht { deny all; } location ~* ^.+\.(jpg|png)$ { expires max; }',
            '.ht-picture-optimizer-backups-'];
        yield 'images before the rule' => ['location ~* ^.+\.(jpg|png)$ { expires max; } location ~ /\.ht { deny all; }', null];
    }

    /** @dataProvider rules */
    public function testBackupsLieWhereTheServerRefusesThem(string $rules, ?string $begin): void
    {
        delete_option('picture_optimizer_folders');
        $server = new WebServer();
        $server->nginx($rules);
        $path = (string) wp_parse_url(wp_get_upload_dir()['baseurl'], PHP_URL_PATH);
        add_filter('site_url', static fn (): string => 'http://127.0.0.1/above-which-nothing-is-known');
        add_filter('upload_dir', static fn (array $dir): array => ['baseurl' => "http://127.0.0.1:{$server->port}{$path}"] + $dir);
        wp_upload_dir(null, false, true);
        try {
            $folder = PrivateFolder::backups();
        } catch (ChangeError) {
            $folder = null;
        } finally {
            $server->stop();
        }
        $folder === null || Disk::removeFolder($folder);
        self::assertSame($begin, $folder === null ? null : preg_replace('/[0-9a-f]{32}$/', '', basename($folder)));
        self::assertSame([], glob(Attachment::uploads() . '/.ht-*') ?: []);
    }
}
