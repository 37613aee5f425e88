<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\References\BareNames;
use PictureOptimizer\References\Base64;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Needles;
use PictureOptimizer\References\Rewrite;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;

/** The parts that a search is made of: names, the words that let a value pass, Base64, names without a folder. */
final class LookupsTest extends TestCase
{
    public function testNamesAreFoundHoweverTheirLettersAreComposed(): void
    {
        $map = new NameMap();
        self::assertTrue($map->isEmpty());
        $map->add("2026/05/cafe\u{301}.jpg", new Target(7, 'a.webp'));
        $map->add('2026/05/photo.jpg', new Target(8, 'b.webp'));
        $map->add('5', new Target(9, 'c.webp'));
        self::assertFalse($map->isEmpty());
        self::assertSame([7, 7, 8, 9], array_map(
            static fn (string $path): ?int => $map->find($path)?->attachmentId,
            ["2026/05/cafe\u{301}.jpg", '2026/05/café.jpg', '2026/05/photo.jpg', '5']
        ));
        self::assertSame(['2026/05/café.jpg', '2026/05/photo.jpg', '5'], $map->paths(), 'a number is a name, too');
        foreach (['2026/05/Photo.jpg', '/2026/05/photo.jpg', 'photo.jpg', '2026/05/photo.jpg ', "2026/05/\xff.jpg", ''] as $other) {
            self::assertNull($map->find($other), $other);
        }
    }

    public function testTheLastOneOfTwoNamesCounts(): void
    {
        $map = new NameMap();
        $map->add('a.jpg', new Target(7, 'x.webp'));
        $map->add('a.jpg', new Target(7, 'y.webp'));
        self::assertSame('y.webp', $map->find('a.jpg')?->fileName);
    }

    /** @return iterable<string, array{list<string>, list<int>, bool, string, bool}> paths, alts, bare, value, whether it passes */
    public static function values(): iterable
    {
        $one = ['2026/05/photo.jpg', '2026/05/photo-300x200.jpg', '2026/05/photo-scaled.jpg'];
        yield 'a URL' => [$one, [], false, 'https://x.example/wp-content/uploads/2026/05/photo.jpg', true];
        yield 'a size' => [$one, [], false, 'src="photo-300x200.jpg"', true];
        yield 'an escaped name' => [$one, [], false, '\\/photo.jpg', true];
        yield 'something else' => [$one, [], false, 'https://x.example/wp-content/uploads/2026/05/other.jpg', false];
        yield 'Base64 that names the folder' => [$one, [], false, base64_encode('a /uploads/2026/05/photo.jpg'), true];
        yield 'the class of an image' => [$one, [7], false, '<img class="wp-image-7">', true];
        yield 'the class of another image' => [$one, [7], false, '<img class="wp-image-8">', false];
        $many = ['2026/05/alpha.jpg', '2026/05/beta.jpg', '2026/05/gamma.jpg', '2026/05/delta.jpg'];
        yield 'one of many' => [$many, [], false, 'uploads/2026/05/gamma-1x1.jpg', true];
        yield 'one of many, URL-encoded' => [$many, [], false, 'uploads%2F2026%2F05%2Fdelta.jpg', true];
        yield 'one of many, as an entity' => [$many, [], false, 'uploads&#47;delta.jpg', true];
        yield 'one of many without a folder' => [$many, [], false, '"delta.jpg"', false];
        yield 'the same where such names are looked for' => [$many, [], true, '"delta.jpg"', true];
        yield 'the middle of a longer name' => [$many, [], true, 'newdelta.jpg', false];
        yield 'any class where there are many' => [$many, [1, 2, 3, 4], false, '<img class="wp-image-99">', true];
        yield 'a name that is too short lets folders pass' => [['2026/05/a.jpg'], [], false, 'x/uploads/2026', true];
        yield 'and nothing else' => [['2026/05/a.jpg'], [], false, 'a', false];
        yield 'a name of another script' => [['2026/05/写真.jpg'], [], false, '/uploads/2026/05/%E5%86%99.jpg', true];
        yield 'the plain beginning of a name' => [['2026/05/photo-写真.jpg'], [], false, 'photo-%E5%86%99', true];
        yield 'two hyphens are escaped' => [['2026/05/photo--x.jpg'], [], false, 'photo\\u002d\\u002dx.jpg', true];
        yield 'only alts' => [[], [7, 8], false, 'x wp-image-8 x', true];
    }

