<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Budget;
use PictureOptimizer\Files\ContainerLayer;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Health\BackupChecks;
use PictureOptimizer\Health\Check;
use PictureOptimizer\Health\Remedy;

/**
 * Backups in a release folder come to where they last, whole, whenever somebody pulls the plug.
 *
 * @group acceptance-A10
 */
final class BackupMoverTest extends ReplaceTestCase
{
    private const OPTION = 'picture_optimizer_folders';

    private string $host;
    private string $old;
    private string $good;

    /** @var list<int> */
    private array $ids = [];

    /** @var array<string, string> SHA-256 of all files of backups, by name of backup and file */
    private array $files = [];

    protected function setUp(): void
    {
        parent::setUp();
        $before = $this->workshop->backups->in(PrivateFolder::backups());
        $this->ids = [$this->addPicture('first.jpg', 400, 300, 1), $this->addPicture('second.jpg', 400, 300, 2)];
        array_map(fn (int $id) => $this->applied($this->change($id)), $this->ids);
        $this->good = PrivateFolder::backups();
        // As an earlier version laid it out: the folder is in the release that is live.
        $this->host = (string) realpath(get_temp_dir()) . '/picopt-host-' . bin2hex(random_bytes(4));
        $this->old = "{$this->host}/releases/7/picture-optimizer-backups-test";
        mkdir($this->old, 0777, true);
        symlink("{$this->host}/releases/7", "{$this->host}/current");
        touch("{$this->old}/index.php");
        foreach (array_diff($this->workshop->backups->in($this->good), $before) as $name) {
            foreach (glob("{$this->good}/{$name}/*.*") ?: [] as $file) {
                $this->files["{$name}/" . basename($file)] = (string) hash_file('sha256', $file);
            }
            exec(sprintf('mv %s %s', escapeshellarg("{$this->good}/{$name}"), escapeshellarg($this->old)));
        }
        update_option(self::OPTION, ['backups' => $this->old] + get_option(self::OPTION));
        self::assertCount(2, $this->workshop->backups->in($this->old));
    }

    protected function tearDown(): void
    {
        exec('rm -rf ' . escapeshellarg($this->host));
        $new = PrivateFolder::backups();
        $new === $this->good || exec('rm -rf ' . escapeshellarg($new));
        parent::tearDown();
    }

    /** @return array<int, string> of this test's images: what is wrong with their backups */
    private function faults(): array
    {
        return array_intersect_key($this->workshop->backupKeeper->audit(null, Budget::unlimited())->faults, array_flip($this->ids));
    }

    /** @return array<string, string> of all files of backups that lie in a folder */
    private function filesIn(string $parent): array
    {
        $files = [];
        foreach (glob("{$parent}/*/*.*") ?: [] as $file) {
            $files[basename(dirname($file)) . '/' . basename($file)] = (string) hash_file('sha256', $file);
        }
        return $files;
    }

    public function testAllOfThemAreMovedAndTheSiteSaysSo(): void
    {
        $check = $this->plugin->checks()->slow()['backups']();
        self::assertSame([Check::CRITICAL, Remedy::MoveBackups], [$check->status, $check->remedy]);
        self::assertStringContainsString($this->old, $check->text);

        $moved = $this->replacer->moveBackups(Budget::unlimited());
        self::assertSame([2, 0, [$this->old], PrivateFolder::backups()], [$moved->moved, $moved->left, $moved->from, $moved->to]);
        self::assertEquals($this->files, $this->filesIn($moved->to));
        self::assertDirectoryDoesNotExist($this->old);
        self::assertStringContainsString("2 backups were moved from {$this->old} to {$moved->to}", $moved->sentence());
        self::assertSame([], PrivateFolder::fleeting());
        self::assertSame([], $this->faults());
        array_map($this->reverted(...), $this->ids);
        $nothing = $this->replacer->moveBackups(Budget::unlimited());
        self::assertSame([0, 0, ''], [$nothing->moved, $nothing->left, $nothing->sentence()]);
    }

    public function testWhatADeploymentHasTakenIsSaidAsTheMisfortuneThatItIs(): void
    {
        exec('rm -rf ' . escapeshellarg($this->old));
        foreach ([false, true] as $deep) {
            $check = (new BackupChecks($this->plugin->originals(), $this->replacer))->originals($deep);
            self::assertSame(Check::CRITICAL, $check->status);
            self::assertStringContainsString('first', $check->text);
            self::assertStringContainsString('The backup of this image is missing.', $check->text);
            self::assertStringContainsString('PICTURE_OPTIMIZER_BACKUP_DIR', $check->text);
        }
    }

