<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Health;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\DeployedFolder;
use PictureOptimizer\Files\Exposure;
use PictureOptimizer\Files\Place;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Files\PublicProbe;
use PictureOptimizer\Files\WebRoot;
use PictureOptimizer\Health\BackupChecks;
use PictureOptimizer\Health\Check;
use PictureOptimizer\Tests\TestCase;

/**
 * Where backups lie, how that is remembered, and what Site Health says when visitors, deployments or moves threaten them.
 *
 * @group acceptance-A10
 */
final class BackupFindingsTest extends TestCase
{
    protected function setUp(): void
    {
        PrivateFolder::backups();
        parent::setUp();
        delete_option(PublicProbe::OPTION);
    }

    protected function tearDown(): void
    {
        foreach (glob(Attachment::uploads() . '/picture-optimizer-*-test*', GLOB_ONLYDIR) ?: [] as $folder) {
            array_map(unlink(...), glob("{$folder}/{,.}[!.]*", GLOB_BRACE) ?: []);
            rmdir($folder);
        }
        parent::tearDown();
    }

    /** Answers what is asked for below uploads. */
    private function answer(\WP_Error|int $status, ?string $body = null): void
    {
        $answer = static fn (mixed $none, array $arguments, string $url): array|\WP_Error => $status instanceof \WP_Error ? $status
            : ['response' => ['code' => $status, 'message' => ''], 'headers' => [], 'cookies' => [], 'filename' => null,
            'body' => $body ?? wp_basename($url)];
        add_filter('pre_http_request', $answer, 10, 3);
    }

    private function inUploads(): string
    {
        return Attachment::uploads() . '/picture-optimizer-backups-test';
    }

    /** @return iterable<string, array{int|\WP_Error, string|null, Exposure}> status, body (null: the file itself), what is known then */
    public static function answers(): iterable
    {
        yield 'forbidden' => [403, 'No.', Exposure::REFUSED];
        yield 'not found' => [404, 'No.', Exposure::REFUSED];
        yield 'gone' => [410, '', Exposure::REFUSED];
        yield 'the file itself' => [200, null, Exposure::READABLE];
        yield 'the file with an error' => [403, null, Exposure::READABLE];
        yield 'a page that says hello' => [200, '<h1>Hello</h1>', Exposure::UNKNOWN];
        yield 'a page that asks who you are' => [401, 'Log in', Exposure::UNKNOWN];
        yield 'a redirect' => [302, '', Exposure::UNKNOWN];
        yield 'an error of the server' => [500, '', Exposure::UNKNOWN];
        yield 'no answer' => [new \WP_Error('x', 'time-out'), null, Exposure::UNKNOWN];
    }

    /** @dataProvider answers */
    public function testASiteIsAskedAsAStrangerWould(int|\WP_Error $status, ?string $body, Exposure $exposure): void
    {
        $this->answer($status, $body);
        self::assertSame($exposure, PublicProbe::ask($this->inUploads()));
        self::assertSame([], glob($this->inUploads() . '/probe-*') ?: [], 'what was asked for is taken away');
        self::assertSame($exposure->value, get_option(PublicProbe::OPTION)['exposure']);
    }

    public function testAnErrorThatOnlyTheFolderGivesIsARefusal(): void
    {
        // Apache, where AllowOverride does not allow "Require".
        add_filter('pre_http_request', static fn (mixed $none, array $arguments, string $url): array => ['headers' => [], 'body' => '',
            'response' => ['code' => str_contains($url, 'backups-test/') ? 500 : 404, 'message' => ''], 'cookies' => [],
            'filename' => null], 10, 3);
        self::assertSame(Exposure::REFUSED, PublicProbe::ask($this->inUploads()));
    }

    public function testWhoHasNginxIsToldTheLine(): void
    {
        $before = $_SERVER['SERVER_SOFTWARE'] ?? null;
        $_SERVER['SERVER_SOFTWARE'] = 'nginx/1.22.1';
        $told = PublicProbe::refusal()->getMessage();
        $_SERVER['SERVER_SOFTWARE'] = 'Apache/2.4.71';
        $apache = PublicProbe::refusal()->getMessage();
        $_SERVER = array_filter(['SERVER_SOFTWARE' => $before] + $_SERVER, static fn (mixed $one): bool => $one !== null);
        self::assertStringEndsWith('is enough: location ~ picture-optimizer-backups- { deny all; }', $told);
        self::assertStringNotContainsString('nginx', $apache);
    }

