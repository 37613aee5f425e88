<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\References\FilledAlts;

/** The way back of alts that were filled in: found again however deep they are wrapped in JSON. */
final class FilledAltsTest extends TestCase
{
    /**
     * @param list<array{string, string}> $written old and new text of each edit
     * @return list<array{int, string, string}> offset, what stands there, what is put back
     */
    private static function back(array $written, string $text): array
    {
        $filled = new FilledAlts(array_map(static fn (array $edit): Edit => new Edit(99, $edit[0], $edit[1], [7]), $written));
        return array_map(static fn (Edit $edit): array => [$edit->offset, $edit->old, $edit->new], $filled->edits($text));
    }

    public function testEachPlaceIsFoundByWhatStandsThere(): void
    {
        self::assertSame(
            [[5, 'alt="A dog"', 'alt=""'], [25, 'alt="A dog"', 'alt=""']],
            self::back([['alt=""', 'alt="A dog"']], '<img alt="A dog"> / <img alt="A dog">')
        );
        self::assertSame([], self::back([['alt=""', 'alt="A dog"']], '<img alt="A cat">'));
        self::assertSame([], self::back([], '<img alt="A dog">'));
    }

    public function testPlacesThatTouchAreTwo(): void
    {
        self::assertSame([[0, 'aa', 'b'], [2, 'aa', 'b']], self::back([['b', 'aa']], 'aaaaa'));
    }

    public function testAtTheVeryBeginningToo(): void
    {
        self::assertSame([[0, 'A dog', '']], self::back([['', 'A dog']], 'A dog'));
    }

    public function testWhatWasWrittenInJsonIsFoundInItsPlainForm(): void
    {
        $edit = ['alt=\\"\\"', 'alt=\\"A dog\\"'];
        self::assertSame([[5, 'alt="A dog"', 'alt=""']], self::back([$edit], '<img alt="A dog">'));
        self::assertSame([[5, 'alt=\\"A dog\\"', 'alt=\\"\\"']], self::back([$edit], '<img alt=\\"A dog\\">'));
        $twice = ['alt=\\\\\\"\\\\\\"', 'alt=\\\\\\"A dog\\\\\\"'];
        self::assertSame([[5, 'alt="A dog"', 'alt=""']], self::back([$twice], '<img alt="A dog">'));
    }

    public function testWhatIsNoTextOfJsonIsFoundAsItStandsOnly(): void
    {
        self::assertSame([[0, 'caf\\u00e9', '"']], self::back([['"', 'caf\\u00e9']], 'caf\\u00e9 café'), 'the old words are none');
        self::assertSame([[0, 'a "dog"', 'caf\\u00e9']], self::back([['caf\\u00e9', 'a "dog"']], 'a "dog"'), 'the new ones are none');
    }

    public function testOfTwoThatWroteTheSameTheFirstCounts(): void
    {
        self::assertSame([[0, 'A dog', 'x']], self::back([['x', 'A dog'], ['y', 'A dog']], 'A dog'));
    }

    public function testTheAttachmentsOfAnEditStayItsOwn(): void
    {
        $filled = new FilledAlts([new Edit(0, '', 'A dog', [7]), new Edit(0, '', 'A cat', [8, 9])]);
        self::assertSame([[7], [8, 9]], array_map(static fn (Edit $edit): array => $edit->attachments, $filled->edits('A dog, A cat')));
    }
}
