<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\References\Leftovers;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Needles;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Spelling;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;

/**
 * Names whose single hyphens are escaped: nothing in them is written as it is on the disk, and yet they are found.
 *
 * @group acceptance-B9
 * @group acceptance-B11
 */
final class EscapedHyphensTest extends TestCase
{
    private const ADDRESS = 'https://example.org/wp-content/uploads/2026/05/';

    /** @return iterable<string, array{string}> */
    public static function hyphens(): iterable
    {
        $written = ['\\-', '\\\\-', '\\2d ', '\\00002d', '\\x2d', '\\u002d', '\\\\u002D', '%2D', '%252d', '&#45;', '&#x2D;', '&amp;#045;'];
        foreach ($written as $hyphen) {
            yield $hyphen => [$hyphen];
        }
    }

    /** @dataProvider hyphens */
    public function testAnAddressIsLedToTheNewNameAndBack(string $hyphen): void
    {
        $text = '.a{background:url(' . self::ADDRESS . str_replace('-', $hyphen, 'a-dog-of-mine-300x200.jpg') . ')}';
        self::assertTrue(self::needles()->match($text));
        $edits = Rewriter::forNames(self::bases(), self::names())->rewrite($text)->edits;
        $new = $edits->apply($text);
        self::assertStringEndsWith('/wp-content/uploads/2026/05/red-bike-300x200.webp)}', Spelling::decoded($new));
        self::assertSame($text, $edits->inverted()->apply($new));
    }

    /** @dataProvider hyphens */
    public function testANameWithoutAnAddressKeepsItsFile(string $hyphen): void
    {
        $text = 'a[href$="' . str_replace('-', $hyphen, 'a-dog-of-mine.jpg') . '"]';
        self::assertTrue(self::needles(bare: true)->match($text));
        self::assertSame([7 => ['a-dog-of-mine.jpg']], (new Leftovers(self::bases(), self::names()))->in($text));
    }

    public function testAPatternMadeOfTheWholeAddressKeepsTheFile(): void
    {
        foreach (['~', '/', null] as $delimiter) {
            $text = '$is = preg_match("~^' . preg_quote(self::ADDRESS . 'a-dog-of-mine.jpg', $delimiter) . '$~", $url);';
            self::assertTrue(self::needles(bare: true)->match($text));
            $now = Rewriter::forNames(self::bases(), self::names())->rewrite($text)->edits->apply($text);
            self::assertSame([7 => ['a-dog-of-mine.jpg']], (new Leftovers(self::bases(), self::names()))->in($now));
        }
    }

    public function testAmongManyNamesEachIsFound(): void
    {
        $names = new NameMap();
        foreach (range(1, 120) as $number) {
            $names->add("2026/05/a-photo-{$number}.jpg", new Target($number, "b-{$number}.webp"));
        }
        $needles = Needles::for($names->paths(), self::bases(), []);
        foreach ([1, 77, 120] as $number) {
            self::assertTrue($needles->match(self::ADDRESS . "a\\-photo\\-{$number}.jpg"));
        }
        self::assertFalse($needles->match(self::ADDRESS . 'a\\-photo\\-121.jpg'));
    }

    public function testOtherNamesAreNotLookedAt(): void
    {
        $others = ['my\\-dog-of-mine.jpg', 'a\\-dog.jpg', 'a\\-dog\\-of\\-minette.jpg', 'a%20dog%20of%20mine.jpg', 'adogofmine.jpg'];
        foreach ($others as $name) {
            self::assertFalse(self::needles(bare: true)->match(self::ADDRESS . $name), $name);
        }
        $needles = Needles::for(['2026/05/photo.jpg'], self::bases(), []);
        self::assertFalse($needles->match(self::ADDRESS . 'pho\\-to.jpg'));
    }

    private static function needles(bool $bare = false): Needles
    {
        return Needles::for(self::names()->paths(), self::bases(), [], $bare);
    }

    private static function names(): NameMap
    {
        $names = new NameMap();
        $names->add('2026/05/a-dog-of-mine.jpg', new Target(7, 'red-bike.webp'));
        $names->add('2026/05/a-dog-of-mine-300x200.jpg', new Target(7, 'red-bike-300x200.webp'));
        return $names;
    }

    /** @return list<UploadBase> */
    private static function bases(): array
    {
        return [new UploadBase(['example.org'], 'wp-content/uploads'), new UploadBase([], 'uploads')];
    }
}
