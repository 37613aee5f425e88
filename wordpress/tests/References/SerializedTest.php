<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\References\Rewrite;
use PictureOptimizer\References\Serialized;

/** PHP's serialized data as text: what PHP would read afterwards is what it read before, with other strings. */
final class SerializedTest extends TestCase
{
    /** Puts "bicycle" for each "old", as a rewriter of names does. */
    private static function replace(string $text): Rewrite
    {
        $edits = [];
        for ($at = 0; ($at = strpos($text, 'old', $at)) !== false; $at += 3) {
            $edits[] = new Edit($at, 'old', 'bicycle', [7]);
        }
        return new Rewrite(new Edits($edits), str_contains($text, 'trouble') ? ['trouble'] : []);
    }

    private function rewrite(string $data): Rewrite
    {
        return (new Serialized(self::replace(...)))->rewrite($data);
    }

    /** @return iterable<string, array{mixed}> */
    public static function values(): iterable
    {
        yield 'a string' => ['see old here'];
        yield 'an empty string' => [''];
        yield 'nine letters that become more than nine' => ['xxxxxxold'];
        yield 'a list' => [['old', 'other', 'old and old']];
        yield 'keys' => [['old' => 1, 'x-old' => ['old' => null]]];
        yield 'numbers for keys' => [[5 => 'old', -3 => 'x', 0 => 'old']];
        yield 'everything that is no string' => [[null, true, false, 0, -17, 1.5, 0.1, 1e100, INF, -INF, NAN, 'old']];
        yield 'quotes, braces and semicolons in a string' => [['a";s:3:"b', '}old{', '";}', 'old";']];
        yield 'letters of several bytes' => [['é' => 'é old 日本', '🚲' => '🚲old🚲']];
        yield 'bytes' => [["\x00\xff old \x00"]];
        yield 'an object without class' => [(object) ['url' => 'old', 'more' => (object) ['old' => ['old']]]];
        yield 'empty ones' => [[[], (object) [], '', ['' => 'old']]];
        yield 'twenty deep' => [array_reduce(range(1, 20), static fn (mixed $inner): array => ['x' => $inner], 'old')];
        yield 'serialized in serialized' => [['inner' => serialize(['nothing of ours'])]];
    }

    /** @dataProvider values */
    public function testPhpReadsTheSameWithOtherStrings(mixed $value): void
    {
        $data = serialize($value);
        $expected = serialize(self::mapped($value));
        $rewrite = $this->rewrite($data);
        $new = $rewrite->edits->apply($data);
        self::assertSame($expected, $new);
        self::assertSame($data, $rewrite->edits->inverted()->apply($new));
        self::assertSame([[], ['serialized']], [$rewrite->problems, $rewrite->kinds]);
        self::assertTrue(Serialized::looksLike($data) || !is_string($value) && !is_array($value) && !is_object($value));
    }

    private static function mapped(mixed $value): mixed
    {
        if (is_string($value)) {
            return str_replace('old', 'bicycle', $value);
        }
        if (!is_array($value) && !is_object($value)) {
            return $value;
        }
        $mapped = [];
        foreach ((array) $value as $key => $member) {
            $mapped[is_string($key) ? self::mapped($key) : $key] = self::mapped($member);
        }
        return is_object($value) ? (object) $mapped : $mapped;
    }

    public function testReferencesKeepPointingToTheirValues(): void
    {
        $list = ['first' => 'old'];
        $list['second'] = &$list['first'];
        $object = (object) ['url' => 'old'];
        $data = serialize([$list, $object, $object]);
        self::assertStringContainsString('R:', $data);
        self::assertStringContainsString('r:', $data);
        $read = unserialize($this->rewrite($data)->edits->apply($data));
        self::assertSame($read[1], $read[2]);
        $read[0]['first'] = 'changed';
        self::assertSame('changed', $read[0]['second']);
    }

    /** @return iterable<string, array{string}> */
    public static function damaged(): iterable
    {
        yield 'a length that is too long' => ['a:1:{i:0;s:9:"old";}'];
        yield 'a length that is too short' => ['a:1:{i:0;s:2:"old";}'];
        yield 'a length beyond the end' => ['s:99999:"old";'];
        yield 'a length that is no number' => ['s:x:"old";'];
        yield 'a length below nothing' => ['s:-3:"old";'];
        yield 'fewer members than announced' => ['a:2:{i:0;s:3:"old";}'];
        yield 'more members than announced' => ['a:1:{i:0;s:3:"old";i:1;i:1;}'];
        yield 'a key without value' => ['a:1:{s:3:"old";}'];
        yield 'no closing brace' => ['a:1:{i:0;s:3:"old";'];
        yield 'something behind it' => ['a:1:{i:0;s:3:"old";} and more'];
        yield 'cut off' => ['a:1:{i:0;s:3:"ol'];
        yield 'an unknown type' => ['a:1:{i:0;x:3:"old";}'];
        yield 'a number without end' => ['a:1:{i:0;i:5}'];
        yield 'an object without its brace' => ['O:8:"stdClass":1:s:3:"old";i:1;}'];
        yield 'a class of its own format that is cut off' => ['C:4:"Acme":99:{old}'];
        yield 'an escaped quote' => ['a:1:{i:0;s:3:\\"old\\";}'];
        yield 'nothing' => [''];
        yield 'text' => ['old'];
    }

    /** @dataProvider damaged */
    public function testDamagedDataIsRefusedAsAWhole(string $data): void
    {
        $this->expectException(\UnexpectedValueException::class);
        $this->rewrite($data);
    }