    public function testOnceANightItIsDoneWithoutAnybody(): void
    {
        do_action(\PictureOptimizer\Hooks::DAILY);
        self::assertEquals($this->files, $this->filesIn(PrivateFolder::backups()));
        self::assertDirectoryDoesNotExist($this->old);
    }

    /** @return iterable<string, array{int}> before which file gets its name the process dies */
    public function moments(): iterable
    {
        foreach (range(1, 12) as $moment) {
            yield "file {$moment}" => [$moment];
        }
    }

    /** @dataProvider moments */
    public function testNothingIsLostAtAnyMoment(int $moment): void
    {
        $left = $moment;
        add_action('picture_optimizer_before_rename', static function () use (&$left): void {
            --$left === 0 && throw new \LogicException('the plug is pulled');
        });
        try {
            $this->replacer->moveBackups(Budget::unlimited());
            self::assertGreaterThan(0, $left, 'it was over before');
        } catch (\LogicException) {
            self::assertSame([], array_diff($this->files, $this->filesIn($this->old), $this->filesIn(PrivateFolder::backups())));
            self::assertSame([], $this->faults(), 'each can be reverted at this moment');
        }
        $this->replacer->moveBackups(Budget::unlimited());
        self::assertEquals($this->files, $this->filesIn(PrivateFolder::backups()));
        self::assertDirectoryDoesNotExist($this->old);
    }

    public function testWhatWasBegunToBeDeletedIsCleanedUp(): void
    {
        $to = PrivateFolder::backups();
        [$name] = $this->workshop->backups->in($this->old);
        exec(sprintf('cp -r %s %s', escapeshellarg("{$this->old}/{$name}"), escapeshellarg($to)));
        unlink("{$this->old}/{$name}/manifest.json");
        self::assertSame(1, $this->replacer->moveBackups(Budget::unlimited())->moved);
        self::assertEquals($this->files, $this->filesIn($to));
        self::assertDirectoryDoesNotExist($this->old);
    }

    public function testWithoutTimeTheyStayAndWithoutSpaceAReasonIsGiven(): void
    {
        $late = $this->replacer->moveBackups(Budget::ofSeconds(-1));
        self::assertSame([0, 2], [$late->moved, $late->left]);
        self::assertStringContainsString('Nothing is lost', $late->sentence());
        foreach (array_keys($this->files) as $file) {
            mkdir(PrivateFolder::backups() . '/' . dirname($file) . '.moving/' . basename($file), 0777, true); // where a file should be
        }
        $full = $this->replacer->moveBackups(Budget::unlimited());
        self::assertSame([0, 2], [$full->moved, $full->left]);
        self::assertNotSame('', $full->why);
        self::assertEquals($this->files, $this->filesIn($this->old));
    }

    /** @return iterable<string, array{string, bool}> what Linux says of mounts, whether the folder is in a layer that goes */
    public static function mounts(): iterable
    {
        $uploads = dirname((string) realpath(WP_CONTENT_DIR . '/uploads'));
        $line = static fn (string $point, string $type): string => "36 35 98:0 / {$point} rw,noatime master:1 - {$type} none rw\n";
        yield 'uploads on a volume, the rest in the layer' => [$line('/', 'overlay') . $line($uploads, 'ext4'), true];
        yield 'all in the layer: no place is better' => [$line('/', 'overlay'), false];
        yield 'a server' => [$line('/', 'ext4'), false];
        yield 'a server with another disk for uploads' => [$line('/', 'ext4') . $line($uploads, 'xfs'), false];
        yield 'in memory' => [$line('/', 'ext4') . $line('/tmp', 'tmpfs'), true];
        yield 'a volume over the layer' => [$line('/', 'overlay') . $line($uploads, 'ext4') . $line('/tmp', 'nfs4'), false];
        yield 'mounted twice' => [$line('/', 'overlay') . $line($uploads, 'ext4') . $line('/', 'ext4'), false];
        yield 'unknown' => ['', false];
    }

    /** @dataProvider mounts */
    public function testAContainersOwnLayerIsKnown(string $mounts, bool $goes): void
    {
        self::assertSame($goes, ContainerLayer::holds('/tmp/picture-optimizer-backups-of-nobody', $mounts));
    }
}
