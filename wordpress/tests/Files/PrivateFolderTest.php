<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Files;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\DeployedFolder;
use PictureOptimizer\Files\Place;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Files\PublicProbe;
use PictureOptimizer\Tests\TestCase;

/**
 * Backups are where deployments, moves and visitors do not reach them.
 *
 * @group acceptance-A10
 */
final class PrivateFolderTest extends TestCase
{
    private const OPTION = 'picture_optimizer_folders';

    private string $host;

    protected function setUp(): void
    {
        parent::setUp();
        delete_option('picture_optimizer_older_folders'); // What other tests have left beside the site was found by some of them.
        delete_option('picture_optimizer_found_folders');
        $this->host = (string) realpath(get_temp_dir()) . '/picopt-host-' . bin2hex(random_bytes(4));
        mkdir($this->host);
    }

    protected function tearDown(): void
    {
        exec('rm -rf ' . escapeshellarg($this->host) . ' ' . escapeshellarg(Attachment::uploads()) . '/picture-optimizer-*-test*');
        parent::tearDown();
    }

    /** @return array<string, array{list<string>, array<string, string>, string, bool}> folders, links, where, is it replaced */
    public function layouts(): array
    {
        return [
            'Capistrano' => [['releases/20260101', 'shared/uploads'], ['current' => 'releases/20260101'], 'releases/20260101/b', true],
            'the web folder of it' => [['releases/7/web'], ['current' => 'releases/7'], 'releases/7/web/b', true],
            'a link to the web folder' => [['v/7/web'], ['html' => 'v/7/web'], 'v/7/web/b', true],
            'through the link' => [['releases/7'], ['current' => 'releases/7'], 'current/b', true],
            'an old release' => [['releases/6', 'releases/7'], ['current' => 'releases/7'], 'releases/6/b', true],
            'not live yet' => [['releases/8', 'shared'], [], 'releases/8/b', true],
            'beside the shared uploads' => [['releases/7', 'shared/uploads'], ['current' => 'releases/7'], 'shared/b', false],
            'above the releases' => [['releases/7'], ['current' => 'releases/7'], 'b', false],
            'a site of its own name' => [['releases/records'], [], 'releases/records/b', false],
            'a name that begins like a release' => [['app/a1b2', 'app/a1b2c'], ['app/www' => 'app/a1b2'], 'app/a1b2c/b', false],
            'names in capitals' => [['app/Releases/1', 'app/shared'], [], 'app/Releases/1/b', true],
            'a dead link beside the releases' => [['app/builds/7'], ['app/live' => 'app/builds/gone'], 'app/builds/7/b', true],
            'the release itself' => [['releases/7'], ['current' => 'releases/7'], 'releases/7', true],
            'the folder of releases' => [['releases/7'], ['current' => 'releases/7'], 'releases', false],
            'no deployment at all' => [['public_html'], [], 'b', false],
            'a link elsewhere' => [['public_html', 'logs/2026'], ['public_html/logs' => 'logs/2026'], 'public_html/b', false],
        ];
    }

    /**
     * @param list<string>          $folders
     * @param array<string, string> $links
     * @dataProvider layouts
     */
    public function testFoldersOfReleasesAreKnown(array $folders, array $links, string $where, bool $replaced): void
    {
        foreach ($folders as $folder) {
            mkdir("{$this->host}/{$folder}", 0777, true);
        }
        foreach ($links as $link => $target) {
            symlink("{$this->host}/{$target}", "{$this->host}/{$link}");
        }
        self::assertSame($replaced, DeployedFolder::holds("{$this->host}/{$where}"));
    }

    public function testWhatHoldsUploadsIsNoRelease(): void
    {
        // Many hosts have a link "www" beside the web root, and uploads lie in it.
        $root = dirname((string) realpath(untrailingslashit(ABSPATH)));
        $link = "{$root}/picopt-www-" . bin2hex(random_bytes(4));
        symlink((string) realpath(untrailingslashit(ABSPATH)), $link);
        try {
            self::assertFalse(DeployedFolder::holds(Attachment::uploads() . '/new'));
        } finally {
            unlink($link);
        }
    }

