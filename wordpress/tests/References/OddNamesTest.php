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
 * Names that nobody would choose, in every encoding and at every place: each is rewritten or, where that cannot be, listed.
 *
 * @group acceptance-B9
 * @group acceptance-B10
 * @group acceptance-B11
 */
final class OddNamesTest extends TestCase
{
    private const BASES = ['https://example.org/wp-content/uploads/', '//example.org/wp-content/uploads/', '/wp-content/uploads/',
        '/srv/www/wp-content/uploads/', 'https://cdn.example.net/', '$upload$/'];

    /** @return iterable<string, array{string}> */
    public static function names(): iterable
    {
        $names = ['my photo', 'my photo (1)', "it's here", 'a, b', 'R&D', '50% off', 'wow!', 'No #1', 'a+b', '[x]', '{x}', 'a;b', 'a=b',
            'a@b', 'a~b', 'a^b', 'a`b', 'a$b', 'a:b', 'café ñ', '写真 1', 'x--y', 'ÄÖ', "e\u{301}t", '💡 idea', '(1)', '1', 'don’t – go'];
        foreach ($names as $name) {
            yield $name => [$name];
        }
    }

    /** @return array<string, callable(string): string> */
    private static function encodings(): array
    {
        $percent = static fn (string $url): string => implode('/', array_map('rawurlencode', explode('/', $url)));
        $json = static fn (string $url, int $flags = 0): string => substr((string) json_encode($url, $flags), 1, -1);
        $codes = static fn (string $format): \Closure => static fn (string $url): string => (string) preg_replace_callback(
            '/[^A-Za-z0-9.\/:_-]/u',
            static fn (array $match): string => sprintf($format, mb_ord($match[0])),
            $url
        );
        return [
            'raw' => static fn (string $url): string => $url,
            'percent' => $percent,
            'percent, lower case' => static fn (string $url): string => (string) preg_replace_callback(
                '/%[0-9A-F]{2}/',
                static fn (array $match): string => strtolower($match[0]),
                $percent($url)
            ),
            'percent twice' => static fn (string $url): string => rawurlencode($percent($url)),
            'entities' => static fn (string $url): string => htmlspecialchars($url, ENT_QUOTES),
            'percent and entities' => static fn (string $url): string => htmlspecialchars($percent($url), ENT_QUOTES),
            'named entities' => static fn (string $url): string => htmlentities($url, ENT_QUOTES),
            'numbered entities' => $codes('&#%d;'),
            'hexadecimal entities' => $codes('&#x%x;'),
            'JSON' => $json,
            'JSON with hexadecimal signs' => static fn (string $url): string
                => $json($url, JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_HEX_QUOT),
            'JSON in JSON' => static fn (string $url): string => $json($json($url)),
            'a block' => static fn (string $url): string => substr(serialize_block_attributes(['a' => $url]), 6, -2),
            'CSS' => static fn (string $url): string => (string) preg_replace('/[ ()\'",]/', '\\\\$0', $url),
        ];
    }

    /** @return array<string, callable(string, string): string> */
    private static function places(): array
    {
        return [
            'alone' => static fn (string $url): string => $url,
            'in quotes' => static fn (string $url): string => "<img src=\"{$url}\" alt=\"x\">",
            'a srcset' => static fn (string $url, string $small): string => "<img srcset=\"{$small} 300w, {$url} 1024w\">",
            'CSS with quotes' => static fn (string $url): string => ".a{background-image:url(\"{$url}\")}",
            'CSS with entities' => static fn (string $url): string => "<p style=\"background:url(&quot;{$url}&quot;) no-repeat\">",
            'a query behind it' => static fn (string $url): string => "<a href=\"{$url}?x=1#y\">",
            'JSON' => static fn (string $url): string => "{\"url\":\"{$url}\",\"id\":5}",
            'serialized' => static fn (string $url, string $small): string => serialize(['a' => $url, 'b' => [$small]]),
            'JSON in serialized' => static fn (string $url): string => serialize([json_encode(['x' => $url])]),
            'serialized in JSON' => static fn (string $url): string => (string) json_encode(['x' => serialize([$url])]),
            'escaped HTML' => static fn (string $url): string => htmlspecialchars("<img src=\"{$url}\">"),
            'encoded HTML' => static fn (string $url): string => rawurlencode("<img src=\"{$url}\">"),
            'Base64' => static fn (string $url): string => base64_encode("<p><img src=\"{$url}\"></p>"),
            'a shortcode' => static fn (string $url): string => "[img src=\"{$url}\" w=1]",
        ];
    }

