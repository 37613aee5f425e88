<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\References\SiteFiles;
use PictureOptimizer\Tests\TestCase;

/**
 * Which files beside the database are looked into: what pages load, and not whatever lies on the disk.
 *
 * @group acceptance-B11
 */
final class SiteFilesTest extends TestCase
{
    private string $theme;
    private string $made;

    protected function setUp(): void
    {
        parent::setUp();
        $this->theme = wp_normalize_path((string) realpath(get_temp_dir())) . '/picopt-theme-' . bin2hex(random_bytes(6));
        $this->made = Attachment::uploads() . '/picopt-made';
        foreach (['stylesheet_directory', 'template_directory'] as $filter) {
            add_filter($filter, fn (): string => $this->theme);
        }
    }

    protected function tearDown(): void
    {
        array_map(Disk::removeFolder(...), [$this->theme, $this->made]);
        parent::tearDown();
    }

    private function write(string $path, string $text = 'x'): void
    {
        wp_mkdir_p(dirname($path));
        file_put_contents($path, $text);
    }

    /** @return array<string, bool> of a folder: path below it, and whether it is the theme's */
    private function listed(string $folder): array
    {
        $found = [];
        foreach ((new SiteFiles())->all() as $path => $isTheme) {
            if (str_starts_with($path, "{$folder}/")) {
                $found[substr($path, strlen($folder) + 1)] = $isTheme;
            }
        }
        return $found;
    }

    /** @return iterable<string, array{string, bool, bool}> a path, whether it is read in a theme, and in uploads */
    public static function paths(): iterable
    {
        foreach (['css', 'js', 'svg', 'html', 'htm', 'json', 'xml', 'webmanifest'] as $type) {
            yield $type => ["a.{$type}", true, true];
        }
        yield 'php' => ['a.php', true, false];
        foreach (['txt', 'jpg', 'map', 'csss', 'log'] as $type) {
            yield $type => ["a.{$type}", false, false];
        }
        yield 'in capitals' => ['A.CSS', true, true];
        yield 'no type' => ['css', false, false];
        yield 'a folder' => ['parts/a.css', true, true];
        yield 'a folder of a year' => ['2026/a.css', false, false];
        yield 'of another century' => ['1999/a.css', false, false];
        yield 'a number that is no year' => ['20261/a.css', true, true];
        yield 'a number of another time' => ['1899/a.css', true, true];
        yield 'of other sites' => ['sites/a.css', false, false];
        yield 'a name that begins alike' => ['sites-of-ours/a.css', true, true];
        yield 'what builds it' => ['node_modules/a.js', false, false];
        yield 'libraries' => ['vendor/a.js', false, false];
        yield 'hidden' => ['.git/a.js', false, false];
        yield 'ours' => ['picture-optimizer-backups-x/a.css', false, false];
        yield 'seven deep' => ['a/b/c/d/e/f/a.css', true, true];
        yield 'very deep' => ['a/b/c/d/e/f/g/h/a.css', false, false];
    }

    /** @dataProvider paths */
    public function testWhatPagesLoadIsRead(string $path, bool $inTheme, bool $inUploads): void
    {
        $this->write("{$this->theme}/{$path}");
        $this->write("{$this->made}/{$path}");
        self::assertSame($inTheme ? [$path => true] : [], $this->listed($this->theme));
        self::assertSame($inUploads ? [$path => false] : [], $this->listed($this->made));
    }

    public function testTheWebRootIsReadAndNotTheFoldersInIt(): void
    {
        $folder = ABSPATH . 'picopt-of-others';
        $this->write("{$folder}/a.json");
        $this->write(ABSPATH . 'picopt-manifest.json');
        try {
            $all = array_map(wp_normalize_path(...), array_keys(iterator_to_array((new SiteFiles())->all())));
        } finally {
            unlink(ABSPATH . 'picopt-manifest.json');
            Disk::removeFolder($folder);
        }
        $names = preg_grep('~/picopt-(?:manifest|of-others)~', $all);
        self::assertSame(['picopt-manifest.json'], array_map(basename(...), array_values($names)));
    }

    public function testSevenFoldersDeepIsDeepEnough(): void
    {
        $this->write("{$this->theme}/1/2/3/4/5/6/7/a.css");
        $this->write("{$this->theme}/1/2/3/4/5/6/7/8/b.css");
        self::assertSame(['1/2/3/4/5/6/7/a.css' => true], $this->listed($this->theme));
    }

    public function testALinkedFolderIsNotFollowed(): void
    {
        $this->write("{$this->theme}/parts/a.css");
        symlink("{$this->theme}/parts", "{$this->theme}/around");
        self::assertSame(['parts/a.css' => true], $this->listed($this->theme));
        unlink("{$this->theme}/around");
    }

    public function testOfVeryManyFilesTheFirstAreRead(): void
    {
        wp_mkdir_p($this->made);
        foreach (range(1, 5010) as $number) {
            touch(sprintf('%s/%05d.css', $this->made, $number));
        }
        self::assertCount(5000, iterator_to_array((new SiteFiles())->all()));
    }

    /** @return iterable<string, array{int, bool}> length of a file, whether it is read */
    public static function lengths(): iterable
    {
        yield 'nothing' => [0, true];
        yield 'as long as it may be' => [2 * MB_IN_BYTES, true];
        yield 'longer' => [2 * MB_IN_BYTES + 1, false];
    }

    /** @dataProvider lengths */
    public function testAFileIsReadWhileItCanBeOneOfThese(int $bytes, bool $isRead): void
    {
        $this->write("{$this->made}/a.css", str_repeat('x', $bytes));
        self::assertSame($isRead ? $bytes : 0, strlen((new SiteFiles())->read("{$this->made}/a.css")));
        self::assertSame('', (new SiteFiles())->read("{$this->made}/gone.css"));
    }

    public function testAPathIsShownAsPeopleKnowIt(): void
    {
        self::assertSame('wp-content/themes/x/style.css', SiteFiles::shown(ABSPATH . 'wp-content/themes/x/style.css'));
        self::assertSame('/elsewhere/style.css', SiteFiles::shown('/elsewhere/style.css'));
    }
}