    public function testDepthHasAnEnd(): void
    {
        $nest = static fn (int $deep): string => str_repeat('a:1:{i:0;', $deep) . 's:3:"old";' . str_repeat('}', $deep);
        self::assertCount(2, $this->rewrite($nest(200))->edits->list);
        $this->expectException(\UnexpectedValueException::class);
        $this->expectExceptionMessage('too deeply');
        $this->rewrite($nest(201));
    }

    public function testBlanksAroundItAreNoDamage(): void
    {
        $data = " \n\t" . serialize(['old']) . "\n ";
        self::assertSame(" \n\t" . serialize(['bicycle']) . "\n ", $this->rewrite($data)->edits->apply($data));
        self::assertTrue(Serialized::looksLike($data));
    }

    /** @return iterable<string, array{string, bool}> */
    public static function looks(): iterable
    {
        yield 'a list' => ['a:0:{}', true];
        yield 'an object' => ['O:8:"stdClass":0:{}', true];
        yield 'a class of its own format' => ['C:4:"Acme":0:{}', true];
        yield 'a string' => ['s:3:"old";', true];
        yield 'a number' => ['i:5;', false];
        yield 'nothing at all' => ['N;', false];
        yield 'a sentence' => ['a: one thing; b: another;', false];
        yield 'a list in a text' => ['see a:0:{}', false];
        yield 'cut off' => ['a:1:{i:0;', true];
        yield 'cut off within a word' => ['a:1:{i:0;s:3:"ol', false];
        yield 'JSON' => ['{"a":1}', false];
    }

    /** @dataProvider looks */
    public function testWhatLooksLikeSerializedData(string $text, bool $does): void
    {
        self::assertSame($does, Serialized::looksLike($text));
    }

    /** @return iterable<string, array{string}> an object of another class, with "old" inside */
    public static function classes(): iterable
    {
        yield 'with members' => ['O:4:"Acme":1:{s:3:"url";s:3:"old";}'];
        yield 'with private members' => ["O:4:\"Acme\":1:{s:9:\"\0Acme\0url\";s:3:\"old\";}"];
        yield 'deep inside' => ['O:4:"Acme":1:{s:1:"a";a:1:{i:0;O:8:"stdClass":1:{s:1:"b";s:3:"old";}}}'];
        yield 'with a format of its own' => ['C:4:"Acme":7:{x;old;y}'];
        yield 'with trouble inside' => ['O:4:"Acme":1:{s:3:"url";s:7:"trouble";}'];
    }

    /** @dataProvider classes */
    public function testObjectsOfOtherClassesAreReportedAndKeepTheirBytes(string $object): void
    {
        $data = "a:2:{i:0;s:3:\"old\";i:1;{$object}}";
        $rewrite = $this->rewrite($data);
        self::assertSame(['unknown class Acme'], $rewrite->problems);
        self::assertSame("a:2:{i:0;s:7:\"bicycle\";i:1;{$object}}", $rewrite->edits->apply($data));
    }

    /** Plugins cache what WordPress gave them, templates and menus among it. */
    public function testWhatIsKeptOfWordPressObjectsIsFollowed(): void
    {
        $post = new \WP_Post((object) ['ID' => 5, 'post_content' => 'An old image']);
        $term = new \WP_Term((object) ['term_id' => 3, 'description' => 'old']);
        $comment = new \WP_Comment((object) ['comment_ID' => '4', 'comment_content' => 'old']);
        $data = serialize([$post, ['menu' => $term], $comment]);
        $rewrite = $this->rewrite($data);
        self::assertSame([], $rewrite->problems);
        $post->post_content = 'An bicycle image';
        $term->description = $comment->comment_content = 'bicycle';
        self::assertSame(serialize([$post, ['menu' => $term], $comment]), $rewrite->edits->apply($data));
    }

    public function testAnObjectThatHoldsNothingOfOursIsNoProblem(): void
    {
        $data = 'a:3:{i:0;O:4:"Acme":1:{s:3:"url";s:5:"other";}i:1;C:4:"Acme":5:{x;y;z}i:2;E:11:"Suit:Hearts";}';
        self::assertFalse($this->rewrite($data)->found());
    }

    public function testItCanBeginInsideALongerText(): void
    {
        $data = serialize(['old']);
        [$rewrite, $end] = (new Serialized(self::replace(...)))->rewriteFrom("<p data-x='{$data}'>old</p>", 11);
        self::assertSame(11 + strlen($data), $end);
        self::assertSame("<p data-x='" . serialize(['bicycle']) . "'>old</p>", $rewrite->edits->apply("<p data-x='{$data}'>old</p>"));
    }

    public function testTroubleInAStringIsToldAndTheRestIsDone(): void
    {
        $data = serialize(['trouble', 'old']);
        $rewrite = $this->rewrite($data);
        self::assertSame(['trouble'], $rewrite->problems);
        self::assertSame(serialize(['trouble', 'bicycle']), $rewrite->edits->apply($data));
    }

    public function testALengthThatStaysIsNotTouched(): void
    {
        $same = static fn (string $text): Rewrite => new Rewrite(new Edits($text === 'old' ? [new Edit(0, 'old', 'new', [7])] : []));
        $rewrite = (new Serialized($same))->rewrite('a:1:{i:0;s:3:"old";}');
        self::assertCount(1, $rewrite->edits->list);
        self::assertSame([7], $rewrite->edits->attachments());
    }
}
