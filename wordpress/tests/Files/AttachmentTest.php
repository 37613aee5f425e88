<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Files;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\Staging;
use PictureOptimizer\Tests\TestCase;

/** What lies on the disk, and what other plugins' hands have left in the metadata about it. */
final class AttachmentTest extends TestCase
{
    private string $folder;

    protected function setUp(): void
    {
        parent::setUp();
        $this->folder = get_temp_dir() . 'picopt-disk-' . bin2hex(random_bytes(6));
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        foreach (glob("{$this->folder}/{,.}*", GLOB_BRACE) ?: [] as $path) {
            is_file($path) && unlink($path);
        }
        array_map(rmdir(...), glob("{$this->folder}/*", GLOB_ONLYDIR) ?: []);
        rmdir($this->folder);
        parent::tearDown();
    }

    private function attachment(string $file, mixed $meta = []): int
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x']);
        $file === '' || update_post_meta($id, '_wp_attached_file', wp_slash($file));
        update_post_meta($id, '_wp_attachment_metadata', $meta);
        return $id;
    }

    /** @return iterable<string, array{mixed, array<string, string>}> metadata, names by size */
    public static function metadata(): iterable
    {
        $full = ['full' => 'photo.jpg'];
        yield 'all in order' => [['sizes' => ['medium' => ['file' => 'photo-300x200.jpg'], 'large' => ['file' => 'photo-1024x683.jpg']],
            'original_image' => 'photo-big.jpg'], $full + ['medium' => 'photo-300x200.jpg', 'large' => 'photo-1024x683.jpg',
            'original' => 'photo-big.jpg']];
        yield 'none' => ['', $full];
        yield 'a text' => ['broken', $full];
        yield 'a number' => [7, $full];
        yield 'an object' => [(object) ['sizes' => []], $full];
        yield 'sizes that are a text' => [['sizes' => 'none'], $full];
        yield 'sizes that are nothing' => [['sizes' => null], $full];
        yield 'a size that is a text' => [['sizes' => ['medium' => 'photo-300x200.jpg']], $full];
        yield 'a size without a file' => [['sizes' => ['medium' => ['width' => 300]]], $full];
        yield 'a size with an empty file' => [['sizes' => ['medium' => ['file' => '']]], $full];
        yield 'a size whose file is a list' => [['sizes' => ['medium' => ['file' => ['x']]]], $full];
        yield 'a size that climbs out' => [['sizes' => ['medium' => ['file' => '../../../wp-config.php']]],
            $full + ['medium' => 'wp-config.php']];
        yield 'a size with a path' => [['sizes' => ['medium' => ['file' => '2026/05/photo-1x1.jpg']]],
            $full + ['medium' => 'photo-1x1.jpg']];
        yield 'a number for a size' => [['sizes' => [12 => ['file' => 'photo-12.jpg']]], $full + ['12' => 'photo-12.jpg']];
        yield 'a size of a theme that is called so' => [['sizes' => ['original' => ['file' => 'photo-9x9.jpg']]],
            $full + ['original' => 'photo-9x9.jpg']];
        yield 'an original that climbs out' => [['original_image' => '../secret.jpg'], $full + ['original' => 'secret.jpg']];
        yield 'an original that is a list' => [['original_image' => ['x']], $full];
    }

    /**
     * @dataProvider metadata
     * @param array<string, string> $names
     */
    public function testNamesAreReadFromWhateverTheMetadataIs(mixed $meta, array $names): void
    {
        $attachment = Attachment::load($this->attachment('2026/05/photo.jpg', $meta));
        self::assertEquals($names, $attachment->names());
        self::assertSame('2026/05', $attachment->folder());
        foreach ($attachment->names() as $name) {
            self::assertStringStartsWith(Attachment::uploads() . '/2026/05/', $attachment->absolute($name));
        }
    }

    /** @return iterable<string, array{string}> */
    public static function elsewhere(): iterable
    {
        yield 'no file' => [''];
        yield 'another storage' => ['s3://bucket/photo.jpg'];
        yield 'a URL' => ['https://cdn.example/photo.jpg'];
        yield 'an absolute path' => ['/srv/photo.jpg'];
        yield 'a Windows path' => ['C:\\photos\\photo.jpg'];
        yield 'a zero byte, which no file name has' => ["2026/pho\0to.jpg"];
        yield 'above uploads' => ['../photo.jpg'];
        yield 'above uploads, later' => ['2026/../../photo.jpg'];
    }

    /** @dataProvider elsewhere */
    public function testAFileOutsideOfUploadsIsNotTouched(string $file): void
    {
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('not in the uploads folder');
        Attachment::load($this->attachment($file));
    }

    public function testAFileThatIsKnownByItsWholePathIsLeftAloneWithTheReason(): void
    {
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('the full path');
        Attachment::load($this->attachment(Attachment::uploads() . '/2026/05/photo.jpg'));
    }

    public function testWhatIsNoAttachmentIsSaidSo(): void
    {
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('no longer in the Media Library');
        Attachment::load((int) wp_insert_post(['post_title' => 'x']));
    }

    public function testUploadsWithoutFolders(): void
    {
        $attachment = Attachment::load($this->attachment('photo.jpg'));
        self::assertSame(['', 'x.jpg', Attachment::uploads() . '/x.jpg'], [$attachment->folder(), $attachment->relative('x.jpg'),
            $attachment->absolute('x.jpg')]);
    }

    public function testBytesAndOriginalsAreThoseOfFilesThatExist(): void
    {
        $upload = wp_upload_bits('photo.jpg', null, str_repeat('x', 100));
        $file = ltrim(substr($upload['file'], strlen(Attachment::uploads())), '/');
        file_put_contents(dirname($upload['file']) . '/photo-1x1.jpg', str_repeat('x', 10));
        file_put_contents(dirname($upload['file']) . '/photo-big.jpg', str_repeat('x', 1000));
        $meta = ['sizes' => ['a' => ['file' => 'photo-1x1.jpg'], 'b' => ['file' => 'photo-1x1.jpg'], 'c' => ['file' => 'gone.jpg']],
            'original_image' => 'photo-big.jpg'];
        $attachment = Attachment::load($this->attachment($file, $meta));
        self::assertSame(['full', 'a', 'b', 'original'], array_keys($attachment->existing()));
        self::assertSame(110, $attachment->servedBytes(), 'each file once, and not the upload that is kept');
        self::assertStringEndsWith('/photo-big.jpg', $attachment->originalPath());
        unlink(dirname($upload['file']) . '/photo-big.jpg');
        self::assertSame($upload['file'], $attachment->originalPath());
        unlink($upload['file']);
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('missing on this server');
        $attachment->originalPath();
    }

    // The disk.

    public function testAFileIsThereAsAWholeOrNotAtAll(): void
    {
        $path = "{$this->folder}/a.txt";
        Disk::write($path, 'first');
        Disk::write($path, '');
        self::assertStringEqualsFile($path, '');
        Disk::write($path, 'second');
        self::assertSame(['a.txt'], array_values(array_diff((array) scandir($this->folder), ['.', '..'])), 'nothing else is left');
        self::assertSame(hash('sha256', 'second'), Disk::sha256($path));
        Disk::remove($path);
        Disk::remove($path);
        self::assertFileDoesNotExist($path);
    }

    /** @return iterable<string, array{callable(string): mixed}> what is tried in a folder that is missing */
    public static function writes(): iterable
    {
        yield 'writing' => [static fn (string $folder): mixed => Disk::write("{$folder}/gone/a.txt", 'x')];
        yield 'copying' => [static fn (string $folder): mixed => Disk::copyVerified(__FILE__, "{$folder}/gone/a.txt", 'x')];
        yield 'moving' => [static fn (string $folder): mixed => Disk::publish(self::made("{$folder}/a"), "{$folder}/gone/a.txt", true)];
        yield 'moving to a name that must be free' => [static fn (string $folder): mixed
            => Disk::publish(self::made("{$folder}/a"), "{$folder}/gone/a.txt", false)];
    }

    private static function made(string $path): string
    {
        file_put_contents($path, 'x');
        return $path;
    }

    /** @dataProvider writes */
    public function testAMissingFolderIsNamedWithoutItsPath(callable $write): void
    {
        $reporting = error_reporting(E_ALL & ~E_WARNING);
        try {
            $write($this->folder);
            self::fail('it was written');
        } catch (ChangeError $error) {
            self::assertStringContainsString('The folder gone is missing', $error->getMessage());
            self::assertStringNotContainsString($this->folder, $error->getMessage());
        } finally {
            error_reporting($reporting);
        }
    }

    public function testAFileThatCannotBeReadIsNamed(): void
    {
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('gone.jpg');
        Disk::sha256("{$this->folder}/gone.jpg");
    }

    public function testACopyThatDiffersIsThrownAway(): void
    {
        $from = self::made("{$this->folder}/from");
        $to = self::made("{$this->folder}/to");
        file_put_contents($to, 'before');
        try {
            Disk::copyVerified($from, $to, hash('sha256', 'other bytes'));
            self::fail('it was taken');
        } catch (ChangeError $error) {
            self::assertStringContainsString('differs', $error->getMessage());
        }
        self::assertStringEqualsFile($to, 'before');
        self::assertCount(2, glob("{$this->folder}/*") ?: []);
        Disk::copyVerified($from, $to, hash('sha256', 'x'));
        self::assertFileEquals($from, $to);
    }

    public function testANameIsClaimedOnce(): void
    {
        $to = "{$this->folder}/photo.webp";
        Disk::publish(self::made("{$this->folder}/a"), $to, false);
        self::assertStringEqualsFile($to, 'x');
        self::assertFileDoesNotExist("{$this->folder}/a");
        try {
            Disk::publish(self::made("{$this->folder}/b"), $to, false);
            self::fail('it took a name of somebody else');
        } catch (ChangeError $error) {
            self::assertStringContainsString('photo.webp is taken', $error->getMessage());
            self::assertFileExists("{$this->folder}/b");
        }
        Disk::publish("{$this->folder}/b", $to, true);
        file_put_contents($to, '');
        Disk::publish(self::made("{$this->folder}/c"), $to, false);
        self::assertStringEqualsFile($to, 'x', 'an empty file is the claim of a run that was killed');
    }

    public function testAPublishedFileCanBeReadAsItsFolderCan(): void
    {
        chmod($this->folder, 0755);
        $from = self::made("{$this->folder}/a");
        chmod($from, 0600);
        Disk::publish($from, "{$this->folder}/b", false);
        self::assertSame('0644', substr(sprintf('%o', fileperms("{$this->folder}/b")), -4));
    }

    public function testAPrivateFolderRefusesVisitorsAndGoesWhenItIsEmpty(): void
    {
        $private = "{$this->folder}/private";
        Disk::makePrivateFolder($private);
        file_put_contents("{$private}/.htaccess", "Deny from all\n");
        Disk::makePrivateFolder($private);
        self::assertStringEqualsFile("{$private}/.htaccess", "Deny from all\n", 'what somebody wrote there stays');
        self::assertStringEqualsFile("{$private}/index.php", "<?php // Silence.\n");
        self::made("{$private}/backup.jpg");
        Disk::removePrivateFolder($private);
        self::assertFileExists("{$private}/backup.jpg");
        self::assertFileExists("{$private}/.htaccess");
        unlink("{$private}/backup.jpg");
        Disk::removePrivateFolder($private);
        Disk::removePrivateFolder($private);
        self::assertDirectoryDoesNotExist($private);
    }

    // What was downloaded.

    /** @return iterable<string, array{array<string, mixed>, string}> what differs from a PNG of 30 × 20, what is said */
    public static function staged(): iterable
    {
        yield 'as announced' => [[], ''];
        yield 'a byte more' => [['bytes' => 1], 'not complete'];
        yield 'other bytes' => [['sha256' => 'aa'], 'not complete'];
        yield 'not there' => [['path' => '/nowhere.png'], 'not complete'];
        yield 'another width' => [['width' => 31], 'not the image'];
        yield 'another type' => [['mime' => 'image/webp', 'extension' => 'webp'], 'not the image'];
        yield 'another extension' => [['extension' => 'jpg'], 'extension .jpg does not fit'];
        yield 'a script’s extension' => [['extension' => 'php'], 'extension .php does not fit'];
    }

    /**
     * @dataProvider staged
     * @param array<string, mixed> $changes
     */
    public function testADownloadIsProvedBeforeItIsUsed(array $changes, string $why): void
    {
        $path = "{$this->folder}/a.png";
        imagepng(imagecreatetruecolor(30, 20), $path);
        $file = new NewFile(...$changes + ['name' => 'full', 'path' => $path, 'sha256' => (string) hash_file('sha256', $path),
            'bytes' => (int) filesize($path), 'width' => 30, 'height' => 20, 'mime' => 'image/png', 'extension' => 'png']);
        $why === '' || $this->expectExceptionMessage($why);
        Staging::verify($file);
        self::assertSame('', $why);
    }

    public function testWhatWasNeverUsedIsRemovedAfterAFewDays(): void
    {
        $folder = Staging::dir();
        $old = self::made("{$folder}/old.webp");
        touch($old, time() - 4 * DAY_IN_SECONDS);
        touch("{$folder}/index.php", time() - 40 * DAY_IN_SECONDS);
        $new = self::made("{$folder}/new.webp");
        Staging::clean();
        self::assertFileDoesNotExist($old);
        self::assertFileExists($new);
        self::assertFileExists("{$folder}/index.php");
    }
}
