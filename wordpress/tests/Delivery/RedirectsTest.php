<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\OldUrls;
use PictureOptimizer\Delivery\Redirects;
use PictureOptimizer\Delivery\ReservedNames;
use PictureOptimizer\Delivery\ServerRules;
use PictureOptimizer\Delivery\TodaysNames;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Tests\TestCase;

/**
 * Old names as rows of a table: where each leads today, for whom it is kept, and what is no name of ours.
 *
 * @group acceptance-B6
 */
final class RedirectsTest extends TestCase
{
    private Redirects $redirects;

    protected function setUp(): void
    {
        parent::setUp();
        $this->redirects = $this->plugin->redirects();
        $this->plugin->db()->query("DELETE FROM {$this->plugin->db()->prefix}picopt_redirects");
    }

    /** @param array<mixed>|string $meta */
    private function image(string $file, array|string $meta = []): int
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/webp', 'post_title' => 'x']);
        update_post_meta($id, '_wp_attached_file', $file);
        update_post_meta($id, '_wp_attachment_metadata', $meta);
        return $id;
    }

    /** @return iterable<string, array{string, string, array<mixed>|string, string|null}> size, file, metadata, where it leads */
    public static function sizes(): iterable
    {
        $file = '2026/05/bike.webp';
        $meta = ['sizes' => ['medium' => ['file' => 'bike-300x200.webp']], 'original_image' => 'bike-original.webp'];
        yield 'the full one' => ['full', $file, $meta, '2026/05/bike.webp'];
        yield 'a size' => ['medium', $file, $meta, '2026/05/bike-300x200.webp'];
        yield 'a size that is not made any more' => ['large', $file, $meta, '2026/05/bike.webp'];
        yield 'the upload beside a scaled one' => ['original', $file, $meta, '2026/05/bike-original.webp'];
        yield 'the upload where nothing was scaled' => ['original', $file, [], '2026/05/bike.webp'];
        yield 'uploads without folders' => ['medium', 'bike.webp', $meta, 'bike-300x200.webp'];
        yield 'no metadata' => ['medium', $file, '', '2026/05/bike.webp'];
        yield 'metadata that is a text' => ['original', $file, 'broken', '2026/05/bike.webp'];
        yield 'sizes that are a text' => ['medium', $file, ['sizes' => 'none'], '2026/05/bike.webp'];
        yield 'a size that is a text' => ['medium', $file, ['sizes' => ['medium' => 'x.webp']], '2026/05/bike.webp'];
        yield 'a file that is a list' => ['medium', $file, ['sizes' => ['medium' => ['file' => ['x']]]], '2026/05/bike.webp'];
        yield 'an upload that is a list' => ['original', $file, ['original_image' => ['x']], '2026/05/bike.webp'];
        yield 'an image without a file' => ['full', '', [], null];
    }

    /**
     * @dataProvider sizes
     * @param array<mixed>|string $meta
     */
    public function testAnOldNameLeadsToTheFileOfItsSize(string $size, string $file, array|string $meta, ?string $expected): void
    {
        $id = $this->image($file, $meta);
        $this->redirects->add('2024/01/photo.jpg', $id, $size);
        $found = $expected === null ? [] : ['2024/01/photo.jpg' => ['attachment' => $id, 'path' => $expected]];
        self::assertSame($found, $this->redirects->resolve(['2024/01/photo.jpg', '2024/01/other.jpg']));
        $all = iterator_to_array($this->redirects->all(), false);
        self::assertSame($expected === null ? [] : [['path' => '2024/01/photo.jpg', 'target' => $expected]], $all);
    }

    public function testANameBelongsToWhoeverHadItLast(): void
    {
        $first = $this->image('2026/05/a.webp');
        $second = $this->image('2026/05/b.webp');
        $this->redirects->add('2026/05/photo.jpg', $first, 'full');
        $this->redirects->add('2026/05/photo.jpg', $second, 'full');
        self::assertSame($second, $this->redirects->resolve(['2026/05/photo.jpg'])['2026/05/photo.jpg']['attachment']);
        $this->redirects->forgetPicture($second);
        self::assertSame([], $this->redirects->resolve(['2026/05/photo.jpg']));
        self::assertSame([], $this->redirects->resolve([]));
    }

    public function testANameIsKeptForItsImageWhateverItsCase(): void
    {
        $id = $this->image('2026/05/bike.webp');
        $this->redirects->add('2026/05/Café.JPG', $id, 'full');
        foreach (['2026/05/Café.JPG', '2026/05/café.jpg', '2026/05/CAFÉ.jpg'] as $name) {
            self::assertTrue($this->redirects->isReserved([$name], 0), $name);
            self::assertFalse($this->redirects->isReserved([$name], $id), 'its own image may have it again');
        }
        self::assertFalse($this->redirects->isReserved(['2026/06/Café.JPG', '2026/05/cafe.jpg'], 0));
        self::assertFalse($this->redirects->isReserved([], 0));
        self::assertTrue($this->redirects->isReserved(['x' => '2026/05/free.jpg', 'y' => '2026/05/café.jpg'], 0), 'one of several');
    }

    public function testRequestsAreCounted(): void
    {
        $id = $this->image('2026/05/bike.webp');
        $this->redirects->add('a.jpg', $id, 'full');
        $this->redirects->add('b.jpg', $id + 1, 'full');
        self::assertSame(0, $this->redirects->hits());
        $this->redirects->countHit('a.jpg');
        $this->redirects->countHit('a.jpg');
        $this->redirects->countHit('b.jpg');
        $this->redirects->countHit('never.jpg');
        self::assertSame([3, 2, 1, 0], [$this->redirects->hits(), $this->redirects->hits($id), $this->redirects->hits($id + 1),
            $this->redirects->hits(1)]);
    }

    public function testManyNamesAreListedInPortions(): void
    {
        $id = $this->image('bike.webp');
        for ($number = 0; $number < 501; $number++) {
            $this->redirects->add("old-{$number}.jpg", $id, 'full');
        }
        $this->redirects->add('bike.webp', $id, 'full');
        $paths = array_column(iterator_to_array($this->redirects->all(), false), 'path');
        self::assertCount(501, array_unique($paths));
        self::assertNotContains('bike.webp', $paths, 'that is its name');
    }

    // Requests.

    /** @return iterable<string, array{string, string|null}> what is asked for behind the folder of uploads, path below it */
    public static function requests(): iterable
    {
        yield 'a file' => ['/2026/05/photo.jpg', '2026/05/photo.jpg'];
        yield 'encoded' => ['/2026/05/caf%C3%A9%20%281%29.jpg', '2026/05/café (1).jpg'];
        yield 'encoded twice' => ['/2026/05/100%2525.jpg', '2026/05/100%25.jpg'];
        yield 'with more slashes than it needs' => ['//2026///05/photo.jpg', '2026/05/photo.jpg'];
        yield 'the folder itself' => ['/', ''];
        yield 'a folder that begins alike' => ['-old/photo.jpg', null];
        yield 'only the name of the folder' => ['', null];
    }

    /** @dataProvider requests */
    public function testWhatIsAskedForBelowUploads(string $behind, ?string $path): void
    {
        $base = (string) wp_parse_url(wp_get_upload_dir()['baseurl'], PHP_URL_PATH);
        $urls = new OldUrls($this->redirects);
        self::assertSame($path === null ? null : [1, $path], $urls->locate($base . $behind));
        self::assertNull($urls->locate("/elsewhere{$base}{$behind}"));
        self::assertNull($urls->locate('/2026/05/photo.jpg'));
    }

    public function testATargetIsAnEncodedUrlAndNeverTheSameName(): void
    {
        $id = $this->image('2026/05/röd cykel.webp');
        $this->redirects->add('2026/05/photo.jpg', $id, 'full');
        $this->redirects->add('2026/05/röd cykel.webp', $id, 'full');
        $urls = new OldUrls($this->redirects);
        self::assertSame(wp_get_upload_dir()['baseurl'] . '/2026/05/r%C3%B6d%20cykel.webp', $urls->target('2026/05/photo.jpg'));
        self::assertNull($urls->target('2026/05/röd cykel.webp'));
        self::assertNull($urls->target(''));
        self::assertNull($urls->target("2026/05/photo.jpg' OR 1=1 -- "));
    }

    public function testAPageOfTheSiteCostsNoQuery(): void
    {
        $before = $this->plugin->db()->num_queries;
        foreach (['/', '/a-page/', '/wp-json/wp/v2/posts?x=/wp-content/uploads/a.jpg', ''] as $request) {
            $_SERVER['REQUEST_URI'] = $request;
            (new OldUrls($this->redirects))->redirect();
        }
        $_SERVER['REQUEST_URI'] = '/';
        self::assertSame($before, $this->plugin->db()->num_queries);
    }

    // Today's names.

    public function testFormerNamesAreLookedUpOnce(): void
    {
        $id = $this->image('2026/05/bike.webp');
        $this->redirects->add('2026/05/photo.jpg', $id, 'full');
        $names = new TodaysNames($this->plugin->db(), $this->redirects);
        $target = $names->find('2026/05/photo.jpg');
        self::assertSame([$id, 'bike.webp'], [$target?->attachmentId, $target?->fileName]);
        $before = $this->plugin->db()->num_queries;
        self::assertSame($target, $names->find('2026/05/photo.jpg'));
        self::assertSame($before, $this->plugin->db()->num_queries);
    }

    public function testNamesThatLeadNowhereElse(): void
    {
        $moved = $this->image('2027/01/bike.webp');
        $same = $this->image('2026/05/car.jpg');
        $this->redirects->add('2026/05/moved.jpg', $moved, 'full');
        $this->redirects->add('2026/05/car.jpg', $same, 'full');
        $again = $this->image('2026/05/again.webp');
        $this->redirects->add('2026/05/photo.jpg', $again, 'full');
        $this->image('2026/05/photo.jpg');
        $names = new TodaysNames($this->plugin->db(), $this->redirects);
        self::assertNull($names->find('2026/05/moved.jpg'), 'a name changes within its folder only');
        self::assertNull($names->find('2026/05/car.jpg'), 'the name of today');
        self::assertNull($names->find('2026/05/photo.jpg'), 'somebody brought a new image under the old name');
        self::assertNull($names->find('2026/05/never.jpg'));
    }

    // New uploads.

    /** @return iterable<string, array{string, string, string}> name, extension, name that is given */
    public static function uploads(): iterable
    {
        yield 'a former name' => ['photo.jpg', '.jpg', 'photo-2.jpg'];
        yield 'the same in another case' => ['PHOTO.JPG', '.JPG', 'PHOTO-2.JPG'];
        yield 'a free one' => ['other.jpg', '.jpg', 'other.jpg'];
        yield 'no extension' => ['bare', '', 'bare-1'];
        yield 'another extension' => ['photo.png', '.png', 'photo.png'];
    }

    /** @dataProvider uploads */
    public function testAnUploadGetsNoFormerNameOfAnImage(string $name, string $extension, string $expected): void
    {
        foreach (['2026/05/photo.jpg', '2026/05/photo-1.jpg', '2026/05/bare'] as $former) {
            $this->redirects->add($former, 7, 'full');
        }
        $names = new ReservedNames($this->redirects);
        $folder = Attachment::uploads() . '/2026/05';
        self::assertSame($expected, $names->avoid($name, $extension, $folder));
        self::assertSame($expected, $names->avoid($name, $extension, "{$folder}/"));
        self::assertSame($name, $names->avoid($name, $extension, '/tmp/2026/05'), 'another folder is nobody’s');
        self::assertSame($name, $names->avoid($name, $extension, Attachment::uploads() . '/2027/01'));
    }

    public function testAFileThatLiesThereIsNotOverwritten(): void
    {
        $upload = wp_upload_bits('taken-1.jpg', null, 'x');
        $folder = dirname($upload['file']);
        $relative = ltrim(substr($folder, strlen(Attachment::uploads())) . '/taken.jpg', '/');
        $this->redirects->add($relative, 7, 'full');
        self::assertSame('taken-2.jpg', (new ReservedNames($this->redirects))->avoid('taken.jpg', '.jpg', $folder));
    }

    // Rules for servers.

    /** @return iterable<string, array{string, string, string, bool}> old, new, how they are written, whether they are */
    public static function rules(): iterable
    {
        yield 'plain' => ['a.jpg', 'b.webp', '"%s/a.jpg" "%s/b.webp"', true];
        yield 'a space' => ['a b.jpg', 'c d.webp', '"%s/a b.jpg" "%s/c%%20d.webp"', true];
        yield 'a quote' => ['a"b.jpg', 'c.webp', '"%s/a\\"b.jpg" "%s/c.webp"', true];
        yield 'a backslash' => ['a\\b.jpg', 'c.webp', '"%s/a\\\\b.jpg" "%s/c.webp"', true];
        yield 'another script' => ['写真.jpg', 'é.webp', '"%s/写真.jpg" "%s/%%C3%%A9.webp"', true];
        yield 'a line break' => ["a\nb.jpg", 'c.webp', 'b.jpg', false];
        yield 'a brace' => ['a{1}.jpg', 'c.webp', '{1}', false];
        yield 'a variable' => ['a$uri.jpg', 'c.webp', '$uri', false];
    }

    /** @dataProvider rules */
    public function testRulesHoldNothingThatAServerCouldMisread(string $old, string $new, string $written, bool $is): void
    {
        $this->redirects->add($old, $this->image($new), 'full');
        $folder = (string) wp_parse_url(wp_get_upload_dir()['baseurl'], PHP_URL_PATH);
        $line = str_replace('%%', '%', str_replace('%s', $folder, $written));
        $rules = new ServerRules($this->redirects);
        [$from, $to] = explode('" "', "{$line}\" \"");
        if ($is) {
            self::assertStringContainsString("Redirect 301 {$line}\n", $rules->apache());
            $location = "location = {$from}\" { add_header Cache-Control max-age=3600; return 301 \"{$to}";
            self::assertStringContainsString($location, $rules->nginx());
        } else {
            self::assertStringNotContainsString($line, $rules->apache() . $rules->nginx());
        }
        self::assertStringStartsWith('# ', $rules->apache());
        self::assertStringEndsWith("</IfModule>\n", $rules->apache());
    }
}
