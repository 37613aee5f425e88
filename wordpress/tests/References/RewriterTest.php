<?php

declare(strict_types=1);

// phpcs:disable Generic.Files.LineLength -- fixtures stand here as sites store them, in one line.

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;

/**
 * photo.jpg becomes red-bike.webp, its sub-sizes too: everywhere, however it is written, and nothing else changes.
 *
 * @group acceptance-B1
 * @group acceptance-B9
 * @group acceptance-B10
 */
final class RewriterTest extends RewriterTestCase
{
    /**
     * @dataProvider texts
     * @dataProvider pathsAlone
     */
    public function testReplacesTheNameAndKeepsEveryOtherByte(string $text): void
    {
        // The fixture is written with the new names: the old ones are put in, and must come out again.
        $old = strtr($text, ['red-bike' => 'photo', '.webp' => '.jpg']);
        self::assertSame($text, $this->rewritten($old));
    }

    /** @return iterable<string, array{string}> */
    public static function texts(): iterable
    {
        $url = 'https://example.org/wp-content/uploads/2026/05/red-bike.webp';
        $small = 'https://example.org/wp-content/uploads/2026/05/red-bike-300x200.webp';
        $large = 'https://example.org/wp-content/uploads/2026/05/red-bike-1024x683.webp';
        yield 'img and srcset' => ["<img src=\"{$large}\" srcset=\"{$small} 300w, {$large} 1024w\" class=\"wp-image-7\">"];
        yield 'unquoted attribute' => ["<img src={$url} alt=x>"];
        yield 'style' => ["<div style=\"background:url({$url})\"></div>"];
        yield 'style with entity quotes' => ["<div style=\"background:url(&quot;{$url}&quot;)\"></div>"];
        yield 'query and fragment' => ["<a href='{$url}?ver=2#top'>"];
        yield 'end of a sentence' => ["See {$url}. Then {$small}, too."];
        yield 'end of a Unicode quote' => ["„{$url}“"];
        yield 'quotes that lost their backslash' => ["<!-- wp:x {\"label\":\"u003cimg src=u0022{$small}u0022 data-x=u0027{$url}u0027u003e\"} /-->"];
        yield 'shortcode' => ["[caption][img src={$url}][/caption]"];
        yield 'http' => ['http://example.org/wp-content/uploads/2026/05/red-bike.webp'];
        yield 'capital host' => ['https://Example.ORG/wp-content/uploads/2026/05/red-bike.webp'];
        yield 'default port' => ['https://example.org:443/wp-content/uploads/2026/05/red-bike.webp'];
        yield 'other domain of the site' => ['https://www.example.org/wp-content/uploads/2026/05/red-bike.webp'];
        yield 'CDN with nothing but uploads' => ['<img src="https://cdn.example.net/2026/05/red-bike.webp">'];
        yield 'protocol-relative' => ['<img src="//example.org/wp-content/uploads/2026/05/red-bike.webp">'];
        yield 'root-relative' => ['<img src="/wp-content/uploads/2026/05/red-bike.webp">'];
        yield 'relative' => ['<img src="../../wp-content/uploads/2026/05/red-bike-300x200.webp">'];
        yield 'JSON with escaped slashes' => ['{"url":"https:\/\/example.org\/wp-content\/uploads\/2026\/05\/red-bike.webp","x":1.0}'];
        yield 'JSON inside JSON' => ['{"a":"{\"url\":\"https:\\\\\/\\\\\/example.org\\\\\/wp-content\\\\\/uploads\\\\\/2026\\\\\/05\\\\\/red-bike.webp\"}"}'];
        yield 'escaped newline before' => ['{"a":"x\nhttps:\/\/example.org\/wp-content\/uploads\/2026\/05\/red-bike.webp\n"}'];
        yield 'block attributes' => ["<!-- wp:cover {\"url\":\"{$url}\",\"id\":7} --><img src=\"{$url}\"><!-- /wp:cover -->"];
        yield 'escaped hyphen' => ['{"url":"https://example.org/wp\u002dcontent/uploads/2026/05/red-bike.webp"}'];
        yield 'escaped quotes of a block' => ['{"html":"\u003cimg src=\u0022' . $url . '\u0022\u003e"}'];
        yield 'URL-encoded' => ['img=https%3A%2F%2Fexample.org%2Fwp-content%2Fuploads%2F2026%2F05%2Fred-bike.webp&w=1'];
        yield 'URL-encoded, lower case' => ['img=https%3a%2f%2fexample.org%2fwp-content%2fuploads%2f2026%2f05%2fred-bike.webp'];
        yield 'URL-encoded twice' => ['u=https%253A%252F%252Fexample.org%252Fwp-content%252Fuploads%252F2026%252F05%252Fred-bike.webp'];
        yield 'URL-encoded HTML' => [rawurlencode("<img src=\"{$url}\" srcset=\"{$small} 300w\">")];
        yield 'WPBakery link' => ['url:https%3A%2F%2Fexample.org%2Fwp-content%2Fuploads%2F2026%2F05%2Fred-bike.webp|title:x'];
        yield 'CJK before and after' => ["請看{$url}的照片"];
        yield 'full-width punctuation' => ["图片：{$url}，谢谢。"];
        yield 'emoji' => ["\u{1F4F7}{$url}\u{1F44D}"];
        yield 'CJK before a path' => ['见/wp-content/uploads/2026/05/red-bike.webp'];
        yield 'nothing between two' => ["{$url}{$small}"];
        yield 'upper-case scheme and host' => ['HTTPS://EXAMPLE.ORG/wp-content/uploads/2026/05/red-bike.webp'];
        yield 'escaped punctuation' => ['{"a":"(\u0028' . $url . '\u0029\uff0c\u89c1' . $small . '\u3002"}'];
        yield 'colon before a path' => ['image:/wp-content/uploads/2026/05/red-bike.webp;'];
        yield 'absolute file' => ['/srv/www/wp-content/uploads/2026/05/red-bike.webp'];
        yield 'folder alone' => ['src="uploads/2026/05/red-bike.webp"'];
        yield 'numeric entities' => ['https:&#47;&#47;example.org&#x2F;wp-content&#47;uploads&#47;2026&#47;05&#47;red-bike.webp'];
    }

