<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Sites;

final class BackupTest extends ReplaceTestCase
{
    /** @group acceptance-A2 */
    public function testADamagedBackupStopsTheNextReplacementAndTheRevert(): void
    {
        $id = $this->addPicture();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $again = $this->change($id, 'webp', 'Blue bike');
        $run = $this->workshop->journal->inEffect($id)[0];
        $file = $this->workshop->backups->original($run->backup);
        $good = file_get_contents($file);
        file_put_contents($file, 'x', FILE_APPEND);
        $before = $this->stateOfSite();
        $outcome = $this->replacer->apply($again)[$id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('damaged', $outcome->reason);
        self::assertSame($before, $this->stateOfSite());
        self::assertSame(OutcomeState::Failed, $this->replacer->revert($id)[$id]->state);
        self::assertStringEndsWith('red-bike.webp', $this->url($id), 'what works stays');
        file_put_contents($file, $good);
        $this->reverted($id);
    }

    public function testANewExportStartsFromTheBackup(): void
    {
        $id = $this->addPicture();
        $original = $this->workshop->originals->sourceFor($id);
        $this->applied($this->change($id));
        $source = $this->workshop->originals->sourceFor($id);
        self::assertSame($original->sha256, $source->sha256);
        self::assertStringStartsWith(PrivateFolder::backups(), $source->path);
    }

    public function testAFileThatSomebodyReplacedSinceIsNewWork(): void
    {
        $id = $this->addPicture();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $live = (string) get_attached_file($id);
        $image = imagecreatetruecolor(1200, 800);
        imagewebp($image, $live);
        self::assertSame($live, $this->workshop->originals->sourceFor($id)->path);
        $before = $this->stateOfSite();
        $this->applied($this->change($id, 'webp', 'Green bike'));
        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite(), 'back to what they put there');
    }

    public function testBackupsAreOutsideOfTheWebRootAndTheirFoldersAreRandom(): void
    {
        self::assertStringStartsNotWith(untrailingslashit(ABSPATH), PrivateFolder::backups());
        $id = $this->addPicture();
        $this->applied($this->change($id));
        $name = $this->workshop->journal->inEffect($id)[0]->backup;
        self::assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $name);
        $manifest = json_decode((string) file_get_contents($this->workshop->backups->folder($name) . '/manifest.json'), true);
        self::assertSame($id, $manifest['attachment']);
        self::assertContains('_wp_attached_file', array_column($manifest['meta'], 'meta_key'));
        self::assertSame((string) $id, $manifest['post']['ID']);
    }

    public function testWithoutAWritableFolderOutsideBackupsAreInUploadsAndRefusedToVisitors(): void
    {
        $kept = get_option('picture_optimizer_folders');
        update_option('picture_optimizer_folders', ['backups' => Attachment::uploads() . '/picture-optimizer-backups-test']);
        $folder = PrivateFolder::backups();
        self::assertSame("Require all denied\n", file_get_contents("{$folder}/.htaccess"));
        self::assertFileExists("{$folder}/index.php");
        array_map('unlink', ["{$folder}/.htaccess", "{$folder}/index.php"]);
        rmdir($folder);
        update_option('picture_optimizer_folders', $kept);
    }

    /** @group acceptance-A9 */
    public function testTheSizeIsShownAndExpiryKeepsWhatIsTheOnlyGoodCopy(): void
    {
        $keeper = $this->workshop->backupKeeper;
        $bytes = $keeper->bytes();
        $first = $this->addPicture('one.jpg', 700, 500, 1);
        $second = $this->addPicture('two.jpg', 700, 500, 2);
        $size = array_sum(array_map('filesize', glob(dirname((string) get_attached_file($first)) . '/{one,two}*', GLOB_BRACE)));
        $this->applied($this->change($first));
        $this->applied($this->change($second));
        self::assertSame($bytes + $size, $keeper->bytes());
        $this->reverted($second);
        $before = $this->filesWithHashes();

        self::assertSame(0, $keeper->expire(3600)['removed'], 'too young');
        $result = $keeper->expire(-1);
        self::assertGreaterThanOrEqual(1, $result['removed']);
        self::assertGreaterThanOrEqual(1, $result['kept'], 'the first is still replaced');
        self::assertSame($before, $this->filesWithHashes(), 'only backups are deleted');
        $this->reverted($first);
    }

    public function testADeletedPicturesBackupMayGo(): void
    {
        $id = $this->addPicture('gone.jpg', 400, 300);
        $this->applied($this->change($id));
        $name = $this->workshop->journal->inEffect($id)[0]->backup;
        wp_delete_attachment($id, true);
        self::assertSame([], $this->workshop->journal->inEffect($id));
        self::assertGreaterThanOrEqual(1, $this->workshop->backupKeeper->expire(-1)['removed']);
        self::assertFalse($this->workshop->backups->exists($name));
    }

    public function testBackupsExpireAfterAMoveAndNotInACopy(): void
    {
        $id = $this->addPicture('gone.jpg', 400, 300);
        $this->applied($this->change($id));
        $name = $this->workshop->journal->inEffect($id)[0]->backup;
        wp_delete_attachment($id, true);
        $address = (string) get_option('home');
        $at = static fn (string $home): bool => add_filter('option_home', static fn (): string => $home, 20);
        $at('https://staging.example');
        $this->workshop->backupKeeper->expire(-1);
        self::assertTrue($this->workshop->backups->exists($name), 'the first site may need it');
        Sites::rememberFormer((string) preg_replace('~^https?://~', '', $address));
        $this->workshop->backupKeeper->expire(-1);
        self::assertFalse($this->workshop->backups->exists($name));
    }

    public function testBackupsExpireWhereTheSiteIsEncryptedByNow(): void
    {
        $id = $this->addPicture('gone.jpg', 400, 300);
        $this->applied($this->change($id));
        $name = $this->workshop->journal->inEffect($id)[0]->backup;
        wp_delete_attachment($id, true);
        $address = str_replace('http://', 'https://', (string) get_option('home'));
        add_filter('option_home', static fn (): string => $address, 20);
        $this->workshop->backupKeeper->expire(-1);
        self::assertFalse($this->workshop->backups->exists($name));
    }

    /** @group acceptance-A9 */
    public function testBackupsCanBeExported(): void
    {
        $id = $this->addPicture();
        $hash = $this->workshop->originals->sourceFor($id)->sha256;
        $this->applied($this->change($id));
        $file = get_temp_dir() . 'picopt-' . bin2hex(random_bytes(4)) . '.zip';
        self::assertGreaterThanOrEqual(1, $this->workshop->backupKeeper->export($file));
        $zip = new \ZipArchive();
        $zip->open($file);
        $name = $this->workshop->journal->inEffect($id)[0]->backup;
        self::assertSame($hash, hash('sha256', (string) $zip->getFromName("{$name}/photo.jpg")));
        self::assertNotFalse($zip->getFromName("{$name}/manifest.json"));
        $zip->close();
        unlink($file);
        $this->reverted($id);
    }
}
