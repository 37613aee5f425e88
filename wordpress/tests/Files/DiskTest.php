<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Files;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Tests\TestCase;
use PictureOptimizer\Tests\Process;

/** A file is there as a whole or not at all, whatever happens in between. */
final class DiskTest extends TestCase
{
    private string $folder;

    protected function setUp(): void
    {
        parent::setUp();
        $this->folder = get_temp_dir() . 'picopt-disk-' . bin2hex(random_bytes(4));
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        exec('rm -r ' . escapeshellarg($this->folder));
        parent::tearDown();
    }

    private function file(string $name, string $content): string
    {
        file_put_contents("{$this->folder}/{$name}", $content);
        return "{$this->folder}/{$name}";
    }

    /** @return array<string, string> content by name */
    private function content(): array
    {
        $content = [];
        foreach (array_diff(scandir($this->folder) ?: [], ['.', '..']) as $name) {
            $path = "{$this->folder}/{$name}";
            $content[$name] = is_dir($path) ? 'a folder' : (string) file_get_contents($path);
        }
        return $content;
    }

    private static function refusal(callable $work): string
    {
        try {
            $work();
        } catch (ChangeError $error) {
            return $error->getMessage();
        }
        self::fail('nothing was refused');
    }

    /** @return iterable<string, array{string}> what files may hold */
    public static function contents(): iterable
    {
        yield 'nothing' => [''];
        yield 'text' => ["a\nb\r\nc"];
        yield 'every byte' => [implode('', array_map(chr(...), range(0, 255)))];
        yield 'more than a buffer' => [str_repeat('0123456789abcdef', 20_000)];
    }

    /** @dataProvider contents */
    public function testWhatIsWrittenCopiedAndPublishedIsTheSame(string $content): void
    {
        $sha256 = hash('sha256', $content);
        Disk::write("{$this->folder}/a", $content);
        self::assertSame($sha256, Disk::sha256("{$this->folder}/a"));
        Disk::copyVerified("{$this->folder}/a", "{$this->folder}/b", $sha256);
        Disk::publish("{$this->folder}/b", "{$this->folder}/c", false);
        self::assertSame(['a' => $content, 'c' => $content], $this->content());
    }

    public function testWhatWasThereIsWrittenOver(): void
    {
        $path = $this->file('a', 'old and long');
        Disk::write($path, 'new');
        self::assertSame(['a' => 'new'], $this->content());
        $other = $this->file('b', 'other');
        Disk::copyVerified($other, $path, hash('sha256', 'other'));
        self::assertSame(['a' => 'other', 'b' => 'other'], $this->content());
        Disk::publish($other, $path, true);
        self::assertSame(['a' => 'other'], $this->content());
    }

    public function testWhatAKilledRunLeftIsWrittenOver(): void
    {
        $this->file('a.picopt-part', 'half a fi');
        Disk::write("{$this->folder}/a", 'whole');
        self::assertSame(['a' => 'whole'], $this->content());
        $this->file('b.picopt-part', 'half a fi');
        Disk::copyVerified("{$this->folder}/a", "{$this->folder}/b", hash('sha256', 'whole'));
        self::assertSame(['a' => 'whole', 'b' => 'whole'], $this->content());
    }

    public function testACopyThatDiffersNeverGetsItsName(): void
    {
        $from = $this->file('photo.jpg', 'bytes');
        $to = $this->file('kept.jpg', 'good');
        $said = self::refusal(static fn () => Disk::copyVerified($from, $to, hash('sha256', 'other bytes')));
        self::assertSame('The copy of photo.jpg differs from the file. The disk may be full.', $said);
        self::assertSame(['kept.jpg' => 'good', 'photo.jpg' => 'bytes'], $this->content());
    }

    /** @return iterable<string, array{string, bool, bool}> what has the name, whether it may be replaced, whether it is published */
    public static function names(): iterable
    {
        yield 'a file of somebody' => ['theirs', false, false];
        yield 'a file of ours' => ['theirs', true, true];
        yield 'a claim of a killed run' => ['', false, true];
    }

