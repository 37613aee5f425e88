<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\References\Spelling;

/** One path in all the ways in which HTML, JSON, CSS and URLs write it. */
final class SpellingTest extends TestCase
{
    /** @return iterable<string, array{string, string}> written, meant */
    public static function spellings(): iterable
    {
        $path = 'wp-content/uploads/2026/05/photo.jpg';
        yield 'plain' => [$path, $path];
        yield 'JSON' => [str_replace('/', '\\/', $path), $path];
        yield 'JSON in JSON' => [str_replace('/', '\\\\\\/', $path), $path];
        yield 'a slash by its number' => [str_replace('/', '\\u002f', $path), $path];
        yield 'the same in JSON' => [str_replace('/', '\\\\u002F', $path), $path];
        yield 'a backslash by its number' => [str_replace('/', '\\u005c/', $path), $path];
        yield 'URL-encoded' => [str_replace('/', '%2F', $path), $path];
        yield 'twice' => [str_replace('/', '%252f', $path), $path];
        yield 'four times' => [str_replace('/', '%2525252F', $path), $path];
        yield 'an encoded backslash before it' => [str_replace('/', '%5C%2F', $path), $path];
        yield 'entities' => [str_replace('/', '&#47;', $path), $path];
        yield 'entities with noughts' => [str_replace('/', '&#0047;', $path), $path];
        yield 'hexadecimal entities' => [str_replace('/', '&#x2F;', $path), $path];
        yield 'a hyphen by its number' => [str_replace('-', '\\u002d', $path), $path];
        yield 'an encoded hyphen' => [str_replace('-', '%2D', $path), $path];
    }

    /** @dataProvider spellings */
    public function testAPathIsFoundInEverySpelling(string $written, string $meant): void
    {
        self::assertSame(1, preg_match('~^' . Spelling::ofPath($meant) . '$~D', $written));
        self::assertSame($meant, Spelling::decoded($written));
        self::assertSame(0, preg_match('~^' . Spelling::ofPath('wp-content/uploads/2026/06/photo.jpg') . '$~D', $written));
    }

    /** @return iterable<string, array{string, string}> */
    public static function names(): iterable
    {
        yield 'a letter by its number' => ['caf\\u00e9.jpg', 'café.jpg'];
        yield 'the same twice escaped' => ['caf\\\\u00e9.jpg', 'café.jpg'];
        yield 'URL-encoded letters' => ['caf%C3%A9.jpg', 'café.jpg'];
        yield 'encoded twice' => ['caf%25C3%25A9.jpg', 'café.jpg'];
        yield 'a per cent sign' => ['100%25.jpg', '100%.jpg'];
        yield 'a per cent sign that encodes nothing' => ['100%.jpg', '100%.jpg'];
        yield 'an entity' => ['a&amp;b.jpg', 'a&b.jpg'];
        yield 'an apostrophe' => ['it&#039;s.jpg', "it's.jpg"];
        yield 'a named entity of HTML 5' => ['it&apos;s.jpg', "it's.jpg"];
        yield 'an ampersand that begins none' => ['a&b.jpg', 'a&b.jpg'];
        yield 'a space' => ['my%20photo.jpg', 'my photo.jpg'];
        yield 'a plus stays' => ['my+photo.jpg', 'my+photo.jpg'];
        yield 'an emoji' => ['\\ud83d\\udeb2.jpg', '🚲.jpg'];
        yield 'a half of one stays' => ['\\ud83d.jpg', '\\ud83d.jpg'];
        yield 'several slashes are one' => ['a\\/\\/b.jpg', 'a/b.jpg'];
    }

    /** @dataProvider names */
    public function testWhatIsMeant(string $written, string $meant): void
    {
        self::assertSame($meant, Spelling::decoded($written));
    }

    /** @return iterable<string, array{string, string, string}> old name as it is written, new name, new name as it is to be written */
    public static function likenesses(): iterable
    {
        yield 'plain' => ['photo.jpg', 'red-bike.webp', 'red-bike.webp'];
        yield 'plain letters stay plain' => ['é.jpg', 'ü.webp', 'ü.webp'];
        yield 'encoded letters' => ['%C3%A9.jpg', 'ü.webp', '%C3%BC.webp'];
        yield 'encoded twice' => ['%25C3%25A9.jpg', 'ü.webp', '%25C3%25BC.webp'];
        yield 'letters by their numbers' => ['\\u00e9.jpg', 'ü.webp', '\\u00fc.webp'];
        yield 'the same in JSON' => ['\\\\u00e9.jpg', 'ü.webp', '\\\\u00fc.webp'];
        yield 'two hyphens of the block editor' => ['a\\u002d\\u002db.jpg', 'x--y.webp', 'x\\u002d\\u002dy.webp'];
        yield 'two hyphens elsewhere' => ['a--b.jpg', 'x--y.webp', 'x--y.webp'];
        yield 'a space in the new name' => ['photo.jpg', 'red bike.webp', 'red%20bike.webp'];
        yield 'a comma in the new name' => ['photo.jpg', 'a,b.webp', 'a%2Cb.webp'];
        yield 'a quote in the new name' => ['photo.jpg', "it's.webp", 'it%27s.webp'];
        yield 'an emoji by its numbers' => ['\\u00e9.jpg', '🚲.webp', '\\ud83d\\udeb2.webp'];
    }

    /** @dataProvider likenesses */
    public function testANewNameIsWrittenLikeTheOldOne(string $written, string $name, string $expected): void
    {
        self::assertSame($expected, Spelling::like($written, $name));
        self::assertSame($name, Spelling::decoded(Spelling::like($written, $name)));
    }
}
