<?php

declare(strict_types=1);

// phpcs:disable Generic.Files.LineLength -- fixtures stand here as sites store them, in one line.

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\References\Embedded;
use PictureOptimizer\References\JsonNames;
use PictureOptimizer\References\Matcher;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Part;
use PictureOptimizer\References\Rewrite;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Serialized;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;

/**
 * Where a name of ours begins and ends, and whose it is: borders, one byte this way and that.
 *
 * @group acceptance-B9
 * @group acceptance-B10
 */
final class MatcherTest extends TestCase
{
    private static function map(): NameMap
    {
        $map = new NameMap();
        $map->add('2026/05/photo.jpg', new Target(7, 'bike.webp'));
        $map->add('2026/05/photo-300x200.jpg', new Target(7, 'bike-300x200.webp'));
        $map->add('2026/05/a b.jpg', new Target(8, 'c.webp'));
        $map->add('root.jpg', new Target(9, 'r.webp'));
        return $map;
    }

    private static function matcher(): Matcher
    {
        return new Matcher([new UploadBase(['example.org', 'example.org:8080'], 'wp-content/uploads'),
            new UploadBase(['cdn.example.net'], '')], self::map());
    }

    private static function rewritten(string $text): string
    {
        return (new Edits(self::matcher()->edits($text)))->apply($text);
    }

    /** @return iterable<string, array{string, string}> what stands in front of "/wp-content/uploads/2026/05/photo.jpg", and behind it */
    public static function ours(): iterable
    {
        $host = 'https://example.org';
        yield 'nothing' => ['', ''];
        yield 'a host' => [$host, ''];
        yield 'a host with a port of ours' => ['https://example.org:8080', ''];
        yield 'a default port' => ['http://example.org:80', ''];
        yield 'another default port' => ['https://example.org:443', ''];
        yield 'a host in capitals' => ['HTTPS://EXAMPLE.ORG', ''];
        yield 'no scheme' => ['//example.org', ''];
        yield 'a relative way' => ['..', ''];
        yield 'two steps up' => ['../..', ''];
        foreach ([' ', "\n", "\t", '"', "'", '(', '=', ',', ';', '>', '[', '|', '{', '„', '“', '»', '，', '。', ':'] as $sign) {
            yield "behind {$sign}" => ["{$sign}{$host}", ''];
        }
        foreach (
            [' ', "\n", '"', "'", ')', ',', ';', '<', ']', '|', '}', '?ver=2', '#top', '”', '«', '，', '。', '. Next', '!', ' 2x',
            '&quot;', '&amp;x=1', '\\"', '\\n', '%22', '%20300w', '%2C'] as $sign
        ) {
            yield "before {$sign}" => [$host, $sign];
        }
        yield 'a script of another language around it' => ["請看{$host}", '的照片'];
        yield 'an emoji around it' => ["🚲{$host}", '🚲'];
        yield 'a comment around it' => ["<!--{$host}", '-->'];
        yield 'a comment around it, escaped' => ["&lt;!--{$host}", '--&gt;'];
        yield 'two slashes' => ["{$host}/", ''];
        yield 'the next URL at once' => [$host, 'https://other.example/x.png'];
    }

    /** @dataProvider ours */
    public function testANameOfOursIsFoundBetweenAnySigns(string $before, string $behind): void
    {
        $make = static fn (string $name): string => "{$before}/wp-content/uploads/2026/05/{$name}{$behind}";
        foreach (['photo.jpg' => 'bike.webp', 'photo-300x200.jpg' => 'bike-300x200.webp'] as $old => $new) {
            self::assertSame($make($new), self::rewritten($make($old)));
            self::assertSame("x {$make($new)} {$make($new)}", self::rewritten("x {$make($old)} {$make($old)}"));
        }
    }

