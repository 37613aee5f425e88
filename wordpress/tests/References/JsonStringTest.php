<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\References\JsonString;

/** Strings of JSON: an edit of the value becomes an edit of what is written, in the way in which the rest is written. */
final class JsonStringTest extends TestCase
{
    /** @return iterable<string, array{string, string|null}> what is written between the quotes, and its value */
    public static function written(): iterable
    {
        yield 'empty' => ['', ''];
        yield 'plain' => ['photo.jpg', 'photo.jpg'];
        yield 'every short escape' => ['\\"\\\\\\/\\b\\f\\n\\r\\t', "\"\\/\x08\f\n\r\t"];
        yield 'a letter by its number' => ['caf\\u00e9 \\u00C9', 'café É'];
        yield 'a pair for one sign' => ['\\ud83d\\udeb2', '🚲'];
        yield 'a pair in capitals' => ['\\uD83D\\uDEB2!', '🚲!'];
        yield 'unescaped letters' => ['日本 🚲', '日本 🚲'];
        yield 'control characters that stand for themselves' => ["a\tb", "a\tb"];
        yield 'an escape that is none' => ['\\x41', null];
        yield 'a number that is too short' => ['\\u00e', null];
        yield 'a number with another letter' => ['\\u00g9', null];
        yield 'a lone backslash at the end' => ['photo\\', null];
        yield 'the string ends before' => ['a"b', null];
        yield 'a hexadecimal escape of PHP' => ['\\u{e9}', null];
    }

    /** @dataProvider written */
    public function testItsValueIsWhatPhpReads(string $written, ?string $value): void
    {
        $string = JsonString::decode($written);
        self::assertSame($value, $string?->value);
        $known = json_decode("\"{$written}\"");
        $value === null || str_contains($written, "\t") ? self::assertNull($known) : self::assertSame($known, $value);
    }

    /** @return iterable<string, array{string, string, string, string}> written, old and new part of the value, written afterwards */
    public static function replacements(): iterable
    {
        yield 'plain' => ['see photo.jpg here', 'photo.jpg', 'bike.webp', 'see bike.webp here'];
        yield 'slashes escaped as before' => ['a\\/photo.jpg', 'photo.jpg', 'b/c.webp', 'a\\/b\\/c.webp'];
        yield 'slashes free as before' => ['a/photo.jpg', 'photo.jpg', 'b/c.webp', 'a/b/c.webp'];
        yield 'letters escaped where none was free' => ['photo.jpg', 'photo', 'café', 'caf\\u00e9.jpg'];
        yield 'letters free where one was' => ['é photo.jpg', 'photo', 'café', 'é café.jpg'];
        yield 'a quote' => ['photo', 'photo', 'a "b"', 'a \\"b\\"'];
        yield 'a backslash' => ['photo', 'photo', 'a\\b', 'a\\\\b'];
        yield 'a backslash by its number' => ['a\\u005cb photo', 'photo', 'c\\d "e"', 'a\\u005cb c\\u005cd \\"e\\"'];
        yield 'the block editor’s quotes' => ['\\u0022photo\\u0022', 'photo', 'a"b', '\\u0022a\\u0022b\\u0022'];
        yield 'the block editor’s hyphens' => ['a\\u002d\\u002db photo', 'photo', 'x--y', 'a\\u002d\\u002db x\\u002d\\u002dy'];
        yield 'two hyphens elsewhere' => ['a--b photo', 'photo', 'x--y', 'a--b x--y'];
        yield 'angle brackets' => ['\\u003cb\\u003e photo', 'photo', '<i>', '\\u003cb\\u003e \\u003ci\\u003e'];
        yield 'angle brackets in capitals' => ['\\u003Cb> photo', 'photo', '<i>', '\\u003Cb> \\u003Ci\\u003E'];
        yield 'angle brackets free as before' => ['a\\/b photo', 'photo', '<i>', 'a\\/b <i>'];
        yield 'ampersands' => ['a \\u0026 photo', 'photo', 'b&c', 'a \\u0026 b\\u0026c'];
        yield 'behind a pair' => ['\\ud83d\\udeb2 photo', 'photo', '🚳', '\\ud83d\\udeb2 \\ud83d\\udeb3'];
        yield 'an escaped letter as a whole' => ['caf\\u00e9', 'é', 'e', 'cafe'];
        yield 'from an escape to the next' => ['\\nphoto\\n', "\nphoto\n", ' ', ' '];
        yield 'nothing for something' => ['photo.jpg', '.jpg', '', 'photo'];
    }

    /** @dataProvider replacements */
    public function testEditsAreWrittenAsTheRestIs(string $written, string $old, string $new, string $expected): void
    {
        $string = JsonString::decode($written);
        self::assertNotNull($string);
        $edit = new Edit((int) strpos($string->value, $old), $old, $new, [7], '2026/05');
        $edits = $string->edits(new Edits([$edit]));
        self::assertSame(strtolower($expected), strtolower((new Edits($edits))->apply($written)));
        self::assertSame([[7], '2026/05'], [$edits[0]->attachments, $edits[0]->folder]);
        self::assertSame(str_replace($old, $new, $string->value), json_decode('"' . (new Edits($edits))->apply($written) . '"'));
    }

    public function testEachOfManyEditsFindsItsPlace(): void
    {
        $value = implode(' ', array_map(static fn (int $n): string => "é\"{$n}/photo.jpg", range(1, 40)));
        $written = substr((string) json_encode($value), 1, -1);
        $edits = [];
        for ($at = 0; ($at = strpos($value, 'photo', $at)) !== false; $at++) {
            $edits[] = new Edit($at, 'photo', 'bike');
        }
        $edits = new Edits((JsonString::decode($written))?->edits(new Edits($edits)) ?? []);
        self::assertCount(40, $edits->list);
        self::assertSame(substr((string) json_encode(str_replace('photo', 'bike', $value)), 1, -1), $edits->apply($written));
    }

    /** @return iterable<string, array{string, int, string}> written, offset, old bytes */
    public static function insides(): iterable
    {
        yield 'in the middle of a letter that is escaped' => ['\\u00e9', 1, "\xa9"];
        yield 'up to the middle of one' => ['a\\u00e9', 0, "a\xc3"];
        yield 'in the middle of a pair' => ['\\ud83d\\udeb2', 2, "\x9a\xb2"];
    }

    /** @dataProvider insides */
    public function testAnEditThatSplitsAnEscapeIsRefused(string $written, int $offset, string $old): void
    {
        $this->expectException(\UnexpectedValueException::class);
        JsonString::decode($written)?->edits(new Edits([new Edit($offset, $old, 'x')]));
    }

    public function testWhatIsNoTextCannotBeWrittenAsJson(): void
    {
        $this->expectException(\UnexpectedValueException::class);
        JsonString::decode('photo')?->edits(new Edits([new Edit(0, 'photo', "\xff")]));
    }
}
