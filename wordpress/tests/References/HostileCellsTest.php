<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\References\Leftovers;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Needles;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;

/**
 * Values as builders, themes, scripts and people leave them: each is rewritten to the byte, or left as it is and listed.
 *
 * @group acceptance-B9
 * @group acceptance-B10
 * @group acceptance-B11
 */
final class HostileCellsTest extends TestCase
{
    private const URL = 'https://example.org/wp-content/uploads/2026/05/';

    private static function html(string $url): string
    {
        return "<p><img src=\"{$url}\" alt=\"\"></p>";
    }

    /** So many bytes as people write them; what PCRE does letter by letter ends at some kilobytes, and says nothing. */
    private static function pages(int $bytes): string
    {
        $line = "<p class=\"lead\">Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich: 0123456789.</p>\n";
        return substr(str_repeat($line, intdiv($bytes, 80)), 0, -1);
    }

    /** Text that can hardly be compressed. */
    private static function noise(int $bytes): string
    {
        return implode("\n", array_map(static fn (int $number): string => hash('sha256', "noise {$number}"), range(1, intdiv($bytes, 65))));
    }

    private static function json(mixed $value, int $flags = 0): string
    {
        return (string) json_encode($value, $flags);
    }

    /**
     * Cells by name; each makes its text of an address and the address of a smaller size.
     *
     * @return array<string, callable(string, string): string>
     */
    private static function rewritten(): array
    {
        $json = self::json(...);
        $html = self::html(...);
        $attribute = static fn (string $text): string => htmlspecialchars($text, ENT_QUOTES);
        $block = static fn (array $attributes): string => '<!-- wp:x/y ' . serialize_block_attributes($attributes) . ' /-->';
        $lines = static fn (string $end): callable => static fn (string $u): string
            => rtrim(chunk_split(base64_encode(str_repeat('<br>lorem ipsum', 9) . self::html($u)), 76, $end));
        $safe = static fn (string $text): string => rtrim(strtr(base64_encode($text), '+/', '-_'), '=');
        return [
            'Base64 of JSON of HTML' => static fn (string $u): string => base64_encode($json(['c' => $html($u)])),
            'Base64 in the alphabet for URLs' => static fn (string $u): string => $safe("???>>>~~~{$html($u)}"),
            'the same behind a prefix' => static fn (string $u): string => 'data-' . base64_encode($html($u)) . '_end',
            'Base64 in lines' => $lines("\n"),
            'Base64 in lines of Windows' => $lines("\r\n"),
            'Base64 of Base64' => static fn (string $u): string => base64_encode(base64_encode($html($u))),
            'raw HTML of WPBakery' => static fn (string $u): string
                => '[vc_raw_html]' . base64_encode(rawurlencode($html($u))) . '[/vc_raw_html]',
            'code of Avada' => static fn (string $u): string => '[fusion_code]' . base64_encode($html($u)) . '[/fusion_code]',
            'serialized in serialized in JSON' => static fn (string $u): string => $json([serialize(['b' => serialize(['u' => $u])])]),
            'JSON in serialized in JSON' => static fn (string $u): string => $json([serialize(['b' => $json(['u' => $u])])]),
            'serialized in Base64 in serialized' => static fn (string $u, string $s): string
                => serialize(['x' => base64_encode(serialize(['u' => $u, 'h' => $html($s)]))]),
            'JSON in JSON in JSON' => static fn (string $u): string => $json($json($json(['u' => $u]))),
            'JSON with each slash in another way' => static fn (string $u): string
                => '{"u":"' . preg_replace(['~/(?=up)~', '~/(?=20)~', '~:/~'], ['\\u002f', '\\u002F', ':\\/'], $u) . '"}',
            'JSON whose backslashes were lost' => static fn (string $u): string => str_replace('\\', '', $json(['u' => $u, 'x' => 1])),
            'a slider with JSON in JSON' => static fn (string $u): string
                => $json(['bg' => ['image' => substr($u, 6)], 'l' => addslashes($json([$u]))]),
            'an address of CSS without quotes' => static fn (string $u): string => ".a{background:url( {$u} )}",
            'two backgrounds' => static fn (string $u, string $s): string => ".a{background:url({$u}),url('{$s}')}",
            'an image-set' => static fn (string $u, string $s): string => ".a{background-image:image-set(\"{$s}\" 1x,\"{$u}\" 2x)}",
            'a srcset without blanks' => static fn (string $u, string $s): string => "<img srcset='{$s} 300w,{$u} 1024w'>",
            'a srcset in lines' => static fn (string $u, string $s): string => "<source srcset=\"\n{$s} 1x,\n\t{$u} 2.5x\n\">",
            'a srcset of densities without a host' => static fn (string $u, string $s): string
                => '<img srcset="' . substr($s, 19) . ' 1x, ' . substr($u, 19) . ' 2x">',
            'a shortcode in single quotes' => static fn (string $u): string => "[vc_single_image img='{$u}' size='full']",
            'a shortcode without quotes' => static fn (string $u): string => "[img src={$u} w=1]",
            'inside of a shortcode' => static fn (string $u): string => "[lightbox]{$u}[/lightbox]",
            'a list in a shortcode' => static fn (string $u, string $s): string => "[slider images=\"{$u}|{$s},{$u};x\"]",
            'quotes of Divi' => static fn (string $u): string => "[et_pb_text content=\"%22{$u}%22\"]",
            'entities of entities' => static fn (string $u): string => $attribute($attribute($html($u))),
            'entities of entities of entities' => static fn (string $u): string => $attribute($attribute($attribute($html($u)))),
            'JSON in an attribute' => static fn (string $u): string
                => '<div data-settings="' . $attribute($json(['bg' => ['url' => $u]])) . '">',
            'JSON in an attribute, signs by number' => static fn (string $u): string
                => '<div data-x="' . str_replace(['"', '/'], ['&#34;', '&#x2F;'], $json(['u' => $u], JSON_UNESCAPED_SLASHES)) . '">',
            'JSON in an attribute in single quotes' => static fn (string $u): string => "<div data-x='{$json(['u' => $u])}'>",
            'serialized in an attribute in single quotes' => static fn (string $u): string
                => "<div data-x='" . serialize(['u' => $u]) . "'>",
            'signs by name' => static fn (string $u): string => '<img src="' . str_replace([':', '/'], ['&colon;', '&sol;'], $u) . '">',
            'signs by number in capitals' => static fn (string $u): string => '<img src="' . str_replace('/', '&#X2F;', $u) . '">',
            'without quotes' => static fn (string $u): string => "<img src={$u}>",
            'line breaks in an attribute' => static fn (string $u): string => "<img src=\"\n {$u}\n\">",
            'images of SVG' => static fn (string $u, string $s): string => "<svg><image xlink:href=\"{$u}\"/><image href='{$s}'/></svg>",
            'SVG in an address' => static fn (string $u): string
                => "<img src=\"data:image/svg+xml,%3Csvg%3E%3Cimage href='" . rawurlencode($u) . "'/%3E%3C/svg%3E\">",
            'SVG in Base64' => static fn (string $u): string
                => '<img src="data:image/svg+xml;base64,' . base64_encode("<svg><image href='{$u}'/></svg>") . '">',
            'an embed in the cache' => static fn (string $u): string
                => $json(['html' => '<iframe src="https://v.example/?poster=' . rawurlencode($u) . '"></iframe>']),
            'a cover with bindings' => static fn (string $u): string
                => '<!-- wp:cover {"url":"' . $u . '","id":7,"metadata":{"bindings":{"url":'
                . '{"source":"core/post-meta"}}}} --><div style="background-image:url(' . $u . ')"></div><!-- /wp:cover -->',
            'HTML in a block' => static fn (string $u): string => $block(['data' => ['html' => "{$html($u)} a--b"]]),
            'serialized in a block' => static fn (string $u): string => $block(['d' => serialize(['u' => $u])]),
            'Base64 in a block' => static fn (string $u): string => $block(['d' => base64_encode($html($u))]),
            'global styles' => static fn (string $u, string $s): string => $json(['styles' => [
                'background' => ['backgroundImage' => ['url' => $u, 'id' => 7]], 'css' => "body{background:url('{$s}')}"]]),
            'Elementor with CSS of its own' => static fn (string $u): string
                => $json([['settings' => ['image' => ['url' => $u, 'id' => 7], 'css' => "selector{background:url(\"{$u}\")}"]]]),
            'Markdown' => static fn (string $u, string $s): string => "![a]({$u} \"t\") <{$u}>\n\n[x]: {$s}\n",
            'BBCode' => static fn (string $u): string => "[img]{$u}[/img][url={$u}]x[/url]",
            'CSV' => static fn (string $u, string $s): string => "1,{$u},x;\"{$s}\";{$u}|{$u}",
            'YAML' => static fn (string $u, string $s): string => "image: {$u}\nthumb: '{$s}'",
            'CDATA' => static fn (string $u): string => "<a><![CDATA[{$u}]]></a>",
            'a script that puts it together' => static fn (string $u): string => "var u='https:'+'" . substr($u, 6) . "';",
            'a script with numbers of signs' => static fn (string $u): string => 'var u = "' . str_replace('/', '\\x2F', $u) . '";',
            'a script that puts the host before it' => static fn (string $u): string => "base + '" . substr($u, 19) . "'",
            'a long page in Base64' => static fn (string $u): string
                => base64_encode(self::pages(100_000) . $html($u) . self::pages(50_000)),
            'a long page in Base64 in lines' => static fn (string $u): string
                => rtrim(chunk_split(base64_encode(self::pages(100_000) . $html($u)), 76, "\n")),
            'Base64 values one a line' => static fn (string $u): string
                => implode("\n", array_map(base64_encode(...), [self::pages(900), $html($u) . self::pages(1800), self::pages(2700)])),
            'a long page in Base64 in JSON' => static fn (string $u): string
                => $json(['h' => base64_encode(self::pages(100_000) . $html($u))]),
            'a long page in Base64 for an address' => static fn (string $u): string
                => 'x=' . $safe('<<???>>' . self::pages(100_000) . $html($u)),
            'a long page in Base64 in a shortcode in serialized' => static fn (string $u): string
                => serialize(['c' => '[vc_raw_html]' . base64_encode(rawurlencode(self::pages(60_000) . $html($u))) . '[/vc_raw_html]']),
            'a long page in JSON in JSON' => static fn (string $u): string => $json($json(['h' => self::pages(100_000) . $html($u)])),
            'behind many backslashes' => static fn (string $u): string => 'It' . str_repeat('\\', 30_000) . "'s {$html($u)}",
            'a query of TimThumb' => static fn (string $u): string => '/timthumb.php?src=' . substr($u, 19) . '&amp;w=100',
            'a query of an image service' => static fn (string $u): string => 'https://wsrv.nl/?url=' . rawurlencode($u) . '&w=300',
            'a query of Next.js' => static fn (string $u): string => '/_next/image?url=' . rawurlencode(substr($u, 19)) . '&w=640',
            'a host that serves nothing else' => static fn (string $u): string
                => 'https://cdn.example.net/2026/05/' . basename($u) . '?width=300',
            'JSON-LD' => static fn (string $u): string => '<script type="application/ld+json">' . $json(['image' => [$u]]) . '</script>',
            'a form' => static fn (string $u): string => http_build_query(['u' => $u, 'h' => $html($u)]),
            'encoded twice' => static fn (string $u): string => rawurlencode(rawurlencode($u)),
            'a mail' => static fn (string $u): string => 'mailto:a@b.example?body=' . rawurlencode("see {$u}"),
            'in sentences' => static fn (string $u, string $s): string => "See {$u}. Or {$s}, or ({$u})!",
            'before a blank of no width' => static fn (string $u): string => "{$u}\u{200B}x {$u}\u{A0}x",
            'with a dot behind the host' => static fn (string $u): string => str_replace('.org/', '.org./', $u),
            'with the usual port' => static fn (string $u): string => str_replace('.org', '.org:443', $u),
            'a plain object' => static fn (string $u): string => serialize((object) ['u' => $u, 'f' => 1.5, 'r' => [true, null]]),
            'a schedule' => static fn (string $u): string => serialize([1700000000 => ['hook' => ['k' => ['args' => [$u]]]]]),
            'an address as a key' => static fn (string $u): string => serialize([$u => 1]),
            'a copy of metadata' => static fn (string $u, string $s): string
                => serialize(['file' => '2026/05/' . basename($u), 'sizes' => ['medium' => ['file' => basename($s), 'width' => 300]]]),
            'a copy of metadata in JSON' => static fn (string $u, string $s): string
                => $json(['file' => '2026/05/' . basename($u), 'sizes' => ['medium' => ['file' => basename($s), 'width' => 300]]]),
            'data that was cut off' => static fn (string $u): string => substr(serialize(['u' => $u, 'z' => 'tail']), 0, -4),
        ];
    }