    /** @return iterable<string, array{string}> */
    public static function others(): iterable
    {
        $path = '/wp-content/uploads/2026/05/photo.jpg';
        foreach (
            ['https://other.example', 'https://example.org.evil.example', 'https://sub.example.org', 'https://example.org:9090',
            'https://other.example/https://example.org',
            'https://proxy.example/example.org', '//other.example', 'ftp://example.org', 'https://user@example.org', 'x', '/srv', 'https://example.org/blog', 'https://example.org/a/b/c'] as $before
        ) {
            yield "behind {$before}" => ["{$before}{$path}"];
        }
        foreach (['.webp', 'x', '-1.jpg', '/download', '%2Fdownload', '\\/download', '_', '%2D1', '的.png', '--x'] as $behind) {
            yield "before {$behind}" => ["https://example.org{$path}{$behind}"];
        }
        yield 'another name' => ['https://example.org/wp-content/uploads/2026/05/photos.jpg'];
        yield 'another case' => ['https://example.org/wp-content/uploads/2026/05/PHOTO.jpg'];
        yield 'another folder' => ['https://example.org/wp-content/uploads/2026/06/photo.jpg'];
        yield 'a folder more' => ['https://example.org/wp-content/uploads/x/2026/05/photo.jpg'];
        yield 'a folder less' => ['https://example.org/wp-content/uploads/photo.jpg'];
        yield 'the folder of uploads in another' => ['https://example.org/my-wp-content/uploads/2026/05/photo.jpg'];
        yield 'no folder' => ['photo.jpg'];
        yield 'nothing' => [''];
        yield 'the folder alone' => ['https://example.org/wp-content/uploads/'];
        yield 'an address that is cut' => [str_repeat('x', 400) . $path];
        yield 'a way up from elsewhere that is cut' => ['/srv' . str_repeat('/..', 100) . $path];
    }

    /** @dataProvider others */
    public function testANameOfSomebodyElseIsNot(string $text): void
    {
        self::assertSame($text, self::rewritten($text));
        self::assertSame("<img src=\"{$text}\">", self::rewritten("<img src=\"{$text}\">"));
    }

    /** @return iterable<string, array{string, string}> */
    public static function shapes(): iterable
    {
        yield 'a host of nothing but uploads' => ['https://cdn.example.net/2026/05/photo.jpg', 'https://cdn.example.net/2026/05/bike.webp'];
        yield 'the same without a scheme' => ['//cdn.example.net/2026/05/photo.jpg', '//cdn.example.net/2026/05/bike.webp'];
        yield 'within another host’s address' => ['https://x.example/https://cdn.example.net/2026/05/photo.jpg',
            'https://x.example/https://cdn.example.net/2026/05/photo.jpg'];
        yield 'a name that only ends like the host' => ['https://mycdn.example.net/2026/05/photo.jpg',
            'https://mycdn.example.net/2026/05/photo.jpg'];
        yield 'two slashes below uploads' => ['https://example.org/wp-content/uploads//2026/05//photo.jpg',
            'https://example.org/wp-content/uploads//2026/05//bike.webp'];
        yield 'uploads without folders' => ['/wp-content/uploads/root.jpg', '/wp-content/uploads/r.webp'];
        yield 'a space in the name' => ['"/wp-content/uploads/2026/05/a b.jpg"', '"/wp-content/uploads/2026/05/c.webp"'];
        yield 'a space that is encoded' => ['/wp-content/uploads/2026/05/a%20b.jpg 2x', '/wp-content/uploads/2026/05/c.webp 2x'];
        yield 'a space as a plus' => ['/wp-content/uploads/2026/05/a+b.jpg', '/wp-content/uploads/2026/05/c.webp'];
        yield 'a whole value' => ['2026/05/photo.jpg', '2026/05/bike.webp'];
        yield 'a whole value with a slash' => ['/2026/05/photo.jpg', '/2026/05/bike.webp'];
        yield 'a whole value that is longer than any path' => [str_repeat('x/', 250) . '2026/05/photo.jpg',
            str_repeat('x/', 250) . '2026/05/photo.jpg'];
        yield 'a name alone as a whole value' => ['root.jpg', 'root.jpg'];
        yield 'a value in quotes' => ['{"file":"2026/05/photo.jpg"}', '{"file":"2026/05/bike.webp"}'];
        yield 'a value in single quotes' => ["data-file='2026/05/photo.jpg'", "data-file='2026/05/bike.webp'"];
        yield 'a value in entities' => ['data-x="&quot;2026/05/photo.jpg&quot;"', 'data-x="&quot;2026/05/bike.webp&quot;"'];
        yield 'a name alone in quotes' => ['{"file":"root.jpg"}', '{"file":"root.jpg"}'];
        yield 'part of a value in quotes' => ['{"file":"see 2026/05/photo.jpg"}', '{"file":"see 2026/05/photo.jpg"}'];
        yield 'a value that goes on' => ['{"file":"2026/05/photo.jpg?x"}', '{"file":"2026/05/photo.jpg?x"}'];
        foreach (['$upload$', '{uploads}', '{{uploads_url}}', '%UPLOAD_DIR%', '%%uploads%%', '$UPLOADS_BASE$'] as $token) {
            yield "behind {$token}" => ["{$token}/2026/05/photo.jpg", "{$token}/2026/05/bike.webp"];
        }
        yield 'a token of something else' => ['$theme$/2026/05/photo.jpg', '$theme$/2026/05/photo.jpg'];
    }

