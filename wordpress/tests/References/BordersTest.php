<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\References\AltChange;
use PictureOptimizer\References\Alts;
use PictureOptimizer\References\Leftovers;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Rewrite;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Serialized;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;

/**
 * The rewriter at its borders: how deep, how far, how long. On this side a name is rewritten, on the other it stays as it is.
 *
 * @group acceptance-B9
 */
final class BordersTest extends TestCase
{
    private const URL = 'https://example.org/wp-content/uploads/2026/05/photo.jpg';

    private static function map(): NameMap
    {
        $map = new NameMap();
        $map->add('2026/05/photo.jpg', new Target(7, 'red-bike.webp'));
        return $map;
    }

    /** @return list<UploadBase> */
    private static function bases(): array
    {
        return [new UploadBase(['example.org'], '/wp-content/uploads'), new UploadBase([], 'uploads')];
    }

    private static function rewritten(string $text, ?NameMap $map = null): string
    {
        return Rewriter::forNames(self::bases(), $map ?? self::map())->rewrite($text)->edits->apply($text);
    }

    /** @return iterable<string, array{mixed, bool}> a structure, whether the name that stands alone in it is ours */
    public static function structures(): iterable
    {
        yield 'beside a URL' => [['url' => self::URL, 'file' => 'photo.jpg'], true];
        yield 'one level below' => [['url' => self::URL, 'a' => ['file' => 'photo.jpg']], true];
        yield 'two levels below' => [['url' => self::URL, 'a' => ['b' => ['file' => 'photo.jpg']]], true];
        yield 'three levels below' => [['url' => self::URL, 'a' => ['b' => ['c' => ['file' => 'photo.jpg']]]], false];
        yield 'above it' => [['file' => 'photo.jpg', 'a' => ['url' => self::URL]], false];
        yield 'in a list below' => [['url' => self::URL, 'a' => [['file' => 'photo.jpg']]], false];
        yield 'in a list beside' => [[self::URL, 'photo.jpg'], true];
        yield 'beside the URL of another image' => [['url' => str_replace('photo', 'other', self::URL), 'file' => 'photo.jpg'], false];
        yield 'beside a text with the URL' => [['text' => 'See ' . self::URL, 'file' => 'photo.jpg'], false];
        yield 'alone' => [['file' => 'photo.jpg'], false];
    }

    /** @dataProvider structures */
    public function testANameAloneIsOursWhereAUrlIsNotFar(mixed $structure, bool $isOurs): void
    {
        $expected = json_decode(strtr((string) json_encode($structure), [
            'uploads\\/2026\\/05\\/photo.jpg' => 'uploads\\/2026\\/05\\/red-bike.webp',
            '"photo.jpg"' => $isOurs ? '"red-bike.webp"' : '"photo.jpg"',
        ]), true);
        self::assertSame($expected, json_decode(self::rewritten((string) json_encode($structure)), true));
        self::assertSame($expected, unserialize(self::rewritten(serialize($structure))));
    }

    public function testANameThatTwoImagesHadIsNobodys(): void
    {
        $map = self::map();
        $map->add('2026/06/photo.jpg', new Target(8, 'blue-bike.webp'));
        $structure = ['a' => self::URL, 'b' => str_replace('/05/', '/06/', self::URL), 'file' => 'photo.jpg'];
        self::assertSame('photo.jpg', json_decode(self::rewritten((string) json_encode($structure), $map), true)['file']);
        self::assertSame('photo.jpg', unserialize(self::rewritten(serialize($structure), $map))['file']);
    }

    public function testAKeyIsNoNameOfAFile(): void
    {
        $structure = ['url' => self::URL, 'photo.jpg' => 1];
        self::assertSame(['url', 'photo.jpg'], array_keys(unserialize(self::rewritten(serialize($structure)))));
        self::assertSame(['url', 'photo.jpg'], array_keys(json_decode(self::rewritten((string) json_encode($structure)), true)));
    }

    /** @return iterable<string, array{int, bool}> how many lists are around the address, whether it is reached */
    public static function depths(): iterable
    {
        yield 'two hundred deep' => [200, true];
        yield 'one deeper' => [201, false];
    }

    /** @dataProvider depths */
    public function testDataIsFollowedAsDeepAsItMayBe(int $depth, bool $isReached): void
    {
        $nested = static fn (string $inner): string => str_repeat('a:1:{i:0;', $depth) . $inner . str_repeat('}', $depth);
        $serialized = new Serialized(static fn (string $text): Rewrite => Rewrite::nothing());
        $isReached || $this->expectExceptionMessage('nested too deeply');
        self::assertFalse($serialized->rewrite($nested('s:3:"old";'))->found());
    }