    /** @return iterable<string, array{callable(string, string): string}> */
    public static function cellsToRewrite(): iterable
    {
        foreach (self::rewritten() as $name => $make) {
            yield $name => [$make];
        }
    }

    /**
     * @dataProvider cellsToRewrite
     * @param callable(string, string): string $make
     */
    public function testItIsRewrittenToTheByteAndBack(callable $make): void
    {
        $before = $make(self::URL . 'photo.jpg', self::URL . 'photo-300x200.jpg');
        $after = $make(self::URL . 'red-bike.webp', self::URL . 'red-bike-300x200.webp');
        [$now, $left, $problems] = self::replaced($before, self::map('photo.jpg', 'red-bike.webp'));
        self::assertSame($after, $now);
        self::assertSame([], $left, 'nothing is left');
        self::assertSame([], $problems);
        self::assertSame($before, self::replaced($after, self::map('red-bike.webp', 'photo.jpg'))[0]);
    }

    /** @return iterable<string, array{string}> */
    public static function cellsToList(): iterable
    {
        $url = self::URL . 'photo.jpg';
        $object = "x:i:0;a:1:{i:0;s:" . strlen($url) . ":\"{$url}\";};m:a:0:{}";
        $rest = 'example.org/wp-content/uploads/2026/05/photo.jpg';
        yield from array_map(static fn (string $text): array => [$text], [
            'compressed in Base64' => base64_encode((string) gzcompress(self::html($url))),
            'compressed quickly' => base64_encode((string) gzcompress(self::html($url), 1)),
            'compressed best' => base64_encode((string) gzcompress(self::html($url), 9)),
            'compressed and long' => base64_encode((string) gzcompress(self::noise(60_000) . self::html($url))),
            'gzip, in JSON' => self::json(['t' => base64_encode((string) gzencode(self::html($url)))]),
            'Base64, compressed, in Base64' => base64_encode((string) gzcompress(base64_encode(self::html($url)))),
            'a folder with an encoded letter' => '{"u":"https:\/\/example.org\/wp-content\/upl\u006fads\/2026\/05\/photo.jpg"}',
            'signs of CSS' => '.a{background:url(https\:\/\/example.org\/wp-content\/uploads\/2026\/05\/photo.jpg)}',
            'slashes of CSS by number'
                => '.a{background:url(https\3a \2f \2f example.org\2fwp-content\2fuploads\2f 2026\2f 05\2fphoto.jpg)}',
            'a file of a style' => self::json(['url' => 'file:./wp-content/uploads/2026/05/photo.jpg']),
            'a literal of a script' => '`${base}/2026/05/photo.jpg`',
            'an image service on the site'
                => '<img src="https://example.org/cdn-cgi/image/width=3,quality=8/wp-content/uploads/2026/05/photo.jpg">',
            'an image service with the whole address' => "<img src=\"https://example.org/cdn-cgi/image/width=300,format=auto/{$url}\">",
            'an image service without a host' => '<img src="/cdn-cgi/image/fit=cover/wp-content/uploads/2026/05/photo.jpg">',
            'an image service in JSON' => self::json(['u' => 'https://example.org/cdn-cgi/image/w=3/wp-content/uploads/2026/05/photo.jpg']),
            'Photon' => "https://i0.wp.com/{$rest}?resize=300,200",
            'Cloudinary' => "https://res.cloudinary.com/demo/image/fetch/w_300/{$url}",
            'an archive of the web' => "https://web.archive.org/web/2020/{$url}",
            'a path of Windows' => 'C:\inetpub\wwwroot\wp-content\uploads\2026\05\photo.jpg',
            'a path of Windows in JSON' => self::json(['p' => 'C:\inetpub\wwwroot\wp-content\uploads\2026\05\photo.jpg']),
            'a path of Windows in data' => serialize(['p' => 'C:\inetpub\wwwroot\wp-content\uploads\2026\05\photo.jpg']),
            'a path of Windows and others' => 'C:\inetpub\wwwroot/wp-content/uploads/2026/05\photo.jpg',
            'a path of Windows with slashes' => 'C:/inetpub/wwwroot/wp-content/uploads/2026/05/photo.jpg',
            'a path of Windows below uploads' => 'uploads\2026\05\photo.jpg',
            'an address of a file' => 'file:///srv/www/wp-content/uploads/2026/05/photo.jpg',
            'a user in it' => "https://user:pass@{$rest}",
            'two slashes each' => 'https://example.org//wp-content//uploads/2026//05/photo.jpg',
            'dots in the path' => 'https://example.org/x/../wp-content/uploads/2026/./05/photo.jpg',
            'a way up and down again' => '/wp-content/uploads/2026/05/../05/photo.jpg',
            'another protocol' => "ftp://{$rest}",
            'serialized in an attribute' => '<div data-x="' . htmlspecialchars(serialize(['u' => $url])) . '">',
            'serialized in an address' => rawurlencode(serialize(['u' => $url])),
            'an object of a class' => "O:4:\"Acme\":1:{s:7:\"\0Acme\0u\";s:" . strlen($url) . ":\"{$url}\";}",
            'an object that serializes itself' => 'C:11:"ArrayObject":' . strlen($object) . ":{{$object}}",
            'data with wrong lengths' => "a:1:{s:1:\"u\";s:999:\"{$url}\";}",
            'a name alone' => 'photo.jpg',
            'a dot by number' => '<img src="' . self::URL . 'photo&#46;jpg">',
            'a dot by name' => '<img src="' . self::URL . 'photo&period;jpg">',
        ]);
    }