    /** @return iterable<string, array{string}> Without the folder of uploads. */
    public static function pathsAlone(): iterable
    {
        yield 'token' => ['{"image":"$upload$\/2026\/05\/red-bike.webp"}'];
        yield 'other tokens' => ['{uploads}/2026/05/red-bike.webp %UPLOAD_URL%/2026/05/red-bike-300x200.webp'];
        yield 'path in JSON' => ['{"file":"2026/05/red-bike.webp","thumb":"\/2026\/05\/red-bike-300x200.webp"}'];
    }

    /**
     * @dataProvider texts
     * @dataProvider pathsAlone
     */
    public function testReplacesInSerializedDataAndMendsTheLengths(string $text): void
    {
        $old = strtr($text, ['red-bike' => 'photo', '.webp' => '.jpg']);
        $nest = static fn (string $value): string => serialize([
            'flat' => $value,
            'number' => 0.1,
            'object' => (object) ['html' => $value],
            'serialized' => serialize(['deep' => $value, 'é' => null, 3 => true]),
            'json' => json_encode(['deep' => $value]),
        ]);
        $new = $this->rewritten($nest($old));
        self::assertSame($nest($text), $new);
        self::assertEquals(unserialize($nest($text)), unserialize($new));
    }

    /** @dataProvider texts */
    public function testReplacesInBase64(string $text): void
    {
        $old = strtr($text, ['red-bike' => 'photo', '.webp' => '.jpg']);
        foreach (['<p>', '<hr>', '<em> '] as $before) {
            $wrap = static fn (string $value): string => base64_encode($before . ' ' . $value . '</p>');
            $raw = static fn (string $value): string => '[vc_raw_html]' . $wrap($value) . '[/vc_raw_html]';
            self::assertSame($raw($text), $this->rewritten($raw($old)));
            $json = static fn (string $value): string => (string) json_encode(['html' => $wrap($value)]);
            // A slash that is new in the piece may stand with or without its backslash.
            self::assertEquals(json_decode($json($text)), json_decode($this->rewritten($json($old))));
        }
    }

    /** WPBakery encodes HTML as a URL before it encodes that as Base64. */
    public function testReplacesInUrlEncodedHtmlInBase64(): void
    {
        foreach (['img and srcset', 'style', 'unquoted attribute', 'JSON with escaped slashes', 'root-relative'] as $name) {
            $text = iterator_to_array(self::texts())[$name][0];
            $old = strtr($text, ['red-bike' => 'photo', '.webp' => '.jpg']);
            $wrap = static fn (string $value): string => base64_encode(rawurlencode("<p>{$value}</p>"));
            self::assertSame($wrap($text), $this->rewritten($wrap($old)), $name);
        }
    }