    public function testDataInDataIsFollowedEightTimes(): void
    {
        foreach ([1 => true, 8 => true, 9 => false] as $times => $isReached) {
            $nested = static function (string $text) use ($times): string {
                for ($time = 0; $time < $times; $time++) {
                    $text = serialize([$text]);
                }
                return $text;
            };
            $new = $isReached ? str_replace('photo.jpg', 'red-bike.webp', self::URL) : self::URL;
            self::assertSame($nested($new), self::rewritten($nested(self::URL)), "{$times} times");
        }
    }

    /** @return iterable<string, array{string, bool}> what stands before an address, whether the whole is a text */
    public static function bytes(): iterable
    {
        yield 'words' => ['See ', true];
        yield 'a sign of control in a text' => ["\x01 é ", true];
        yield 'letters of an old encoding' => ["\xe9 ", true];
        yield 'both, as caches have them' => ["\x01\xe9 ", false];
        yield 'a byte that no text has' => ["\0 ", false];
        yield 'lines and tabs' => ["\t\r\n\xe9 ", true];
    }

    /** @dataProvider bytes */
    public function testBinaryDataIsNotRewritten(string $before, bool $isText): void
    {
        $rewrite = Rewriter::forNames(self::bases(), self::map())->rewrite($before . self::URL);
        self::assertSame([!$isText, $isText ? [] : ['binary data']], [$rewrite->edits->isEmpty(), $rewrite->problems]);
    }

    /** @return iterable<string, array{int, bool}> length of a path, whether it is looked up */
    public static function lengths(): iterable
    {
        yield 'as long as it may be' => [500, true];
        yield 'one longer' => [501, false];
    }

    /** @dataProvider lengths */
    public function testAPathAloneIsLookedUpWhileItCanBeOne(int $length, bool $isFound): void
    {
        $folder = str_repeat('f', $length - strlen('/photo.jpg'));
        $map = new NameMap();
        $map->add("{$folder}/photo.jpg", new Target(7, 'red-bike.webp'));
        self::assertSame($isFound ? "{$folder}/red-bike.webp" : "{$folder}/photo.jpg", self::rewritten("{$folder}/photo.jpg", $map));
        $json = json_encode(['file' => "{$folder}/photo.jpg", 'x' => 'x.jpg'], JSON_UNESCAPED_SLASHES);
        self::assertSame($isFound, str_contains(self::rewritten((string) $json, $map), 'red-bike.webp'));
    }

    /** @return iterable<string, array{string, bool}> what stands for the site's address, and whether it does */
    public static function tokens(): iterable
    {
        foreach (
            ['%SITE_URL%/', '%%site_url%%/', '__HOME_URL__/', '@@home@@/', '%SITE_URL%', '{@brizy_SITE_URL_PLACEHOLDER@}/', '[site_url]/',
                '{{home_url}}/', '$site_url$/', '#home_url#/'] as $token
        ) {
            yield $token => [$token, true];
        }
        foreach (
            ['__SITE_URL/', 'SITE_URL__/', '%SITE_URL__/', '__photos__/', '%2Fsite%2F', 'x__site__/', '/__site__/',
                '//x.example/__site__/'] as $path
        ) {
            yield "a folder: {$path}" => [$path, false];
        }
    }

    /** @dataProvider tokens */
    public function testWhatPluginsWriteForTheAddressOfTheSiteLeadsToIt(string $token, bool $isOurs): void
    {
        foreach (['<img src="%s">', 'url(%s)', '{"a":"%s"}', "{\"a\":\"<img src='%s'>\"}", '%s 300w, x 600w'] as $around) {
            $make = static fn (string $name): string => sprintf($around, "{$token}wp-content/uploads/2026/05/{$name}");
            self::assertSame($make($isOurs ? 'red-bike.webp' : 'photo.jpg'), self::rewritten($make('photo.jpg')), $around);
        }
    }

    /** @return iterable<string, array{string, string, string}> before and behind a piece of Base64, how its plus is written */
    public static function addresses(): iterable
    {
        yield 'in an attribute' => ['data-x="', '"', '+'];
        yield 'at the beginning' => ['', '"', '+'];
        yield 'behind an encoded quote, first of all' => ['%22', '"', '%2B'];
        yield 'behind an encoded quote' => ['x=%22', '"', '%2B'];
        yield 'before an encoded quote' => ['data-x="', '%22', '%2B'];
        yield 'before one that is not at once' => ['data-x="', '"%22', '+'];
        yield 'behind one that is not at once' => ['%22 data-x="', '"', '+'];
    }

    /** @dataProvider addresses */
    public function testAPlusIsASpaceInAnAddressOnly(string $before, string $behind, string $plus): void
    {
        $old = 'a ' . self::URL . ' <b>x</b>';
        $new = str_replace('photo.jpg', 'red-bike.webp', $old);
        self::assertSame([0, 1], [substr_count(base64_encode($old), '+'), substr_count(base64_encode($new), '+')]);
        $expected = strtr(base64_encode($new), ['+' => $plus] + ($plus === '+' ? [] : ['=' => '%3D']));
        self::assertSame($before . $expected . $behind, self::rewritten($before . base64_encode($old) . $behind));
    }