    /** @dataProvider cellsToList */
    public function testItStaysAsItIsAndIsListed(string $text): void
    {
        [$now, $left, $problems] = self::replaced($text, self::map('photo.jpg', 'red-bike.webp'));
        self::assertSame($text, $now);
        self::assertTrue($problems !== [] || $left === [7 => ['photo.jpg']]);
    }

    /** Written in a way that nobody needs, it may be written plainly afterwards; it says what it has to say. */
    public function testSignsThatNeedNoEncodingMayLoseIt(): void
    {
        $map = self::map('photo.jpg', 'red-bike.webp');
        foreach (['photo%2Ejpg' => 'red-bike.webp', 'photo\\2d 300x200.jpg' => 'red-bike-300x200.webp'] as $old => $new) {
            self::assertSame([self::URL . $new, [], []], self::replaced(self::URL . $old, $map));
        }
    }

    /** @return iterable<string, array{string}> What is no file of this site's, or another one. */
    public static function others(): iterable
    {
        yield 'a longer name' => [self::URL . 'photo.jpg.webp'];
        yield 'another host' => ['https://example.net/wp-content/uploads/2026/05/photo.jpg'];
        yield 'another folder' => ['/wp-content/uploads/2025/04/photo.jpg'];
        yield 'compressed, of another' => [base64_encode((string) gzcompress(self::html(self::URL . 'my-photo.jpg')))];
        yield 'what looks compressed' => ['H4sI' . str_repeat('abcd', 20)];
        yield 'a slug that looks like Base64' => [str_repeat('some-words_', 8) . 'photo'];
    }