    public function testWhatLiesOutsideOfUploadsHasNoAddress(): void
    {
        $this->answer(200);
        self::assertSame(Exposure::REFUSED, PublicProbe::ask('/srv/backups'));
        self::assertSame(Exposure::REFUSED, PublicProbe::ask(Attachment::uploads() . '-elsewhere'));
    }

    /** @return iterable<string, array{string, int, bool}> what is remembered, its age in seconds, whether it is asked again */
    public static function memories(): iterable
    {
        yield 'refused, yesterday' => ['refused', DAY_IN_SECONDS, false];
        yield 'refused, last month' => ['refused', 30 * DAY_IN_SECONDS, true];
        yield 'unknown, a moment ago' => ['unknown', 60, false];
        yield 'unknown, this morning' => ['unknown', 2 * HOUR_IN_SECONDS, true];
        yield 'something else' => ['nonsense', 0, true];
    }

    /** @dataProvider memories */
    public function testAnAnswerCountsForAWhile(string $exposure, int $age, bool $asks): void
    {
        $this->remember($exposure, ['at' => time() - $age]);
        self::assertSame($asks ? 1 : 0, $this->questions(fn () => PublicProbe::assertPrivate($this->inUploads())));
        self::assertSame(1, $this->questions(fn () => PublicProbe::assertPrivate($this->inUploads() . '2')), 'another folder');
    }

    /** @return iterable<string, array{string}> what happens */
    public static function signals(): iterable
    {
        yield 'a plugin is activated' => ['activated_plugin'];
        yield 'a plugin is deactivated' => ['deactivated_plugin'];
        yield 'permalinks are saved' => ['load-options-permalink.php'];
    }

    /** @dataProvider signals */
    public function testWhereTheServersRulesMayHaveChangedItIsAskedAgain(string $signal): void
    {
        $this->remember('refused');
        $ask = fn () => PublicProbe::assertPrivate($this->inUploads());
        self::assertSame(0, $this->questions($ask));
        do_action($signal, 'other/other.php', false);
        self::assertSame(1, $this->questions($ask));
        self::assertSame(0, $this->questions($ask), 'once');
    }

    /** @return iterable<string, array{array<string, string>, bool}> how what is remembered differs, whether it is asked again */
    public static function moves(): iterable
    {
        yield 'another server' => [['server' => 'nginx/1.28'], true];
        yield 'the same server' => [['server' => 'Apache'], false];
        yield 'remembered by the command line' => [['server' => ''], false];
        yield 'another address' => [['base' => 'https://before.example/uploads'], true];
    }

    /** @dataProvider moves */
    public function testASiteThatHasMovedIsAskedAgain(array $known, bool $asks): void
    {
        $_SERVER['SERVER_SOFTWARE'] = 'Apache';
        $this->remember('refused', $known);
        $questions = $this->questions(fn () => PublicProbe::assertPrivate($this->inUploads()));
        unset($_SERVER['SERVER_SOFTWARE']);
        self::assertSame($asks ? 1 : 0, $questions);
    }

    /** @param array<string, mixed> $known What differs. */
    private function remember(string $exposure, array $known = []): void
    {
        update_option(PublicProbe::OPTION, $known + ['folder' => Place::describe($this->inUploads()), 'exposure' => $exposure,
            'base' => wp_upload_dir()['baseurl'], 'server' => '', 'at' => time(), 'rules' => get_site_option(PublicProbe::RULES, '')]);
    }

    /** @param callable(): mixed $doing */
    private function questions(callable $doing): int
    {
        $asked = 0;
        $answer = static function () use (&$asked): \WP_Error {
            $asked++;
            return new \WP_Error('x', 'y');
        };
        add_filter('pre_http_request', $answer);
        $doing();
        remove_filter('pre_http_request', $answer);
        return $asked;
    }

    /** @return iterable<string, array{string, string}> a folder, how it is written down; %U stands for uploads */
    public static function folders(): iterable
    {
        yield 'in uploads' => ['%U/picture-optimizer-backups-x', 'uploads:picture-optimizer-backups-x'];
        yield 'deeper in uploads' => ['%U/a/b', '%U/a/b'];
        yield 'elsewhere' => ['/srv/backups', '/srv/backups'];
    }