    /**
     * @dataProvider values
     * @param list<string> $paths
     * @param list<int> $alts
     */
    public function testTheCoarseSearchLetsPassWhatMayNameAnImage(array $paths, array $alts, bool $bare, string $value, bool $passes): void
    {
        $needles = Needles::for($paths, [new UploadBase(['x.example'], 'wp-content/uploads')], $alts, $bare);
        self::assertSame($passes, $needles->match($value));
        self::assertFalse($needles->isEmpty());
    }

    public function testTheShortestValueThatIsWorthReading(): void
    {
        $bases = [new UploadBase([], 'uploads')];
        self::assertSame(strlen('2026/05/ab.jpg'), Needles::for(['2026/05/ab.jpg', '2026/05/photo.jpg'], $bases, [])->shortest);
        self::assertSame(strlen('ab.jpg'), Needles::for(['2026/05/ab.jpg'], $bases, [], bare: true)->shortest);
        self::assertSame(strlen('wp-image-7'), Needles::for(['2026/05/photo.jpg'], $bases, [7])->shortest);
        self::assertTrue(Needles::for([], $bases, [])->isEmpty());
        self::assertFalse(Needles::for([], $bases, [])->match('anything'));
    }

    public function testAWordIsKnownInBase64WhereverItBegins(): void
    {
        foreach (['uploads', 'wp', 'cdn.example.net', "\xe5\x86\x99"] as $word) {
            $spellings = Base64::spellings($word);
            self::assertCount(3, $spellings);
            foreach (range(0, 8) as $before) {
                $encoded = base64_encode(str_repeat('x', $before) . $word . 'yyyy');
                self::assertStringContainsString($spellings[$before % 3], $encoded, "{$word} behind {$before}");
            }
        }
    }

    /** @return iterable<string, array{callable(string): string}> ways in which Base64 stands in a text, given its content */
    public static function encodings(): iterable
    {
        yield 'alone' => [static fn (string $html): string => base64_encode($html)];
        yield 'in a shortcode' => [static fn (string $html): string => '[raw]' . base64_encode($html) . '[/raw]'];
        yield 'without its filling' => [static fn (string $html): string => '"' . rtrim(base64_encode($html), '=') . '"'];
        yield 'in a data URL' => [static fn (string $html): string => 'data:text/html;base64,' . base64_encode($html)];
        yield 'two pieces' => [static fn (string $html): string => base64_encode($html) . ' ' . base64_encode("{$html}!")];
    }

    /** @dataProvider encodings */
    public function testPiecesOfBase64AreRewrittenAndStayWellFormed(callable $write): void
    {
        $base64 = new Base64(['uploads']);
        $rewriter = static function (string $text): Rewrite {
            $at = strpos($text, 'old');
            return new Rewrite(new Edits($at === false ? [] : [new Edit($at, 'old', 'bicycle', [7])]));
        };
        foreach (['x', 'é', 'xxxx'] as $shift) {
            $old = $write("<p>{$shift} /uploads/old ?>>>");
            $rewrite = $base64->rewrite($old, $rewriter);
            self::assertSame($write("<p>{$shift} /uploads/bicycle ?>>>"), $rewrite->edits->apply($old));
            self::assertSame(['base64'], $rewrite->kinds);
            self::assertSame([7], $rewrite->edits->attachments());
        }
    }

