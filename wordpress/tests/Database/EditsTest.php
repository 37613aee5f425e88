<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\CellChange;
use PictureOptimizer\Database\ChangeKind;
use PictureOptimizer\Database\ChangeState;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\Database\WrittenChange;

/** Replacements inside a text: there, back, and through the journal, byte by byte. */
final class EditsTest extends TestCase
{
    /** @return iterable<string, array{string, list<Edit>, string}> text, edits in any order, text afterwards */
    public static function replacements(): iterable
    {
        yield 'none' => ['as it was', [], 'as it was'];
        yield 'at the beginning' => ['photo.jpg x', [new Edit(0, 'photo.jpg', 'bike.webp')], 'bike.webp x'];
        yield 'at the end' => ['x photo.jpg', [new Edit(2, 'photo.jpg', 'b.webp')], 'x b.webp'];
        yield 'the whole' => ['photo.jpg', [new Edit(0, 'photo.jpg', '')], ''];
        yield 'into an empty text' => ['', [new Edit(0, '', 'new')], 'new'];
        yield 'an insertion after the last byte' => ['ab', [new Edit(2, '', 'c')], 'abc'];
        yield 'two that touch' => ['aabb', [new Edit(2, 'bb', 'B'), new Edit(0, 'aa', 'AAA')], 'AAAB'];
        yield 'three that grow and shrink, given backwards' => ['one two three', [new Edit(8, 'three', '3'),
            new Edit(4, 'two', 'twenty-two'), new Edit(0, 'one', '')], ' twenty-two 3'];
        yield 'offsets are bytes, not letters' => ['é.jpg é.jpg', [new Edit(7, 'é', 'ê')], 'é.jpg ê.jpg'];
        yield 'bytes that are no text' => ["\xff\x00a\xfe", [new Edit(0, "\xff\x00", "\x80\n")], "\x80\na\xfe"];
        yield 'blanks and line breaks' => ["a b\nc", [new Edit(1, " b\n", "\r\n \n")], "a\r\n \nc"];
    }

    /**
     * @dataProvider replacements
     * @param list<Edit> $edits
     */
    public function testTheyLeadThereAndBackAlsoFromTheJournal(string $before, array $edits, string $after): void
    {
        $edits = new Edits($edits);
        self::assertSame($after, $edits->apply($before));
        self::assertSame(hash('sha256', $after), $edits->hashOf($before));
        self::assertSame($after, Edits::between($before, $after)->apply($before));
        self::assertSame($before === $after, Edits::between($before, $after)->isEmpty());
        self::assertSame(strlen($after) - strlen($before), $edits->growth());
        self::assertSame($before, $edits->inverted()->apply($after));
        self::assertSame($after, $edits->inverted()->inverted()->apply($before));
        $stored = Edits::decoded($edits->encoded());
        self::assertEquals($edits, $stored);
        self::assertSame($before, $stored->inverted()->apply($after));
        self::assertTrue(mb_check_encoding($edits->encoded(), 'ASCII'), 'the journal is plain text whatever the bytes are');
    }

    /** @return iterable<string, array{string, list<Edit>}> */
    public static function misfits(): iterable
    {
        $edit = new Edit(2, 'photo', 'bike');
        yield 'another word stands there' => ['a video', [$edit]];
        yield 'it stands one byte further' => ['a  photo', [$edit]];
        yield 'the text ends within it' => ['a pho', [$edit]];
        yield 'the text is shorter than the offset' => ['a', [$edit]];
        yield 'another case' => ['a Photo', [$edit]];
        yield 'two overlap' => ['abcd', [new Edit(0, 'abc', 'x'), new Edit(2, 'cd', 'y')]];
        yield 'one lies within another' => ['abcd', [new Edit(0, 'abcd', 'x'), new Edit(1, 'b', 'y')]];
        yield 'the same twice' => ['abcd', [new Edit(1, 'bc', 'x'), new Edit(1, 'bc', 'x')]];
    }

    /**
     * @dataProvider misfits
     * @param list<Edit> $edits
     */
    public function testATextThatTheyWereNotMadeForIsRefused(string $text, array $edits): void
    {
        $this->expectException(\UnexpectedValueException::class);
        (new Edits($edits))->apply($text);
    }

    public function testAnEditMovesWithTheTextAroundIt(): void
    {
        $edit = new Edit(5, 'old', 'newer', [7], '2026/05');
        $moved = $edit->shifted(-3);
        self::assertEquals(new Edit(2, 'old', 'newer', [7], '2026/05'), $moved);
        self::assertSame([8, 5, 2], [$edit->end(), $moved->end(), $edit->growth()]);
        self::assertSame(-3, (new Edit(0, 'old', ''))->growth());
    }