    public function testLinesOfBase64StayAsLongAsTheyWere(): void
    {
        $old = str_repeat('A paragraph of a page. ', 12) . self::URL . str_repeat(' And one more.', 9);
        $piece = rtrim(chunk_split(base64_encode($old), 76, "\n"));
        $new = base64_encode(str_replace('photo.jpg', 'red-bike.webp', $old));
        self::assertSame(rtrim(chunk_split($new, 76, "\n")), self::rewritten($piece));
    }

    /** @return iterable<string, array{string, int}> attributes of a block around the image, how many texts are written */
    public static function blocks(): iterable
    {
        yield 'an image without an alt of its own' => ['image {"id":7}', 1];
        yield 'an image with an empty one' => ['image {"id":7,"alt":""}', 2];
        yield 'with two: the one beside the ID' => ['image {"id":7,"alt":"","inner":{"alt":""}}', 2];
        yield 'an inner one only' => ['image {"id":7,"inner":{"alt":""}}', 1];
        yield 'with words of its own' => ['image {"id":7,"alt":"Mine"}', 1];
        yield 'a cover without one' => ['cover {"id":7}', 2];
        yield 'a cover with two' => ['cover {"id":7,"alt":"","inner":{"alt":""}}', 2];
        yield 'of another image' => ['cover {"id":8}', 1];
        yield 'with media' => ['media-text {"mediaId":7,"alt":""}', 2];
    }

    /** @dataProvider blocks */
    public function testABlockSaysTheSameAsItsImage(string $block, int $edits): void
    {
        $alts = new Alts([7 => new AltChange(7, '', 'A bike', true, false)]);
        $text = "<!-- wp:{$block} -->\n<img class=\"wp-image-7\" src=\"x.jpg\" alt=\"\"/>\n<!-- /wp:x -->";
        $found = $alts->edits($text);
        self::assertCount($edits, $found);
        $new = (new Edits($found))->apply($text);
        self::assertSame($edits, substr_count($new, 'A bike'));
        preg_match('~\{.*\}~', $new, $json);
        self::assertIsArray(json_decode($json[0], true), 'the block can be read');
    }

    /** @return iterable<string, array{string, bool}> a value, whether the old name is left there */
    public static function leftovers(): iterable
    {
        yield 'another folder' => ['https://example.org/wp-content/uploads/2025/05/photo.jpg', false];
        yield 'another host' => ['https://example.com/wp-content/uploads/2026/05/photo.jpg', false];
        yield 'a proxy' => ['https://i0.example.com/example.org/wp-content/uploads/2026/05/photo.jpg', true];
        yield 'a name alone' => ['photo.jpg', true];
        yield 'a longer name' => ['my-photo.jpg', false];
        yield 'a name that goes on' => ['photo.jpg.webp', false];
        yield 'a way around' => ['2026/04/../05/photo.jpg', true];
        yield 'this folder' => ['2026/./05/photo.jpg', true];
        yield 'in Base64' => [base64_encode('see /uploads/2026/05/photo.jpg'), true];
        yield 'a host so far away that it is not seen' => ['https://example.com/' . str_repeat('x/', 200) . '2026/05/photo.jpg', true];
        yield 'a host that is just near enough' => ['https://example.com/' . str_repeat('x/', 186) . '2026/05/photo.jpg', false];
    }

    /** @dataProvider leftovers */
    public function testAnOldNameIsLeftWhereItCanMeanTheFile(string $value, bool $isLeft): void
    {
        self::assertSame($isLeft ? [7 => ['photo.jpg']] : [], (new Leftovers(self::bases(), self::map()))->in($value));
    }

    public function testManyNamesAreLookedForInSeveralPatterns(): void
    {
        $map = new NameMap();
        for ($number = 1; $number <= 1500; $number++) {
            $map->add("2026/05/photo-{$number}x.jpg", new Target($number, "bike-{$number}.webp"));
        }
        $left = (new Leftovers(self::bases(), $map))->in('photo-1x.jpg photo-1500x.jpg photo-777x.jpg photo-2000x.jpg');
        ksort($left);
        self::assertSame([1 => ['photo-1x.jpg'], 777 => ['photo-777x.jpg'], 1500 => ['photo-1500x.jpg']], $left);
    }

    public function testAValueThatCannotBeReadIsAskedForTheLongestWordOfANameOnce(): void
    {
        $map = new NameMap();
        $map->add('2026/05/my-bicycle.jpg', new Target(7, 'a.webp'));
        $map->add('2026/05/my-bicycle-1x1.jpg', new Target(7, 'b.webp'));
        $map->add('2026/05/é.jpg', new Target(8, 'c.webp'));
        $asked = [];
        $perhaps = (new Leftovers(self::bases(), $map))->perhaps(static function (string $word) use (&$asked): bool {
            $asked[] = $word;
            return false;
        });
        self::assertSame([['bicycle'], [8 => ['é.jpg']]], [$asked, $perhaps]);
    }
}
