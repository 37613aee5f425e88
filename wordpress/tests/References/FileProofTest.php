<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\References\Place;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * Style sheets and templates name images as well, and stand in no table: what they name stays on the disk, and they are listed.
 *
 * @group acceptance-B11
 */
final class FileProofTest extends ReplaceTestCase
{
    private int $id;
    private string $file;
    private string $theme = '';

    /** @var list<string> */
    private array $folders = [];

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPicture('photo.jpg', 600, 400);
        $this->file = Attachment::load($this->id)->file;
        $this->theme = untrailingslashit(get_temp_dir()) . '/picopt-theme-' . bin2hex(random_bytes(6));
        foreach (['stylesheet_directory', 'template_directory'] as $filter) {
            add_filter($filter, fn (): string => $this->theme);
        }
    }

    protected function tearDown(): void
    {
        array_map(Disk::removeFolder(...), [$this->theme, ...$this->folders]);
        parent::tearDown();
    }

    /** @return iterable<string, array{string, string}> a file below uploads, and what it says of an image of a folder */
    public static function madeByPlugins(): iterable
    {
        yield 'Elementor, as seen from its folder' => ['elementor/css/post-12.css', '.a{background-image:url(../../%s)}'];
        yield 'a path that its folder makes wrong' => ['elementor/css/post-12.css', '.a{background-image:url(../%s)}'];
        yield 'Bricks, the whole address' => ['bricks/css/post-3.min.css', '.a{background:url("%BASE%/%s")}'];
        yield 'Oxygen, without a scheme' => ['oxygen/css/universal.css', ".a{background:url('%RELATIVE%/%s')}"];
        yield 'Beaver Builder’s script' => ['bb-plugin/cache/12-layout.js', '{"src":"%ESCAPED%\/%s"}'];
        yield 'a set of images' => ['generateblocks/style-3.css', '.a{background:image-set("%BASE%/%s" 1x,"%BASE%/%s" 2x)}'];
        yield 'a drawing' => ['drawings/map.svg', '<svg><image xlink:href="%BASE%/%s"/></svg>'];
        yield 'a map’s markers' => ['maps/1markers.xml', '<marker><pic>%BASE%/%s</pic><icon>{"url":"%ESCAPED%\/%s"}</icon></marker>'];
        yield 'data for a script' => ['animations/1.json', '{"assets":[{"u":"%ESCAPED%","p":"%s"}]}'];
        yield 'beside the folders of months' => ['custom.css', '.a{background:url(%s)}'];
    }

    /** @dataProvider madeByPlugins */
    public function testWhatAFileOfAPluginNamesStaysAndTheFileIsListed(string $path, string $text): void
    {
        $base = wp_get_upload_dir()['baseurl'];
        $text = strtr($text, ['%BASE%' => $base, '%RELATIVE%' => preg_replace('~^https?:~', '', $base),
            '%ESCAPED%' => str_replace('/', '\\/', $base), '%s' => $this->file]);
        $file = $this->write($path, $text);
        $medium = Attachment::load($this->id)->absolute(Attachment::load($this->id)->names()['medium']);

        $outcome = $this->applied($this->change($this->id, 'webp', 'Red bike'));

        self::assertStringEqualsFile($file, $text);
        self::assertFileExists(Attachment::uploads() . "/{$this->file}");
        self::assertFileDoesNotExist($medium, 'nobody names the others');
        [$place] = $this->plugin->originals()->leftovers($this->id);
        self::assertSame(["wp-content/uploads/{$path}", Place::FILE, ['photo.jpg']], [$place->table, $place->column, $place->names]);
        self::assertSame([$place->sentence()], $outcome->notes);
        self::assertStringContainsString("wp-content/uploads/{$path} still uses photo.jpg", $place->sentence());
        self::assertStringContainsString($place->sentence(), $this->plugin->checks()->slow()['leftovers']()->text);
        $this->reverted($this->id);
        self::assertSame([], $this->plugin->originals()->leftovers());
    }

    public function testAManifestInTheWebRootIsListed(): void
    {
        $file = ABSPATH . 'picopt-manifest.json';
        file_put_contents($file, wp_json_encode(['icons' => [['src' => $this->url($this->id), 'sizes' => '192x192']]]));
        try {
            [$note] = $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes;
        } finally {
            unlink($file);
        }
        self::assertStringContainsString('The file picopt-manifest.json still uses photo.jpg', $note);
        self::assertFileExists(Attachment::uploads() . "/{$this->file}");
        $this->reverted($this->id);
    }

    /** @return iterable<string, array{string, string}> */
    public static function ofOthers(): iterable
    {
        yield 'the same name of another folder' => ['elementor/css/post-12.css', '.a{background:url(../../1999/01/photo.jpg)}'];
        yield 'the same path on another host' => ['elementor/css/post-12.css', '.a{background:url(//else.example/wp-content/uploads/%s)}'];
        yield 'a longer name' => ['elementor/css/post-12.css', '.a{background:url(../../%s.webp)}'];
        yield 'an upload among uploads' => ['2001/05/export.css', '.a{background:url(../../%s)}'];
        yield 'a report for nobody’s page' => ['logs/import.txt', '%s'];
        yield 'a file that is too long to be one of these' => ['bricks/css/post-3.css', '%s%LONG%'];
    }

    /** @dataProvider ofOthers */
    public function testWhatMeansAnotherFileKeepsNothing(string $path, string $text): void
    {
        $this->write($path, strtr($text, ['%s' => $this->file, '%LONG%' => str_repeat("/* a */\n", 300_000)]));
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertFileDoesNotExist(Attachment::uploads() . "/{$this->file}");
        $this->reverted($this->id);
    }

    public function testATemplateOfTheThemeIsListedAndImagesOfItsOwnAreNot(): void
    {
        $files = [
            'parts/header.html' => "<img src=\"/wp-content/uploads/{$this->file}\">",
            'style.css' => '.a{background:url(images/photo.jpg)}',
            'inc/hero.php' => "<?php echo content_url('/uploads/{$this->file}');",
            'node_modules/x/a.js' => $this->file,
        ];
        foreach ($files as $name => $text) {
            wp_mkdir_p(dirname("{$this->theme}/{$name}"));
            file_put_contents("{$this->theme}/{$name}", $text);
        }
        $notes = $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes;
        self::assertCount(2, $notes);
        self::assertStringContainsString('inc/hero.php still uses photo.jpg', $notes[0]);
        self::assertStringContainsString('parts/header.html still uses photo.jpg', $notes[1]);
        self::assertStringContainsString('belongs to the theme', $notes[1]);
        self::assertFileExists(Attachment::uploads() . "/{$this->file}");
        $this->reverted($this->id);
    }

    /** Elementor makes it again as soon as somebody looks at the page, if its meta is gone: nothing is left there to be listed. */
    public function testElementorMakesItsStyleSheetsAgainByItself(): void
    {
        $page = $this->post('x');
        update_post_meta($page, '_elementor_css', ['status' => 'file']);
        $this->write("elementor/css/post-{$page}.css", ".a{background:url(../../{$this->file})}");
        do_action('elementor/loaded');
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertFalse(metadata_exists('post', $page, '_elementor_css'));
        self::assertFileDoesNotExist(Attachment::uploads() . "/{$this->file}");
        unset($GLOBALS['wp_actions']['elementor/loaded']);
        $this->reverted($this->id);
    }

    /** The same of GenerateBlocks, which keeps a list of posts. */
    public function testGenerateBlocksMakesItsStyleSheetsAgainByItself(): void
    {
        [$page, $other] = [$this->post('x'), $this->post('y')];
        update_option('generateblocks_dynamic_css_posts', [$page => true, $other => true]);
        $this->write("generateblocks/style-{$page}.css", ".a{background:url(../{$this->file})}");
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertSame([$other => true], get_option('generateblocks_dynamic_css_posts'));
        self::assertFileDoesNotExist(Attachment::uploads() . "/{$this->file}");
        $this->reverted($this->id);
    }

    /** And of Beaver Builder, which makes again what it does not find. */
    public function testBeaverBuilderMakesItsStyleSheetsAgainByItself(): void
    {
        require_once __DIR__ . '/beaver-builder.php';
        $page = $this->post('x');
        $this->write("bb-plugin/cache/{$page}-layout-draft-partial.css", ".a{background:url(../../{$this->file})}");
        \FLBuilderModel::$isOn = true;
        try {
            self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        } finally {
            \FLBuilderModel::$isOn = false;
        }
        self::assertFileDoesNotExist(Attachment::uploads() . "/{$this->file}");
        $this->reverted($this->id);
    }

    /** And of Essential Blocks; where that plugin is off, nobody would make the file again. */
    public function testEssentialBlocksMakesItsStyleSheetsAgainByItself(): void
    {
        $page = $this->post('x');
        $style = $this->write("eb-style/eb-style-{$page}.min.css", ".a{background:url(../{$this->file})}");
        self::assertCount(1, $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertFileExists($style);
        $this->reverted($this->id);
        class_alias(self::class, 'EssentialBlocks\\Modules\\StyleHandler');
        self::assertSame([], $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertFileDoesNotExist($style);
        $this->reverted($this->id);
    }

    public function testAStyleSheetOfAPostThatGenerateBlocksDoesNotKnowStays(): void
    {
        update_option('generateblocks_dynamic_css_posts', [12 => true]);
        $this->write('generateblocks/style_blog-2-13.css', ".a{background:url(../{$this->file})}");
        self::assertCount(1, $this->applied($this->change($this->id, 'webp', 'Red bike'))->notes);
        self::assertFileExists(Attachment::uploads() . "/{$this->file}");
        $this->reverted($this->id);
    }

    private function write(string $path, string $text): string
    {
        $file = Attachment::uploads() . "/{$path}";
        $top = Attachment::uploads() . '/' . explode('/', $path)[0];
        is_dir($top) || !str_contains($path, '/') || $this->folders[] = $top;
        wp_mkdir_p(dirname($file));
        file_put_contents($file, $text);
        return $file;
    }
}