    /** @return iterable<string, array{string, string, string}> what stands before and after a piece, and its new filling */
    public static function surroundings(): iterable
    {
        yield 'in an address, last' => ['/share?u=https%3A%2F%2Fexample.org%2F%3Fimage%3D', '', '%3D%3D'];
        yield 'in an address, before another part' => ['/share?image=', '%26size%3D2', '%3D%3D'];
        yield 'in an address, between others' => ['/share?u=%3Fimage%3D', '%26size%3D2', '%3D%3D'];
        yield 'in a text' => ['image: ', ', 100 % of it', '=='];
        yield 'alone' => ['', '', '=='];
    }

    /** @dataProvider surroundings */
    public function testInAnAddressANewSignGetsItsNumber(string $before, string $after, string $filling): void
    {
        $old = base64_encode('<img src="/uploads/old.jpg" />');
        $new = rtrim(base64_encode('<img src="/uploads/bicycle.jpg" />'), '=');
        self::assertSame([0, 2], [substr_count($old, '='), strlen(base64_encode('<img src="/uploads/bicycle.jpg" />')) - strlen($new)]);
        $rewriter = static fn (string $text): Rewrite
            => new Rewrite(new Edits([new Edit((int) strpos($text, 'old'), 'old', 'bicycle', [7])]));
        $rewrite = (new Base64(['uploads']))->rewrite($before . $old . $after, $rewriter);
        self::assertSame($before . $new . $filling . $after, $rewrite->edits->apply($before . $old . $after));
    }

    /** @return iterable<string, array{string}> */
    public static function noBase64(): iterable
    {
        $piece = base64_encode('<p> /uploads/old </p>');
        yield 'part of a longer word' => ["{$piece}="];
        yield 'with a letter that it does not have' => [substr($piece, 0, 12) . '_' . substr($piece, 12)];
        yield 'with stray bits at its end' => [substr(rtrim(base64_encode('/uploads/old 1'), '='), 0, -1) . 'F'];
        yield 'too short' => [base64_encode('/uploads/')];
        yield 'without the word' => [base64_encode('<p> /elsewhere/old </p>')];
        yield 'text' => ['see /uploads/old here'];
    }

    /** @dataProvider noBase64 */
    public function testWhatIsNoBase64IsLeftAlone(string $text): void
    {
        $never = static fn (string $inner): Rewrite => new Rewrite(new Edits([new Edit(0, '', $inner === '' ? 'x' : 'y')]));
        $rewrite = (new Base64(['uploads']))->rewrite($text, $never);
        self::assertSame($text, $rewrite->edits->apply($text));
        self::assertSame([], $rewrite->kinds);
    }

    public function testTroubleInsideBase64IsToldAlthoughNothingChanges(): void
    {
        $trouble = static fn (): Rewrite => new Rewrite(new Edits(), ['trouble']);
        $rewrite = (new Base64(['uploads']))->rewrite(base64_encode('<p> /uploads/old </p>'), $trouble);
        self::assertSame([['trouble'], []], [$rewrite->problems, $rewrite->kinds]);
        self::assertTrue($rewrite->found());
        self::assertFalse(Rewrite::nothing()->found());
    }

    /** @return iterable<string, array{string, bool}> */
    public static function bareNames(): iterable
    {
        foreach (['jpg', 'JPG', 'jpeg', 'jpe', 'jfif', 'png', 'gif', 'webp', 'avif', 'bmp', 'tif', 'tiff', 'heic', 'heif'] as $extension) {
            yield $extension => ["photo.{$extension}", true];
        }
        yield 'with spaces and signs' => ["my photo (1), it's.jpg", true];
        yield 'of another script' => ['写真.jpg', true];
        yield 'only an extension' => ['.jpg', false];
        yield 'another extension' => ['photo.svg', false];
        yield 'an extension that goes on' => ['photo.jpgx', false];
        yield 'two extensions' => ['photo.jpg.txt', false];
        yield 'a folder' => ['a/photo.jpg', false];
        yield 'a Windows folder' => ['a\\photo.jpg', false];
        yield 'a line break behind it' => ["photo.jpg\n", false];
        yield 'a blank before it' => [' photo.jpg', false];
        yield 'a sentence with a colon' => ['see: photo.jpg', false];
        yield 'markup' => ['<b>photo.jpg', false];
        yield 'as long as a name can be' => [str_repeat('a', 200) . '.jpg', true];
        yield 'longer' => [str_repeat('a', 201) . '.jpg', false];
    }