    public function testUploadsInAFolderOfTheirOwnHaveBackupsBesideThem(): void
    {
        $this->uploadsAt("{$this->host}/shared/uploads");
        $folder = Place::choose();
        self::assertMatchesRegularExpression(
            '#^' . preg_quote("{$this->host}/shared", '#') . '/picture-optimizer-backups-[0-9a-f]{32}$#',
            $folder
        );
        self::assertStringStartsWith('beside-uploads:', Place::describe($folder));
        self::assertSame($folder, Place::resolve(Place::describe($folder)));
    }

    public function testBackupsInAReleaseAreFoundAndNewOnesGoElsewhere(): void
    {
        mkdir("{$this->host}/releases/7/picture-optimizer-backups-test", 0777, true);
        symlink("{$this->host}/releases/7", "{$this->host}/current");
        $old = "{$this->host}/releases/7/picture-optimizer-backups-test";
        update_option(self::OPTION, ['backups' => $old]);
        $new = PrivateFolder::backups();
        self::assertStringStartsNotWith($this->host, $new);
        self::assertSame($new, PrivateFolder::backups(), 'chosen once');
        self::assertSame([$new, $old], PrivateFolder::allBackups());
        exec('rm -rf ' . escapeshellarg($new));
    }

    public function testAMovedSiteFindsItsFoldersInTodaysUploads(): void
    {
        $folder = Attachment::uploads() . '/picture-optimizer-backups-test';
        mkdir($folder);
        update_option(self::OPTION, [
            'backups' => '/proc/oldhost/wp-content/uploads/picture-optimizer-backups-test',
            'staging' => '/proc/oldhost/wp-content/uploads/picture-optimizer-staging-test',
        ]);
        self::assertSame($folder, PrivateFolder::backups());
        self::assertStringStartsWith(Attachment::uploads() . '/', PrivateFolder::staging());
        self::assertSame('uploads:picture-optimizer-backups-test', get_option(self::OPTION)['backups']);
        exec('rm -rf ' . escapeshellarg(PrivateFolder::staging()));
    }

    public function testWhatIsKeptOfAFolderIsItsNameAlone(): void
    {
        $folder = Attachment::uploads() . '/picture-optimizer-backups-test';
        $older = Attachment::uploads() . '/picture-optimizer-backups-older-test';
        array_map(mkdir(...), [$folder, $older]);
        update_option(self::OPTION, ['backups' => $older]);
        self::assertSame([$older], PrivateFolder::allBackups());
        update_option(self::OPTION, ['backups' => $folder, 'older' => ['uploads:picture-optimizer-backups-older-test']]);
        self::assertSame([$folder, $older], PrivateFolder::allBackups(), 'an earlier version kept former places so');
        update_option(self::OPTION, ['backups' => '/proc/oldhost/elsewhere']);
        $new = PrivateFolder::backups();
        foreach ((array) get_option(self::OPTION) as $place) {
            self::assertIsString($place, 'tools that move a site look for paths');
        }
        PrivateFolder::rememberFound(static fn (string $folder): bool => $folder === $older);
        self::assertContains($older, PrivateFolder::allBackups());
        exec('rm -rf ' . escapeshellarg($new));
    }

    public function testAFolderThatCannotBeHereIsChosenAnew(): void
    {
        update_option(self::OPTION, ['backups' => '/proc/oldhost/www/picture-optimizer-backups-test']);
        $folder = PrivateFolder::backups();
        self::assertDirectoryExists($folder);
        exec('rm -rf ' . escapeshellarg($folder));
    }