    public function testPicturesOfSeveralEditsAreNamedOnce(): void
    {
        $edits = new Edits([new Edit(9, 'b', 'c', [8, 7]), new Edit(0, 'a', 'b', [7]), new Edit(3, 's:5', 's:6')]);
        self::assertSame([7, 8], $edits->attachments());
        self::assertSame([7, 8], Edits::decoded($edits->encoded())->attachments());
        self::assertSame([], (new Edits([new Edit(0, 's:5', 's:6')]))->attachments(), 'a length is no picture’s');
        self::assertSame([], (new Edits())->attachments());
    }

    public function testNoEditsAreNoEdits(): void
    {
        self::assertTrue((new Edits())->isEmpty());
        self::assertFalse((new Edits([new Edit(0, '', '')]))->isEmpty());
        self::assertSame('', (new Edits())->encoded());
        self::assertTrue(Edits::decoded('')->isEmpty());
    }

    public function testTheFolderBesideANameIsNotKept(): void
    {
        $stored = Edits::decoded((new Edits([new Edit(4, 'a.jpg', 'b.webp', [7], '2026/05')]))->encoded());
        self::assertNull($stored->list[0]->folder);
        self::assertSame([4, 'a.jpg', 'b.webp', [7]], [$stored->list[0]->offset, $stored->list[0]->old,
            $stored->list[0]->new, $stored->list[0]->attachments]);
    }

    public function testAChangeKnowsItsTextAfterwards(): void
    {
        $cell = new Cell('t', 'id', '1', 'c');
        $change = new CellChange($cell, 'see photo.jpg', new Edits([new Edit(4, 'photo.jpg', 'bike.webp', [7])]));
        self::assertSame(['see bike.webp', ChangeKind::Reference], [$change->after(), $change->kind]);
        $this->expectException(\UnexpectedValueException::class);
        new CellChange($cell, 'another text', $change->edits);
    }

    public function testALargeTextIsHashedWithoutASecondCopy(): void
    {
        $before = str_repeat('lorem ipsum ', 400_000);
        $edits = new Edits([new Edit(0, 'lorem', 'Lorem'), new Edit(3_000_000, 'lorem', 'dolor sit')]);
        $after = hash('sha256', 'Lorem' . substr($before, 5, 2_999_995) . 'dolor sit' . substr($before, 3_000_005));
        $used = memory_get_usage();
        memory_reset_peak_usage();
        self::assertSame($after, (new CellChange(new Cell('t', 'id', '1', 'c'), $before, $edits))->hashAfter);
        self::assertLessThan(MB_IN_BYTES, memory_get_peak_usage() - $used);
    }

    public function testEditsThatStandCloseTogetherAreJoined(): void
    {
        $text = 'a.jpg, b.jpg and, much further on, c.jpg';
        $edits = new Edits([new Edit(0, 'a.jpg', 'a.webp'), new Edit(7, 'b.jpg', 'b.webp'), new Edit(35, 'c.jpg', 'c.webp')]);
        $after = 'a.webp, b.webp and, much further on, c.webp';
        foreach ([[0, 3], [1, 3], [2, 2], [22, 2], [23, 1]] as [$closest, $count]) {
            $joined = $edits->joined($text, $closest);
            self::assertCount($count, $joined, "{$closest} bytes");
            self::assertSame($after, (new Edits($joined))->apply($text));
        }
        self::assertSame([], (new Edits())->joined($text, 10));
    }

    public function testARowOfTheJournalIsRead(): void
    {
        $edits = new Edits([new Edit(4, 'photo.jpg', 'bike.webp', [7])]);
        $change = WrittenChange::fromRow((object) ['id' => '12', 'attachment_id' => '7', 'tbl' => 'wp_posts', 'key_column' => 'ID',
            'pk' => '34', 'col' => 'post_content', 'kind' => 'ref', 'state' => 'done', 'hash_before' => 'b', 'hash_after' => 'a',
            'edits' => $edits->encoded()]);
        self::assertSame([12, 7, ChangeKind::Reference, ChangeState::Done, 'b', 'a'], [$change->id, $change->attachmentId,
            $change->kind, $change->state, $change->hashBefore, $change->hashAfter]);
        self::assertEquals(new Cell('wp_posts', 'ID', '34', 'post_content'), $change->cell);
        self::assertEquals($edits, $change->edits);
    }
}