    /** @dataProvider shapes */
    public function testOtherShapesOfAPath(string $old, string $new): void
    {
        self::assertSame($new, self::rewritten($old));
        foreach (self::matcher()->edits($old) as $edit) {
            $before = (string) preg_replace('~/+~', '/', substr(strtr($old, ['\\' => '']), 0, $edit->offset));
            self::assertStringEndsWith($edit->folder === '' ? '/' : "{$edit->folder}/", $before);
        }
    }

    public function testAPathHasABound(): void
    {
        foreach ([500 => 'bike.webp', 501 => null] as $bytes => $name) {
            $map = new NameMap();
            $path = '2026/' . str_repeat('x', $bytes - strlen('2026//photo.jpg')) . '/photo.jpg';
            $map->add($path, new Target(7, 'bike.webp'));
            $alone = (new Matcher([], $map))->edits($path);
            $inJson = JsonNames::look("{\"other\":\"x.jpg\",\"file\":\"{$path}\"}", [], $map)->edits;
            self::assertSame([[$name], [$name]], array_map(
                static fn (array $edits): array => array_column($edits, 'new') ?: [null],
                [$alone, $inJson]
            ), "{$bytes} bytes");
        }
    }

    /** @return iterable<string, array{string, string}> a head of a page, name that stands there afterwards */
    public static function metaTags(): iterable
    {
        $url = 'https://example.org/wp-content/uploads/2026/05/photo.jpg';
        yield 'og:image' => ["<meta property=\"og:image\" content=\"{$url}\">", 'bike-social.jpg'];
        yield 'the other way round' => ["<meta content=\"{$url}\" property=\"og:image\">", 'bike-social.jpg'];
        yield 'twitter' => ["<meta name='twitter:image' content='{$url}'/>", 'bike-social.jpg'];
        yield 'og:image:secure_url' => ["<meta property=\"og:image:secure_url\" content=\"{$url}\">", 'bike-social.jpg'];
        yield 'escaped' => [htmlspecialchars("<meta property=\"og:image\" content=\"{$url}\">"), 'bike-social.jpg'];
        yield 'another meta' => ["<meta name=\"description\" content=\"{$url}\">", 'bike.webp'];
        $escaped = str_replace('/', '\\/', $url);
        foreach (['og_image', 'ogImage', 'seo_og_image', 'opengraph-image', 'twitterImage', 'facebook_image_url', 'social_thumbnail'] as $key) {
            yield "in JSON: {$key}" => ["{\"{$key}\":\"{$escaped}\"}", 'bike-social.jpg'];
        }
        yield 'in JSON inside of JSON' => [(string) json_encode(json_encode(['title' => 'x', 'og_image' => $url])), 'bike-social.jpg'];
        foreach (['blog_image', 'logo_image', 'social_icons', 'image', 'facebook'] as $key) {
            yield "in JSON: {$key}" => ["{\"{$key}\":\"{$escaped}\"}", 'bike.webp'];
        }
        yield 'in JSON behind it' => ["{\"og_image\":\"x\",\"image\":\"{$escaped}\"}", 'bike.webp'];
        yield 'in JSON below it' => ["{\"og_image\":{\"alt\":\"x\",\"url\":\"{$escaped}\"}}", 'bike.webp'];
        yield 'behind the tag' => ["<meta property=\"og:image\" content=\"x\">{$url}", 'bike.webp'];
        yield 'another tag' => ["<metadata property=\"og:image\" content=\"{$url}\">", 'bike.webp'];
        yield 'an image' => ["<img src=\"{$url}\" alt=\"og:image\">", 'bike.webp'];
        yield 'far away' => ['<meta property="og:image" ' . str_repeat('x', 400) . " content=\"{$url}\">", 'bike.webp'];
    }