    /** @dataProvider folders */
    public function testAPlaceIsWrittenDownSoThatAMoveDoesNotLoseIt(string $folder, string $written): void
    {
        [$folder, $written] = str_replace('%U', Attachment::uploads(), [$folder, $written]);
        self::assertSame($written, Place::describe($folder));
        if (str_starts_with($written, 'uploads:')) {
            self::assertSame($folder, Place::resolve($written));
            add_filter('upload_dir', static fn (array $dir): array => ['basedir' => '/new/uploads'] + $dir);
            self::assertSame('/new/uploads/' . basename($folder), Place::resolve($written), 'it moves with uploads');
        }
    }

    public function testWhatIsNoPlaceIsNone(): void
    {
        foreach ([null, '', 7, ['x'], false, '/nowhere/at/all'] as $place) {
            self::assertNull(Place::resolve($place));
        }
        self::assertSame(sys_get_temp_dir() . '/not-yet', Place::resolve(sys_get_temp_dir() . '/not-yet'), 'it can be made');
    }

    public function testAFolderThatCameAlongIsFoundByItsName(): void
    {
        $name = 'picture-optimizer-backups-' . bin2hex(random_bytes(4));
        $there = Attachment::uploads() . "/{$name}";
        $written = "/srv/old-server/private/{$name}";
        self::assertNull(Place::resolve($written));
        self::assertNotContains($there, Place::existing());
        mkdir($there);
        try {
            self::assertSame($there, Place::resolve($written));
            self::assertContains($there, Place::existing());
        } finally {
            rmdir($there);
        }
    }

    public function testTheWebRootIsKnownByWhereWordPressLives(): void
    {
        $root = untrailingslashit((string) realpath(ABSPATH));
        self::assertSame($root, WebRoot::path());
        self::assertSame(dirname($root), WebRoot::folderAbove());
        add_filter('site_url', static fn (): string => 'https://example.org/' . basename($root));
        self::assertSame(dirname($root), WebRoot::path(), 'WordPress in a folder of the site');
        remove_all_filters('site_url');
        add_filter('site_url', static fn (): string => 'https://example.org/another');
        self::assertNull(WebRoot::path(), 'an address that the disk does not know');
        self::assertNull(WebRoot::folderAbove());
    }

    public function testAServersOwnRootCounts(): void
    {
        $before = $_SERVER['DOCUMENT_ROOT'] ?? null;
        $root = untrailingslashit((string) realpath(ABSPATH));
        $other = get_temp_dir() . uniqid('other-root-');
        mkdir($other);
        try {
            foreach ([dirname($root) => dirname($root), '/nowhere' => $root, '/' => $root, $other => $root] as $document => $expected) {
                $_SERVER['DOCUMENT_ROOT'] = $document;
                self::assertSame($expected, WebRoot::path(), (string) $document);
            }
        } finally {
            $_SERVER['DOCUMENT_ROOT'] = $before;
            rmdir($other);
        }
    }

    public function testADeploymentIsNotSeenWhereThereIsNone(): void
    {
        self::assertFalse(DeployedFolder::holds(Attachment::uploads()));
        self::assertFalse(DeployedFolder::holds('/nowhere/releases/5'), 'nothing says that these are releases');
    }

    // What Site Health says.

    private function checks(): BackupChecks
    {
        return new BackupChecks($this->plugin->originals(), $this->plugin->replacer());
    }

    public function testEachCheckHasItsWordWhenAllIsWell(): void
    {
        foreach (['originals' => $this->checks()->originals(), 'unknown_backups' => $this->checks()->unknown()] as $id => $check) {
            self::assertSame([$id, Check::GOOD], [$check->id, $check->status], "{$check->label} {$check->text}");
        }
        self::assertStringContainsString('The originals of', $this->checks()->originals(deep: true)->label);
    }

    public function testReadableBackupsAreCritical(): void
    {
        update_option('picture_optimizer_folders', ['backups' => 'uploads:picture-optimizer-backups-test']);
        $this->answer(200);
        $check = $this->checks()->place();
        self::assertSame([Check::CRITICAL, 'Visitors can read backups'], [$check->status, $check->label]);
        self::assertStringContainsString(PrivateFolder::CONSTANT, $check->text);
    }

    public function testWhereNobodyCanAskThatIsSaid(): void
    {
        update_option('picture_optimizer_folders', ['backups' => 'uploads:picture-optimizer-backups-test']);
        $this->answer(new \WP_Error('x', 'blocked'));
        self::assertSame(Check::RECOMMENDED, $this->checks()->place()->status);
    }
}
