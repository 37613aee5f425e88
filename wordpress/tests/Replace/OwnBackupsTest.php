<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Replace\Backups;
use PictureOptimizer\Sites;

/**
 * Several sites can keep their backups in one place: whose each is decides whether it may ever be deleted.
 *
 * @group acceptance-A10
 */
final class OwnBackupsTest extends BackupTestCase
{
    /** @return iterable<string, array{callable(self): mixed, bool}> what happened after the move, whether a backup of before it may go */
    public static function moves(): iterable
    {
        yield 'nothing' => [static fn (): null => null, true];
        yield 'the site was copied, together with its database' => [static fn (): bool
            => add_filter('option_home', static fn (): string => 'https://staging.example', 20), false];
        yield 'somebody said that this is a copy' => [static fn (self $t) => $t->plugin->connection()->forget(), false];
    }

    /** @dataProvider moves */
    public function testBackupsOfBeforeAMoveAreThoseOfTheSiteThatMovedAlone(callable $happened, bool $mayGo): void
    {
        $former = home_url();
        $name = $this->spare($this->attachment());
        $this->travel($name);
        self::moveTo('https://new.example');
        Sites::rememberFormer($former);
        $happened($this);
        $this->keeper->expire(-5);
        self::assertSame(!$mayGo, $this->backups->exists($name));
    }

    /** A staging site was made live and lives on: it shares the place of its backups with the live one. */
    public function testWhatWasMadeUnderAFormerAddressAfterTheMoveIsAnothersSites(): void
    {
        $former = home_url();
        [$before, $after, $damaged] = array_map(fn (): string => $this->spare($this->attachment()), range(1, 3));
        $this->travel($before);
        $this->describe($after, ['made_at' => gmdate('c', time() + 2)]);
        $this->describe($damaged, ['made_at' => 'x']);
        self::moveTo('https://live.example');
        Sites::rememberFormer($former);
        $this->keeper->expire(-5);
        self::assertSame([false, true, true], array_map($this->backups->exists(...), [$before, $after, $damaged]));
        $this->keeper->removeAll();
        self::assertSame([true, true], array_map($this->backups->exists(...), [$after, $damaged]));
    }

    /** The site that had this address before lives on under another one, with the same folder: this database never knew what it made since. */
    public function testWhatAnotherSiteMadeUnderThisAddressStays(): void
    {
        $image = $this->attachment();
        $names = [$this->backups->make($image), $this->backups->make($this->attachment('gone.jpg'))];
        wp_delete_attachment($this->backups->attachment($names[1]), true);
        $this->travel(...$names);
        $this->keeper->expire(-5);
        $this->keeper->leave();
        self::assertSame([true, true], array_map($this->backups->exists(...), $names));
        @unlink(PrivateFolder::backups() . '/README.txt');
    }

    public function testAFolderThatWasOnlyFoundIsClaimedAndThinnedOutUnderTodaysAddressAlone(): void
    {
        $former = home_url();
        $name = $this->spare($this->attachment());
        $this->travel($name);
        $found = Attachment::uploads() . '/picture-optimizer-backups-found';
        rename(PrivateFolder::backups(), $found);
        foreach (array_diff(glob("{$found}/*", GLOB_ONLYDIR) ?: [], ["{$found}/{$name}"]) as $left) {
            Backups::removeFolder($left); // of other tests, in which the site had other addresses
        }
        $forget = static fn () => array_map(delete_option(...), ['picture_optimizer_folders', 'picture_optimizer_found_folders',
            'picture_optimizer_older_folders']);
        try {
            $forget();
            self::moveTo('https://new.example');
            Sites::rememberFormer($former);
            PrivateFolder::rememberFound(static fn (string $folder): bool => $folder === $found);
            self::assertNotContains($found, PrivateFolder::allBackups(), 'another site can have that address');
            remove_all_filters('option_home');
            PrivateFolder::rememberFound(static fn (string $folder): bool => $folder === $found);
            self::assertContains($found, PrivateFolder::allBackups());
            self::moveTo('https://new.example');
            $this->keeper->expire(-5);
            self::assertTrue($this->backups->exists($name));
        } finally {
            exec('rm -rf ' . escapeshellarg($found));
        }
    }

    /** @return iterable<string, array{string}> */
    public static function damagedManifests(): iterable
    {
        yield 'not JSON' => ['{"site'];
        yield 'nothing in it' => ['{}'];
        yield 'other types' => ['{"site": 7, "made_at": [], "files": "x"}'];
    }

    /** @dataProvider damagedManifests */
    public function testADamagedManifestStopsNothingAndIsKept(string $manifest): void
    {
        $names = array_map(fn (): string => $this->spare($this->attachment()), range(1, 3));
        sort($names);
        [$first, $damaged, $last] = $names;
        file_put_contents($this->backups->folder($damaged) . '/manifest.json', $manifest);
        $this->keeper->expire(-5);
        self::assertSame([false, true, false], array_map($this->backups->exists(...), [$first, $damaged, $last]));
        self::assertGreaterThanOrEqual(1, $this->keeper->leave());
        @unlink(PrivateFolder::backups() . '/README.txt');
    }

    private static function moveTo(string $home): void
    {
        add_filter('option_home', static fn (): string => $home);
        self::assertSame($home, home_url());
    }
}