    /** @dataProvider bareNames */
    public function testWhatIsAFileNameWithoutFolder(string $value, bool $is): void
    {
        self::assertSame($is, BareNames::isName($value));
    }

    /**
     * For each structure from the outermost in: whether it is named; whether the name is ours.
     *
     * @return iterable<string, array{list<bool>, bool}>
     */
    public static function structures(): iterable
    {
        yield 'in the same structure' => [[false], true];
        yield 'a named structure within' => [[false, true], true];
        yield 'two named ones within' => [[false, true, true], true];
        yield 'three are too far' => [[false, true, true, true], false];
        yield 'an item of a list' => [[false, false], false];
        yield 'a named one in an item of a list' => [[false, false, true], false];
    }

    /**
     * @dataProvider structures
     * @param list<bool> $named
     */
    public function testANameIsProvedByWhatStandsAroundIt(array $named, bool $isOurs): void
    {
        $map = new NameMap();
        $map->add('2026/05/photo.jpg', new Target(7, 'bike.webp'));
        $map->add('2026/05/photo-1x1.jpg', new Target(7, 'bike-1x1.webp'));
        $bare = new BareNames($map);
        foreach ($named as $isNamed) {
            $bare->open($isNamed);
        }
        $bare->value('photo-1x1.jpg', [], static fn (Target $target): array => [new Edit(50, 'photo-1x1.jpg', $target->fileName, [7])]);
        foreach (array_slice($named, 1) as $_) {
            $bare->close();
        }
        $proof = new Edit(10, 'photo.jpg', 'bike.webp', [7], '2026/05');
        $bare->value('2026/05/photo.jpg', [$proof], static fn (): array => []);
        $bare->close();
        self::assertSame($isOurs ? ['bike-1x1.webp'] : [], array_column($bare->edits, 'new'));
        self::assertSame($isOurs ? [] : ['photo-1x1.jpg'], $bare->unproved);
    }

    public function testWithoutNamesToAskNoneIsKept(): void
    {
        $bare = new BareNames(null);
        $bare->open(false);
        $bare->value('photo.jpg', [], static fn (): array => []);
        $bare->close();
        self::assertSame([[], []], [$bare->edits, $bare->unproved]);
    }

    public function testTwoPicturesOfThatNameProveNothing(): void
    {
        $map = new NameMap();
        $map->add('2026/05/photo.jpg', new Target(7, 'bike.webp'));
        $map->add('2026/06/photo.jpg', new Target(8, 'car.webp'));
        $bare = new BareNames($map);
        $bare->open(false);
        $bare->value('a', [new Edit(0, 'x', 'y', [7], '2026/05')], static fn (): array => []);
        $bare->value('b', [new Edit(0, 'x', 'y', [8], '2026/06')], static fn (): array => []);
        $bare->value('photo.jpg', [], static fn (Target $target): array => [new Edit(0, 'photo.jpg', $target->fileName)]);
        $bare->close();
        self::assertSame([[], ['photo.jpg']], [$bare->edits, $bare->unproved]);
    }

    public function testAProofForAnotherImageIsNone(): void
    {
        $map = new NameMap();
        $map->add('2026/05/photo.jpg', new Target(7, 'bike.webp'));
        $bare = new BareNames($map);
        $bare->open(false);
        $bare->value('a', [new Edit(0, 'x', 'y', [8], '2026/05')], static fn (): array => []);
        $bare->value('<b>old</b>', [new Edit(0, 'x', 'y', [7], '2026/05')], static fn (): array => []);
        $bare->value('photo.jpg', [], static fn (Target $target): array => [new Edit(0, 'photo.jpg', $target->fileName)]);
        $bare->close();
        self::assertSame(['photo.jpg'], $bare->unproved, 'another image beside it, and ours in a text only');
    }
}