    /** @dataProvider names */
    public function testANameThatIsTakenStays(string $content, bool $replace, bool $published): void
    {
        $from = $this->file('new.part', 'new');
        $to = $this->file('photo.webp', $content);
        if (!$published) {
            $said = self::refusal(static fn () => Disk::publish($from, $to, $replace));
            self::assertSame('The name photo.webp is taken by another file.', $said);
            self::assertSame(['new.part' => 'new', 'photo.webp' => $content], $this->content());
            return;
        }
        Disk::publish($from, $to, $replace);
        self::assertSame(['photo.webp' => 'new'], $this->content());
    }

    public function testAFolderOfThatNameIsNoFreeName(): void
    {
        $from = $this->file('new.part', 'new');
        mkdir("{$this->folder}/photo.webp");
        foreach ([false, true] as $replace) {
            self::assertNotSame('', self::refusal(fn () => Disk::publish($from, "{$this->folder}/photo.webp", $replace)));
        }
        self::assertSame(['new.part' => 'new', 'photo.webp' => 'a folder'], $this->content());
    }

    public function testADeadLinkOfThatNameIsNoFreeName(): void
    {
        $from = $this->file('new.part', 'new');
        symlink('/nowhere/at/all.webp', "{$this->folder}/photo.webp");
        self::assertStringContainsString('taken', self::refusal(
            fn () => Disk::publish($from, "{$this->folder}/photo.webp", false)
        ));
        self::assertSame('new', file_get_contents($from));
    }

    public function testAPublishedFileMayBeReadAsItsFolderSays(): void
    {
        foreach ([0755 => 0644, 0775 => 0664, 0777 => 0666] as $ofFolder => $ofFile) {
            chmod($this->folder, $ofFolder);
            clearstatcache();
            $from = $this->file('new.part', 'new');
            chmod($from, 0600);
            Disk::publish($from, "{$this->folder}/photo.webp", true);
            self::assertSame(decoct($ofFile), decoct(fileperms("{$this->folder}/photo.webp") & 0777));
        }
    }

    public function testTheLastMomentIsToldBeforeANameChanges(): void
    {
        $seen = [];
        add_action('picture_optimizer_before_rename', function (string $to) use (&$seen): void {
            $seen[] = [basename($to), is_file($to) ? file_get_contents($to) : null];
        });
        $from = $this->file('a', 'new');
        Disk::copyVerified($from, "{$this->folder}/b", hash('sha256', 'new'));
        Disk::publish($from, "{$this->folder}/c", false);
        self::assertSame([['b', null], ['c', '']], $seen, 'a free name is claimed with an empty file');
    }

    /** @return iterable<string, array{callable(string): void, string}> work on a folder, and what is said */
    public static function impossible(): iterable
    {
        yield 'writing to no folder' => [static fn (string $dir) => Disk::write("{$dir}/no/a", 'x'), 'The folder no is missing.'];
        yield 'copying to no folder' => [static fn (string $dir) => Disk::copyVerified("{$dir}/is", "{$dir}/no/a", ''),
            'The folder no is missing.'];
        yield 'copying no file' => [static fn (string $dir) => Disk::copyVerified("{$dir}/not", "{$dir}/a", ''), 'write to'];
        yield 'publishing no file' => [static fn (string $dir) => Disk::publish("{$dir}/not", "{$dir}/a", true), 'write to'];
        yield 'a hash of nothing' => [static fn (string $dir) => Disk::sha256("{$dir}/not"), 'The file not is gone.'];
        yield 'a hash of a folder' => [static fn (string $dir) => Disk::sha256($dir), 'can’t be read'];
        yield 'a folder below a file' => [static fn (string $dir) => Disk::makePrivateFolder("{$dir}/is/private"), 'is missing'];
    }

    /**
     * @dataProvider impossible
     * @param callable(string): void $work
     */
    public function testWhatCannotBeDoneIsSaidAndLeavesNothing(callable $work, string $words): void
    {
        $this->file('is', 'here');
        self::assertStringContainsString($words, self::refusal(fn () => $work($this->folder)));
        self::assertSame(['is' => 'here'], $this->content());
    }

    /** Hosts switch functions off, and PHP takes those for undefined. */
    public function testAReasonIsGivenWhereTheFreeSpaceCannotBeAskedFor(): void
    {
        $code = 'try { PictureOptimizer\Files\Disk::write("/no/such/folder/a", "x"); }
            catch (PictureOptimizer\ChangeError $error) { echo $error->getMessage(); }';
        $said = (new Process($code, ['disable_functions=disk_free_space,set_time_limit,ignore_user_abort']))->output();
        self::assertStringContainsString('is missing', $said);
    }