    public function testTheConstantAlwaysWins(): void
    {
        $GLOBALS['wpdb']->query('ROLLBACK'); // The other process would wait for the row that setUp has deleted, until MariaDB gives up.
        $code = sprintf(
            'update_option("%s", ["backups" => "/proc/x"]); echo wp_json_encode(['
            . '"backups" => \PictureOptimizer\Files\PrivateFolder::backups(),'
            . ' "staging" => \PictureOptimizer\Files\PrivateFolder::staging(),'
            . ' "former" => in_array("/proc/x", get_option("picture_optimizer_older_folders"), true)]);'
            . ' \PictureOptimizer\Files\PrivateFolder::forget();',
            self::OPTION
        );
        $define = sprintf("define('PICTURE_OPTIMIZER_BACKUP_DIR', '%s/kept');", dirname((string) realpath(ABSPATH)));
        exec(sprintf('%s --exec=%s eval %s', getenv('PICOPT_WP_CLI'), escapeshellarg($define), escapeshellarg($code)), $lines);
        $folders = json_decode((string) end($lines), true);
        $kept = dirname((string) realpath(ABSPATH)) . '/kept';
        self::assertSame(['backups' => "{$kept}/site-1", 'staging' => "{$kept}/site-1/staging", 'former' => true], $folders);
        exec('rm -rf ' . escapeshellarg($kept));
    }

    public function testWhereVisitorsCanReadBackupsNothingIsReplaced(): void
    {
        // The development server of PHP knows no .htaccess: it serves whatever lies in uploads.
        $folder = Attachment::uploads() . '/picture-optimizer-backups-test';
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('PICTURE_OPTIMIZER_BACKUP_DIR');
        PublicProbe::assertPrivate($folder);
    }

    /** @return iterable<string, array{string, string|null}> what a server refuses, and how the folder's name begins then */
    public static function rules(): iterable
    {
        yield 'nothing' => ['~^$~', null];
        yield 'what begins with a dot' => ['~/\.~', '.ht-picture-optimizer-backups-'];
        yield 'what begins as Apache\'s files do' => ['~/\.ht~', '.ht-picture-optimizer-backups-'];
        yield 'what the folder\'s own rule says' => ['~picture-optimizer~', 'picture-optimizer-backups-'];
    }

    /** @dataProvider rules */
    public function testAServerThatKnowsNoRulesInFoldersMayRefuseHiddenOnes(string $refused, ?string $begin): void
    {
        delete_option(self::OPTION);
        add_filter('site_url', static fn (): string => 'http://127.0.0.1/above-which-nothing-is-known');
        add_filter('pre_http_request', static fn (mixed $none, array $arguments, string $url): array => ['headers' => [],
            'cookies' => [], 'filename' => null, 'body' => preg_match($refused, $url) ? 'No.' : wp_basename($url),
            'response' => ['code' => preg_match($refused, $url) ? 403 : 200, 'message' => '']], 10, 3);
        $before = self::foldersInUploads();
        try {
            $folder = PrivateFolder::backups();
        } catch (ChangeError) {
            $folder = null;
        }
        $made = array_values(array_diff(self::foldersInUploads(), $before));
        exec('rm -rf ' . implode(' ', array_map(escapeshellarg(...), $made)));
        self::assertSame($folder === null ? [] : [$folder], $made, 'and nothing else is left of the questions');
        self::assertSame($begin, $folder === null ? null : substr(basename($folder), 0, strlen((string) $begin)));
        $folder === null || self::assertSame('uploads:' . basename($folder), get_option(self::OPTION)['backups']);
    }

    public function testAHiddenFolderIsFoundAgain(): void
    {
        $folder = Attachment::uploads() . '/.ht-picture-optimizer-backups-test';
        mkdir($folder);
        $found = Place::existing();
        rmdir($folder);
        self::assertContains($folder, $found);
    }

    /** @return list<string> */
    private static function foldersInUploads(): array
    {
        $names = preg_grep('/^\.{1,2}$/', scandir(Attachment::uploads()) ?: [], PREG_GREP_INVERT) ?: [];
        return array_map(static fn (string $name): string => Attachment::uploads() . "/{$name}", array_values($names));
    }

    private function uploadsAt(string $folder): void
    {
        mkdir($folder, 0777, true);
        add_filter('upload_dir', static fn (array $dir): array => ['basedir' => $folder] + $dir);
        wp_upload_dir(null, false, true);
    }
}