    /** @dataProvider untouched */
    public function testLeavesAlone(string $text): void
    {
        self::assertSame($text, $this->rewritten($text));
        self::assertSame(serialize([$text]), $this->rewritten(serialize([$text])));
        self::assertSame(base64_encode(" {$text} "), $this->rewritten(base64_encode(" {$text} ")));
        self::assertSame(json_encode($text), $this->rewritten((string) json_encode($text)));
        self::assertSame(rawurlencode($text), $this->rewritten(rawurlencode($text)));
    }

    /** @return iterable<string, array{string}> */
    public static function untouched(): iterable
    {
        $old = self::OLD;
        yield 'longer name' => ["<img src=\"{$old}.jpg.webp\">"];
        yield 'longer extension' => ["<img src=\"{$old}.jpgx\">"];
        yield 'other size' => ["<img src=\"{$old}-150x150.jpg\">"];
        yield 'prefix' => ['<img src="https://example.org/wp-content/uploads/2026/05/myphoto.jpg">'];
        yield 'prefix with hyphen' => ['<img src="https://example.org/wp-content/uploads/2026/05/my-photo.jpg">'];
        yield 'another host' => ['<img src="https://other.example.com/wp-content/uploads/2026/05/photo.jpg">'];
        yield 'another host, protocol-relative' => ['<img src="//other.example.com/wp-content/uploads/2026/05/photo.jpg">'];
        yield 'a host that ends like ours' => ['<img src="https://notexample.org/wp-content/uploads/2026/05/photo.jpg">'];
        yield 'a host that begins like ours' => ['<img src="https://example.org.evil.com/wp-content/uploads/2026/05/photo.jpg">'];
        yield 'another port' => ['<img src="https://example.org:8080/wp-content/uploads/2026/05/photo.jpg">'];
        yield 'a subfolder of the host' => ['<img src="https://example.org/old/wp-content/uploads/2026/05/photo.jpg">'];
        yield 'a host of another script' => ['https://例え.jp/wp-content/uploads/2026/05/photo.jpg'];
        yield 'the same without scheme' => ['例え.jp/wp-content/uploads/2026/05/photo.jpg'];
        yield 'a name that goes on in another script' => ["{$old}.jpg的.png"];
        yield 'a path that ends in a URL' => ["https://other.example.com/{$old}.jpg"];
        yield 'another file system' => ['/srv/other/wp-content/uploads/2026/05/photo.jpg'];
        yield 'a longer folder' => ['<img src="/my-wp-content/uploads/2026/05/photo.jpg">'];
        yield 'another folder, same tail' => ['<img src="https://example.org/wp-content/uploads/old/2026/05/photo.jpg">'];
        yield 'another month' => ['<img src="https://example.org/wp-content/uploads/2026/06/photo.jpg">'];
        yield 'site of a network' => ['<img src="https://example.org/wp-content/uploads/sites/2/2026/05/photo.jpg">'];
        yield 'nested in an archive URL' => ["<a href=\"https://web.archive.org/web/2020/{$old}.jpg\">"];
        yield 'behind an image proxy' => ['<img src="https://i0.wp.com/example.org/wp-content/uploads/2026/05/photo.jpg">'];
        yield 'a folder of that name' => ["{$old}.jpg/download"];
        yield 'name alone' => ['photo.jpg'];
        yield 'another scheme' => ['ftp://example.org/wp-content/uploads/2026/05/photo.jpg'];
        yield 'capitals' => ['https://example.org/wp-content/uploads/2026/05/Photo.jpg'];
    }

    /** @return iterable<string, array{string}> */
    public static function oddNames(): iterable
    {
        foreach (['photo (1)', "it's", 'a&b', 'x,y', '100%', 'wow!', 'a+b', 'c#4', 'my photo', '[2]', 'a=b;c', '写真 1'] as $name) {
            yield $name => [$name];
        }
    }