    /** @dataProvider others */
    public function testWhatMeansAnotherFileIsNeitherTouchedNorListed(string $text): void
    {
        self::assertSame([$text, [], []], self::replaced($text, self::map('photo.jpg', 'red-bike.webp')));
    }

    public function testWhatIsVeryLongOnceUnpackedIsLeft(): void
    {
        $bomb = base64_encode((string) gzcompress(str_repeat(self::URL . 'photo.jpg ', 200_000)));
        $used = memory_get_usage();
        memory_reset_peak_usage();
        self::assertSame([], self::replaced($bomb, self::map('photo.jpg', 'red-bike.webp'))[1]);
        self::assertLessThan(12 * MB_IN_BYTES, memory_get_peak_usage() - $used);
    }

    /** @return iterable<string, array{string, string}> host of the site, host in content */
    public static function hostsInLetters(): iterable
    {
        foreach (['münchen.example', 'xn--mnchen-3ya.example'] as $site) {
            yield "{$site}, in letters" => [$site, 'münchen.example'];
            yield "{$site}, in ASCII" => [$site, 'xn--mnchen-3ya.example'];
            yield "{$site}, in capitals" => [$site, 'MÜNCHEN.example'];
            yield "{$site}, encoded" => [$site, 'm%C3%BCnchen.example'];
            yield "{$site}, in JSON" => [$site, 'm\\u00fcnchen.example'];
            yield "{$site}, decomposed" => [$site, "mu\u{308}nchen.example"];
        }
    }