    /** @dataProvider names */
    public function testAFormIsRewrittenOrListed(string $name): void
    {
        $map = new NameMap();
        $map->add("2026/05/{$name}.jpg", new Target(7, 'red-bike.webp'));
        $map->add("2026/05/{$name}-300x200.jpg", new Target(7, 'red-bike-300x200.webp'));
        $bases = [new UploadBase(['example.org'], '/wp-content/uploads'), new UploadBase(['cdn.example.net'], ''),
            new UploadBase([], '/srv/www/wp-content/uploads'), new UploadBase([], 'uploads')];
        $rewriter = Rewriter::forNames($bases, $map);
        $leftovers = new Leftovers($bases, $map);
        $needles = Needles::for($map->paths(), $bases, [], bare: true);
        $missed = [];
        $rewritten = $forms = 0;
        foreach (self::BASES as $base) {
            foreach (self::encodings() as $encoding => $encode) {
                foreach (self::places() as $place => $put) {
                    $make = static fn (string $name, string $type): string => $put(
                        $encode("{$base}2026/05/{$name}.{$type}"),
                        $encode("{$base}2026/05/{$name}-300x200.{$type}")
                    );
                    $text = $make($name, 'jpg');
                    $new = $needles->match($text) ? ($rewrite = $rewriter->rewrite($text))->edits->apply($text) : $text;
                    $isRight = self::meaning($new) === self::meaning($make('red-bike', 'webp'));
                    $isListed = $needles->match($text) && ($rewrite->problems !== [] || $leftovers->in($new) !== []);
                    $isRight || $isListed || $missed[] = "{$encoding}, {$place}: {$text}";
                    $rewritten += (int) $isRight;
                    $forms++;
                    !str_starts_with($text, 'a:') || self::assertNotFalse(unserialize($new), $new);
                }
            }
        }
        self::assertSame([], $missed);
        self::assertGreaterThan(0.95 * $forms, $rewritten, 'to be listed is for the rest');
    }

    /** What a text says when all encodings are taken off. */
    private static function meaning(string $text): string
    {
        $plain = base64_decode($text, true) ?: $text;
        $plain = rawurldecode(rawurldecode(rawurldecode($plain)));
        return (string) preg_replace('~\\\\+(?:u005c)*~', '', html_entity_decode(html_entity_decode($plain, ENT_QUOTES), ENT_QUOTES));
    }

    public function testALongBatchOfOddNamesIsSoughtAsOne(): void
    {
        $paths = array_map(static fn (int $number): string => "2026/05/写真 {$number}.jpg", range(1, 50));
        $needles = Needles::for($paths, [new UploadBase([], 'uploads')], [], bare: true);
        foreach (['写真 50.jpg', '%E5%86%99%E7%9C%9F%2050-300x200.jpg', '\\u5199\\u771f 50-scaled.jpg'] as $one) {
            self::assertTrue($needles->match("\"{$one}\""), $one);
        }
        foreach (['写真 51.jpg', '写真 5.txt', '真 50.jpg'] as $other) {
            self::assertFalse($needles->match("\"{$other}\""), $other);
        }
    }

    public function testAFolderWithSignsOfItsOwnIsKnown(): void
    {
        $map = new NameMap();
        $map->add('our team/2026/photo.jpg', new Target(7, 'bike.webp'));
        $leftovers = new Leftovers([new UploadBase(['example.org'], 'wp-content/uploads')], $map);
        foreach (['our team/2026/photo.jpg', 'our&#32;team/2026/photo.jpg', 'our%20team/2026/photo.jpg'] as $value) {
            self::assertSame([7 => ['photo.jpg']], $leftovers->in($value), $value);
        }
        self::assertSame([], $leftovers->in('their team/2025/photo.jpg'));
    }
}