    /** @dataProvider oddNames */
    public function testNamesWithSignsAreFoundInEverySpelling(string $name): void
    {
        $map = new NameMap();
        $map->add("2026/05/{$name}.jpg", new Target(7, 'bike.webp'));
        $map->add("2026/05/{$name}-300x200.jpg", new Target(7, 'bike-300x200.webp'));
        $rewriter = Rewriter::forNames([new UploadBase(['example.org'], 'wp-content/uploads')], $map);
        $url = 'https://example.org/wp-content/uploads/2026/05/';
        $make = static fn (callable $write, string $name): string =>
            sprintf('<img src="%1$s" srcset="%2$s 300w, %1$s 600w"> See %1$s.', $write("{$name}.EXT"), $write("{$name}-300x200.EXT"));
        $spellings = [
            'percent' => static fn (string $file): string => $url . rawurlencode($file),
            'entities' => static fn (string $file): string => $url . htmlspecialchars($file, ENT_QUOTES),
            'raw' => static fn (string $file): string => $url . $file,
        ];
        foreach ($spellings as $kind => $spell) {
            foreach ([static fn (string $text): string => $text, 'serialize', 'json_encode'] as $wrap) {
                $old = $wrap(str_replace('.EXT', '.jpg', $make($spell, $name)));
                $new = $wrap(str_replace('.EXT', '.webp', $make(static fn (string $file): string => $url . $file, 'bike')));
                self::assertSame($new, $rewriter->rewrite($old)->edits->apply($old), $kind);
            }
        }
    }

