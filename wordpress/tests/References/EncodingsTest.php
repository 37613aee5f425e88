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
 * One encoding inside the other, three deep, each with each: what stands there afterwards says the new address when everything is
 * taken off again, or it stands there as before and is listed.
 *
 * @group acceptance-B9
 * @group acceptance-B11
 */
final class EncodingsTest extends TestCase
{
    /** @return array<string, array{callable(string): string, callable(string): string}> How a text is put in, and taken out. */
    private static function encodings(): array
    {
        $cut = static fn (string $before, string $after): callable => static function (string $text) use ($before, $after): string {
            self::assertStringStartsWith($before, $text);
            self::assertStringEndsWith($after, $text);
            return substr($text, strlen($before), strlen($text) - strlen($before) - strlen($after));
        };
        $in = static fn (string $before, string $after): array => [
            static fn (string $text): string => $before . $text . $after, $cut($before, $after),
        ];
        $from64 = static function (string $text): string {
            $decoded = base64_decode(strtr($text, '-_', '+/'), true);
            self::assertNotFalse($decoded, $text);
            return $decoded;
        };
        $tag = $cut('<div data-a="1" data-x="', '">z</div>');
        return [
            'json' => [static fn (string $text): string => (string) json_encode(['u' => $text, 'x' => 1]),
                static fn (string $json): string => json_decode($json, true, 4, JSON_THROW_ON_ERROR)['u']],
            'hexjson' => [static fn (string $text): string => (string) json_encode(
                [$text],
                JSON_UNESCAPED_SLASHES | JSON_HEX_TAG | JSON_HEX_QUOT | JSON_HEX_AMP | JSON_HEX_APOS
            ), static fn (string $json): string => json_decode($json, true, 4, JSON_THROW_ON_ERROR)[0]],
            'serialized' => [static fn (string $text): string => serialize(['k' => $text, 'n' => [1, null]]),
                static fn (string $data): string => unserialize($data, ['allowed_classes' => false])['k']],
            'base64' => ['base64_encode', $from64],
            'base64url' => [static fn (string $text): string => rtrim(strtr(base64_encode($text), '+/', '-_'), '='), $from64],
            'percent' => ['rawurlencode', 'rawurldecode'],
            // A plus sign in a text that has nothing encoded is one: nobody can see that it went through an encoding.
            'form' => ['urlencode', static fn (string $text): string => str_contains($text, '%') ? urldecode($text) : $text],
            'entities' => [static fn (string $text): string => htmlspecialchars($text, ENT_QUOTES),
                static fn (string $text): string => htmlspecialchars_decode($text, ENT_QUOTES)],
            'image' => $in('<p>x <img src="', '" alt="a"> y</p>'),
            'attribute' => [static fn (string $text): string => '<div data-a="1" data-x="' . htmlspecialchars($text) . '">z</div>',
                static fn (string $text): string => htmlspecialchars_decode($tag($text))],
            'css' => $in(".a{background:url('", "') no-repeat}"),
            'shortcode' => $in('[x a="1" src="', "\" b='2'] text"),
            'slashes' => ['addslashes', 'stripslashes'],
            'block' => [static fn (string $text): string => '<!-- wp:x/y ' . serialize_block_attributes(['d' => $text, 'n' => 2]) . ' /-->',
                static fn (string $text): string => parse_blocks($text)[0]['attrs']['d']],
            'script' => [static fn (string $text): string => '<script>var a=' . json_encode($text) . ';</script>',
                static fn (string $text): string => json_decode($cut('<script>var a=', ';</script>')($text), true, 4, JSON_THROW_ON_ERROR)],
            'packed' => [static fn (string $text): string => base64_encode((string) gzcompress($text)),
                static fn (string $text): string => (string) gzuncompress((string) base64_decode($text))],
        ];
    }

    /** @return iterable<string, array{string, string}> */
    public static function first(): iterable
    {
        foreach (['https://example.org/wp-content/uploads/2026/05/', '/wp-content/uploads/2026/05/'] as $address) {
            foreach (array_keys(self::encodings()) as $first) {
                yield "{$first}, {$address}" => [$first, $address];
            }
        }
    }

    /** @dataProvider first */
    public function testEveryCombinationSaysTheNewAddressOrIsListed(string $first, string $address): void
    {
        $encodings = self::encodings();
        $missed = [];
        $rewritten = $all = 0;
        foreach (array_keys($encodings) as $second) {
            foreach (array_keys($encodings) as $third) {
                $names = [$first, $second, $third];
                $text = self::through($encodings, $names, 0, "{$address}photo.jpg");
                [$now, $isListed] = self::replaced($text);
                if ($now === $text) {
                    $isListed || self::isTooDeep($names) || $missed[] = implode(' in ', $names) . ": {$text}";
                } else {
                    $plain = self::through($encodings, array_reverse($names), 1, $now);
                    self::assertSame("{$address}red-bike.webp", $plain, implode(' in ', $names) . ": {$now}");
                    $rewritten++;
                }
                $all++;
            }
        }
        self::assertSame([], $missed);
        self::assertGreaterThan($first === 'packed' ? -1 : 0.4 * $all, $rewritten);
    }

    /**
     * @param array<string, array{callable(string): string, callable(string): string}> $encodings
     * @param list<string> $names
     * @param int          $way   0 to put in, 1 to take out
     */
    private static function through(array $encodings, array $names, int $way, string $text): string
    {
        return array_reduce($names, static fn (string $text, string $name): string => $encodings[$name][$way]($text), $text);
    }

    /**
     * What is compressed and then encoded further, or encoded in Base64 three times, is not looked into.
     *
     * @param list<string> $names
     */
    private static function isTooDeep(array $names): bool
    {
        $opaque = array_intersect($names, ['base64', 'base64url', 'packed']);
        return count($opaque) === 3 || (count($opaque) === 2 && in_array('packed', $opaque, true));
    }

    /** @return array{string, bool} The text afterwards, and whether something of it is listed. */
    private static function replaced(string $text): array
    {
        static $parts = null;
        if ($parts === null) {
            $map = new NameMap();
            $map->add('2026/05/photo.jpg', new Target(7, 'red-bike.webp'));
            $bases = [new UploadBase(['example.org'], 'wp-content/uploads'), new UploadBase([], 'uploads')];
            $parts = [Needles::for($map->paths(), $bases, []), Needles::for($map->paths(), $bases, [], bare: true),
                Rewriter::forNames($bases, $map), new Leftovers($bases, $map)];
        }
        [$needles, $proof, $rewriter, $leftovers] = $parts;
        if (!$proof->match($text)) {
            return [$text, false];
        }
        $rewrite = $rewriter->rewrite($text);
        $now = $needles->match($text) ? $rewrite->edits->apply($text) : $text;
        return [$now, $rewrite->problems !== [] || $leftovers->in($now) !== []];
    }
}