    public function testAPrivateFolderIsClosedAndGoesWhenItIsEmpty(): void
    {
        $private = "{$this->folder}/a/b";
        Disk::makePrivateFolder($private);
        self::assertSame(0700, fileperms($private) & 0777);
        self::assertSame("Require all denied\n", file_get_contents("{$private}/.htaccess"));
        self::assertFileExists("{$private}/index.php");

        file_put_contents("{$private}/.htaccess", 'Deny from all');
        Disk::makePrivateFolder($private);
        self::assertSame('Deny from all', file_get_contents("{$private}/.htaccess"), 'what somebody wrote there stays');

        file_put_contents("{$private}/photo.jpg", 'x');
        Disk::removePrivateFolder($private);
        self::assertFileExists("{$private}/.htaccess", 'a folder that holds something stays closed');
        unlink("{$private}/photo.jpg");
        Disk::removePrivateFolder($private);
        self::assertDirectoryDoesNotExist($private);
        Disk::removePrivateFolder($private);
        self::assertDirectoryExists(dirname($private));
    }

    public function testRemovingIsForFilesThatAreThere(): void
    {
        $path = $this->file('a', 'x');
        Disk::remove($path);
        Disk::remove($path);
        Disk::remove($this->folder);
        self::assertSame([], $this->content());
    }

    public function testAFileOnAnotherDiskIsReplacedAtOnce(): void
    {
        $other = '/dev/shm/picopt-disk-' . bin2hex(random_bytes(4));
        self::assertTrue(mkdir($other), 'a file system of its own on every Linux');
        try {
            self::assertNotSame(stat($this->folder)['dev'], stat($other)['dev']);
            file_put_contents("{$other}/photo.jpg", 'of before');
            $reader = fopen("{$other}/photo.jpg", 'r');
            Disk::publish($this->file('made', 'of today'), "{$other}/photo.jpg", true);
            self::assertSame('of before', stream_get_contents($reader), 'who has opened it reads it to its end');
            self::assertSame('of today', file_get_contents("{$other}/photo.jpg"));
            self::assertSame([['.', '..', 'photo.jpg'], []], [scandir($other), $this->content()]);
            fclose($reader);
        } finally {
            exec('rm -r ' . escapeshellarg($other));
        }
    }

    /** A plugin keeps uploads in a bucket since images were optimized: their originals go there. */
    public function testWhatIsBehindAStreamWrapperIsRestoredThere(): void
    {
        $original = $this->file('kept', 'the original');
        OtherStorage::$folder = $this->folder;
        stream_wrapper_register(OtherStorage::SCHEME, OtherStorage::class);
        try {
            Disk::restore($original, OtherStorage::SCHEME . '://bucket/photo.jpg', hash('sha256', 'the original'));
        } finally {
            stream_wrapper_unregister(OtherStorage::SCHEME);
        }
        self::assertSame(['kept' => 'the original', 'photo.jpg' => 'the original'], $this->content());
    }

    /** Two volumes of a container can lie on one disk, whose number says nothing then. */
    public function testAFileOnAnotherVolumeOfTheDiskIsReplacedAtOnce(): void
    {
        $to = $this->file('photo.jpg', 'of before');
        $from = $this->file('made', 'of today');
        $volumes = <<<'PHP'
            eval('namespace PictureOptimizer\Files;
                function link(): bool { return false; }
                function rename(string $from, string $to): bool {
                    return str_ends_with($from, ".picopt-part") ? \rename($from, $to) : copy($from, $to) && unlink($from);
                }');
            PHP;
        $publish = sprintf('PictureOptimizer\Files\Disk::publish(%s, %s, true);', var_export($from, true), var_export($to, true));
        $reader = fopen($to, 'r');
        self::assertSame('', (new Process("{$volumes} {$publish}"))->output());
        self::assertSame('of before', stream_get_contents($reader), 'who has opened it reads it to its end');
        fclose($reader);
        self::assertSame(['photo.jpg' => 'of today'], $this->content());
    }
}