    /** @dataProvider hostsInLetters */
    public function testAHostInLettersIsTheSameInAscii(string $site, string $written): void
    {
        $bases = [new UploadBase([$site], 'wp-content/uploads')];
        $make = static fn (string $name): string
            => "<img src=\"https://{$written}/wp-content/uploads/2026/05/{$name}\"> //{$written}/wp-content/uploads/2026/05/{$name}";
        $map = self::map('photo.jpg', 'red-bike.webp');
        self::assertSame([$make('red-bike.webp'), [], []], self::replaced($make('photo.jpg'), $map, $bases));
        $other = str_ireplace('nchen', 'nster', $make('photo.jpg'));
        self::assertSame([$other, [], []], self::replaced($other, $map, $bases));
    }

    private static function map(string $from, string $to): NameMap
    {
        $map = new NameMap();
        foreach (['', '-300x200', '-1024x683', '-scaled'] as $size) {
            $of = static fn (string $name): string => str_replace('.', "{$size}.", $name);
            $map->add("2026/05/{$of($from)}", new Target(7, $of($to)));
        }
        return $map;
    }

    /**
     * @param list<UploadBase>|null $bases
     * @return array{string, array<int, list<string>>, list<string>} The text afterwards, what is left in it, and problems.
     */
    private static function replaced(string $text, NameMap $map, ?array $bases = null): array
    {
        $bases ??= [new UploadBase(['example.org', 'www.example.org'], 'wp-content/uploads'), new UploadBase(['cdn.example.net'], ''),
            new UploadBase([], 'srv/www/wp-content/uploads'), new UploadBase([], 'uploads')];
        if (!Needles::for($map->paths(), $bases, [], bare: true)->match($text)) {
            return [$text, [], []];
        }
        $rewrite = Rewriter::forNames($bases, $map)->rewrite($text);
        $now = Needles::for($map->paths(), $bases, [])->match($text) ? $rewrite->edits->apply($text) : $text;
        return [$now, (new Leftovers($bases, $map))->in($now), $rewrite->problems];
    }
}