    /** @return iterable<string, array{callable(string): string}> Ways to put a value into another. */
    public static function nestings(): iterable
    {
        $json = static fn (mixed $value): string => (string) json_encode($value);
        $plain = static fn (mixed $value): string => (string) json_encode($value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
        $block = static fn (mixed $value): string => '<!-- wp:acme/card ' . serialize_block_attributes(['data' => $value]) . ' /-->';
        $data = static fn (string $url): array => ['n' => 1.0, 'u' => $url, 'é"\\' => [true, null, "<b>{$url}</b>\n"], 'o' => (object) ['u' => $url]];
        yield 'serialized in JSON' => [static fn (string $url): string => $json(['a' => serialize($data($url)), 'b' => $url])];
        yield 'the same, nothing escaped' => [static fn (string $url): string => $plain(['a' => serialize($data($url)), 'b' => $url])];
        yield 'a serialized string in JSON' => [static fn (string $url): string => $json([serialize($url), serialize([$url])])];
        yield 'serialized in JSON in JSON' => [static fn (string $url): string => $json(['a' => $plain(['b' => serialize($data($url))])])];
        yield 'JSON in serialized in JSON' => [static fn (string $url): string => $json(['a' => serialize([$json($data($url))])])];
        yield 'serialized in JSON in serialized' => [static fn (string $url): string => serialize([$json([serialize($data($url))])])];
        yield 'five levels' => [static fn (string $url): string => serialize([$json([serialize([$plain([serialize($data($url))])])])])];
        yield 'serialized in a block' => [static fn (string $url): string => $block(serialize($data($url))) . "<img src=\"{$url}\">"];
        yield 'serialized in JSON in a block' => [static fn (string $url): string => $block($json(['a' => serialize($data($url))]))];
        yield 'serialized in an attribute' => [static fn (string $url): string => "<p data-x='" . serialize(['u' => $url]) . "'>{$url}</p>"];
        yield 'serialized in a shortcode' => [static fn (string $url): string => "[x data='" . serialize([[$url], 5]) . "' src={$url}] {$url}"];
        yield 'serialized in JSON in an attribute' => [static fn (string $url): string => "<p data-x='" . $json(['u' => serialize([$url])]) . "'>"];
        yield 'serialized in Base64 in JSON' => [static fn (string $url): string => $plain(['a' => base64_encode(serialize([$url])), 'b' => serialize([$url])])];
    }

    /** @dataProvider nestings */
    public function testLengthsFitWhereverSerializedDataStands(callable $nest): void
    {
        $new = 'https://example.org/wp-content/uploads/2026/05/red-bike-300x200.webp';
        self::assertSame($nest($new), $this->rewritten($nest(self::OLD . '-300x200.jpg')));
        self::assertSame($nest('https://example.org/x.jpg'), $this->rewritten($nest('https://example.org/x.jpg')));
    }

    public function testAltsInTheJsonOfPageBuilders(): void
    {
        $map = new NameMap();
        $alts = new \PictureOptimizer\References\Alts([7 => new \PictureOptimizer\References\AltChange(7, '', 'A "red" bike', true, false)]);
        $rewriter = Rewriter::forNames([new UploadBase(['example.org'], 'wp-content/uploads')], $map, [], $alts);
        $make = static fn (string $alt): string => serialize([json_encode([['editor' => "<p><img class=\"wp-image-7\" alt=\"{$alt}\" src=\"x\"></p>"]])]);
        $old = $make('');
        $edits = $rewriter->rewrite($old)->edits;
        self::assertSame($make('A &quot;red&quot; bike'), $edits->apply($old));
        self::assertTrue($rewriter->rewrite($make('Mine'))->edits->isEmpty());
    }

    public function testTagsForSocialNetworksCanGetAnotherFile(): void
    {
        $map = new NameMap();
        $social = new NameMap();
        $map->add('2026/05/photo.jpg', new Target(7, 'bike.avif'));
        $social->add('2026/05/photo.jpg', new Target(7, 'bike-social.jpg'));
        $rewriter = Rewriter::forNames([new UploadBase(['example.org'], 'wp-content/uploads')], $map, ['networks' => $social]);
        $make = static fn (string $plain, string $others): string => "<img src=\"{$plain}\"><meta property=\"og:image\" content=\"{$others}\"/>"
            . "<meta name='x' content='{$plain}'><meta content='{$others}' name='twitter:image'><a href='{$plain}'>og:image</a>";
        $url = 'https://example.org/wp-content/uploads/2026/05/';
        foreach ([static fn (string $text): string => $text, 'rawurlencode', static fn (string $text): string => (string) json_encode([$text])] as $write) {
            $old = $write($make("{$url}photo.jpg", "{$url}photo.jpg"));
            self::assertSame($write($make("{$url}bike.avif", "{$url}bike-social.jpg")), $rewriter->rewrite($old)->edits->apply($old));
        }
    }

    /** Of this process: a busy machine makes it no longer. */
    private static function cpuSeconds(): float
    {
        $used = getrusage();
        return $used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec'] + ($used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec']) / 1e6;
    }

    /** A long page of a page builder, on a small host. */
    public function testALongDocumentTakesLittleTimeAndMemory(): void
    {
        $make = static function (string $url, string $name): string {
            $widgets = [];
            for ($i = 0; $i < 1500; $i++) {
                $widgets[] = ['id' => "w{$i}", 'settings' => ['title' => str_repeat("A \"title\" é/{$i} ", 12),
                    'image' => ['url' => $i % 20 === 0 ? $url : "https://example.org/x{$i}.jpg", 'filename' => $i % 20 === 0 ? $name : "x{$i}.jpg"],
                    'editor' => "<p class=\"a\"><img class=\"wp-image-{$i}\" src=\"{$url}\" alt=\"x\"></p>"]];
            }
            $widgets[] = ['data' => serialize($widgets)];
            return (string) json_encode($widgets);
        };
        $old = $make(self::OLD . '.jpg', 'photo.jpg');
        $expected = hash('sha256', $make(str_replace('photo', 'red-bike', self::OLD) . '.webp', 'red-bike.webp'));
        self::assertGreaterThan(1_500_000, strlen($old));
        function_exists('memory_reset_peak_usage') && memory_reset_peak_usage();
        $before = memory_get_usage();
        $started = self::cpuSeconds();
        $rewrite = $this->rewriter()->rewrite($old);
        self::assertLessThan(10, self::cpuSeconds() - $started);
        self::assertLessThan(40_000_000, memory_get_peak_usage() - $before);
        self::assertSame([], $rewrite->problems);
        self::assertSame($expected, hash('sha256', $rewrite->edits->apply($old)));
    }

    public function testACellThatIsNothingButThePathIsAReference(): void
    {
        self::assertSame('2026/05/red-bike.webp', $this->rewritten('2026/05/photo.jpg'));
        self::assertSame(serialize(['2026/05/red-bike.webp']), $this->rewritten(serialize(['2026/05/photo.jpg'])));
        self::assertSame('in 2026/05/photo.jpg', $this->rewritten('in 2026/05/photo.jpg'));
    }

    public function testNamesWithTwoHyphensAndUnicodeKeepTheirSpelling(): void
    {
        $base = 'https://example.org/wp-content/uploads/2026/05/';
        foreach (['my--photo', 'my\u002d\u002dphoto', 'café-ñ', 'caf%C3%A9-%C3%B1', 'caf\u00e9-\u00f1'] as $name) {
            self::assertSame("\"{$base}{$name}.webp\"", $this->rewritten("\"{$base}{$name}.jpg\""));
        }
        self::assertSame("\"{$base}café-ñ.webp\"", $this->rewritten("\"{$base}cafe\u{301}-n\u{303}.jpg\""));
    }

    /** @group acceptance-B7 */
    public function testTwoPicturesThatSwapNamesStayTwo(): void
    {
        $base = '/wp-content/uploads/2026/05/';
        $old = serialize(["<img src=\"{$base}a.jpg\"><img src=\"{$base}b.jpg\">"]);
        self::assertSame(serialize(["<img src=\"{$base}b.jpg\"><img src=\"{$base}a.jpg\">"]), $this->rewritten($old));
    }
}
