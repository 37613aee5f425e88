<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Counted;

/** Numbers in sentences. */
final class CountedTest extends TestCase
{
    /** @dataProvider sentences */
    public function testNumbersAreWrittenAsPeopleReadThem(string $expected, string $text, int|string ...$values): void
    {
        self::assertSame($expected, Counted::say($text, ...$values));
    }

    /** @return iterable<string, list<int|string>> */
    public static function sentences(): iterable
    {
        yield 'one' => ['10,003 images', '%d images', 10003];
        yield 'in another order' => ['2 of 1,000', '%2$d of %1$d', 1000, 2];
        yield 'twice' => ['1,000, at least 1,000', '%1$d, at least %1$d', 1000];
        yield 'words stay' => ['2024 (1,200 skipped)', '%1$s (%2$d skipped)', '2024', 1200];
        yield 'percent signs stay' => ['100% of 5', '100%% of %d', 5];
        yield 'nothing to count' => ['Canceled.', 'Canceled.'];
    }

    /** @dataProvider sizes as in assets-tests/shared/format.test.js */
    public function testSizesAreWrittenAsInScripts(int $bytes, string $expected): void
    {
        self::assertSame($expected, Counted::bytes($bytes));
    }

    /** @return iterable<array{int, string}> */
    public static function sizes(): iterable
    {
        yield [0, '0 B'];
        yield [999, '999 B'];
        yield [1024, '1 KB'];
        yield [1549, '1.5 KB'];
        yield [2_500_000, '2.4 MB'];
        yield [216_058, '211 KB'];
    }

    /** @dataProvider shares */
    public function testSharesAreHonest(int $part, int $whole, string $expected): void
    {
        self::assertSame($expected, Counted::percent($part, $whole));
    }

    /** @return iterable<array{int, int, string}> */
    public static function shares(): iterable
    {
        yield [0, 0, '–'];
        yield [0, 10_000, '0%'];
        yield [1, 10_000, '1%'];
        yield [4, 14, '29%'];
        yield [9_999, 10_000, '99%'];
        yield [10_000, 10_000, '100%'];
    }
}