    /** @dataProvider metaTags */
    public function testTagsForOthersNameTheCopy(string $html, string $name): void
    {
        $social = new NameMap();
        $social->add('2026/05/photo.jpg', new Target(7, 'bike-social.jpg'));
        $matcher = new Matcher([new UploadBase(['example.org'], 'wp-content/uploads')], self::map(), ['networks' => $social]);
        self::assertSame(str_replace('photo.jpg', $name, $html), (new Edits($matcher->edits($html)))->apply($html));
        $same = new Matcher([new UploadBase(['example.org'], 'wp-content/uploads')], self::map(), ['networks' => self::map()]);
        self::assertSame(str_replace('photo.jpg', 'bike.webp', $html), (new Edits($same->edits($html)))->apply($html), 'an image without a copy');
    }

    // Structure.

    /** @return iterable<string, array{string, string, list<string>}> JSON before and after, names that nothing proves */
    public static function documents(): iterable
    {
        $url = 'https://example.org/wp-content/uploads/2026/05';
        yield 'beside its URL' => ["{\"u\":\"{$url}/photo.jpg\",\"f\":\"photo-300x200.jpg\"}",
            "{\"u\":\"{$url}/bike.webp\",\"f\":\"bike-300x200.webp\"}", []];
        yield 'before its URL' => ["{\"f\":\"photo.jpg\",\"u\":\"{$url}/photo.jpg\"}",
            "{\"f\":\"bike.webp\",\"u\":\"{$url}/bike.webp\"}", []];
        yield 'one level up' => ["{\"u\":\"{$url}/photo.jpg\",\"s\":{\"f\":\"photo.jpg\"}}",
            "{\"u\":\"{$url}/bike.webp\",\"s\":{\"f\":\"bike.webp\"}}", []];
        yield 'a list between' => ["{\"u\":\"{$url}/photo.jpg\",\"s\":[{\"f\":\"photo.jpg\"}]}",
            "{\"u\":\"{$url}/bike.webp\",\"s\":[{\"f\":\"photo.jpg\"}]}", ['photo.jpg']];
        yield 'a path beside it' => ['{"p":"2026/05/photo.jpg","f":"photo.jpg"}', '{"p":"2026/05/bike.webp","f":"bike.webp"}', []];
        yield 'as a key' => ["{\"photo.jpg\":\"{$url}/photo.jpg\"}", "{\"photo.jpg\":\"{$url}/bike.webp\"}", []];
        yield 'in a block' => ["<!-- wp:acme/x {\"u\":\"{$url}/photo.jpg\",\"f\":\"photo.jpg\"} -->x",
            "<!-- wp:acme/x {\"u\":\"{$url}/bike.webp\",\"f\":\"bike.webp\"} -->x", []];
        yield 'in a block that closes itself' => ["<!-- wp:x {\"u\":\"{$url}/photo.jpg\",\"f\":\"photo.jpg\"} /-->",
            "<!-- wp:x {\"u\":\"{$url}/bike.webp\",\"f\":\"bike.webp\"} /-->", []];
        yield 'behind the block' => ["<!-- wp:x {\"u\":\"{$url}/photo.jpg\"} /-->\"photo.jpg\"",
            "<!-- wp:x {\"u\":\"{$url}/bike.webp\"} /-->\"photo.jpg\"", []];
        yield 'broken JSON' => ["{\"u\":\"{$url}/photo.jpg\",\"f\":\"photo.jpg\"", "{\"u\":\"{$url}/bike.webp\",\"f\":\"photo.jpg\"", []];
        yield 'another image beside it' => ["{\"u\":\"{$url}/c.jpg\",\"f\":\"photo.jpg\"}",
            "{\"u\":\"{$url}/c.jpg\",\"f\":\"photo.jpg\"}", ['photo.jpg']];
    }

    /**
     * @dataProvider documents
     * @param list<string> $unproved
     */
    public function testNamesInStructuresAreProvedByWhatStandsBesideThem(string $old, string $new, array $unproved): void
    {
        $rewriter = Rewriter::forNames([new UploadBase(['example.org'], 'wp-content/uploads')], self::map());
        $rewrite = $rewriter->rewrite($old);
        self::assertSame($new, $rewrite->edits->apply($old));
        self::assertSame($unproved, $rewrite->seen);
        self::assertSame([], JsonNames::look($old, [], null)->edits, 'without names nothing is looked for');
    }

    /** @return iterable<string, array{string, list<string>}> text, where serialized data or a string of JSON is found: open or sealed */
    public static function embedded(): iterable
    {
        yield 'none' => ['plain words', []];
        yield 'bare' => ['x ' . serialize(['a']) . ' y', ['open']];
        yield 'two' => [serialize(['a']) . ' ' . serialize(['b']), ['open', 'open']];
        yield 'in a word' => ['xa:1:{i:0;i:1;}', []];
        yield 'in JSON' => [(string) json_encode(['d' => serialize(['a'])]), ['open']];
        yield 'in entities' => [htmlspecialchars(serialize(['a'])), ['sealed']];
        yield 'URL-encoded' => [rawurlencode(serialize(['a'])), ['sealed']];
        yield 'damaged' => ['a:1:{i:0;s:9:"a";}', ['sealed']];
        yield 'something that looks alike' => ['see a:1:{x', []];
        yield 'a name in quotes in JSON' => [(string) json_encode(['h' => 'x "photo.jpg" y']), ['open']];
        yield 'an image’s class in JSON' => [(string) json_encode(['h' => '<img class="wp-image-7">']), ['open']];
        yield 'quotes without a name in JSON' => [(string) json_encode(['h' => 'x "words" y']), []];
    }

    /**
     * @dataProvider embedded
     * @param list<string> $kinds
     */
    public function testPartsWithRulesOfTheirOwnAreFound(string $text, array $kinds): void
    {
        $seen = [];
        $inside = static function (string $value) use (&$seen): Rewrite {
            $seen[] = $value;
            return Rewrite::nothing();
        };
        $walk = static fn (string $whole, int $at): array => (new Serialized($inside))->rewriteFrom($whole, $at);
        $parts = (new Embedded($text, $inside, $walk))->parts();
        self::assertSame($kinds, array_map(static fn (Part $part): string => $part->sealed === '' ? 'open' : 'sealed', $parts));
        foreach ($parts as $part) {
            self::assertLessThanOrEqual(strlen($text), $part->offset + $part->length);
            self::assertTrue($part->holds(new Edit($part->offset, 'x', 'y')));
            self::assertFalse($part->holds(new Edit($part->offset + $part->length, 'x', 'y')), 'one byte behind it');
            self::assertSame($part->offset > 0, $part->offset > 0 && !$part->holds(new Edit($part->offset - 1, 'x', 'y')));
        }
    }
}
