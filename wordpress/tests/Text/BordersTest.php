<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Text;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Text\Rules;
use PictureOptimizer\Text\SentText;
use PictureOptimizer\Text\Subject;

/** Each rule on texts that just keep it and texts that just break it. */
final class BordersTest extends TestCase
{
    /** @return iterable<string, array{Subject, string, bool}> subject, rule, whether it is broken */
    public static function lengths(): iterable
    {
        $words = static fn (int $letters): string => substr(str_repeat('bicycle wall green ', 40), 0, $letters - 1) . 'x';
        yield 'as long as it may be' => [new Subject('alt', $words(125)), 'alt_too_long', false];
        yield 'one letter more' => [new Subject('alt', $words(126)), 'alt_too_long', true];
        yield 'a wanted length' => [new Subject('alt', $words(60), maxLength: 60), 'alt_too_long', false];
        yield 'more than was wanted' => [new Subject('alt', $words(61), maxLength: 60), 'alt_too_long', true];
        yield 'letters of several bytes' => [new Subject('alt', str_repeat('é', 125)), 'alt_too_long', false];
        yield 'signs beyond the first plane' => [new Subject('alt', str_repeat('🚲', 126)), 'alt_too_long', true];
    }

    /** @return iterable<string, array{Subject, string, bool}> */
    public static function repeats(): iterable
    {
        $with = static fn (string $alt, string $title, string $caption = ''): Subject
            => new Subject('alt', $alt, others: ['title' => $title, 'caption' => $caption]);
        yield 'another title' => [$with('A red bike', 'Bikes'), 'not_a_repeat', false];
        yield 'the title' => [$with('A red bike', 'A red bike'), 'not_a_repeat', true];
        yield 'the title in another case' => [$with('A red bike', 'a RED bike.'), 'not_a_repeat', true];
        yield 'the title with other signs' => [$with('A red-bike', '“A red bike”'), 'not_a_repeat', true];
        yield 'the title and more' => [$with('A red bike', 'A red bike here'), 'not_a_repeat', false];
        yield 'the caption' => [$with('A red bike', '', 'A red bike'), 'not_a_repeat', true];
        yield 'a text beside the image' => [new Subject('alt', 'A red bike', nearby: ['A red bike!']), 'not_a_repeat', true];
        yield 'composed otherwise' => [$with("Cafe\u{301} table", 'Café table'), 'not_a_repeat', true];
        yield 'itself' => [new Subject('alt', 'A red bike', others: ['alt' => 'A red bike']), 'not_a_repeat', false];
        yield 'only signs on both sides' => [$with('…', '!'), 'not_a_repeat', false];
    }

    /** @return iterable<string, array{Subject, string, bool}> */
    public static function stuffings(): iterable
    {
        yield 'a sentence' => [new Subject('alt', 'A red bike leaning on a wall'), 'no_stuffing', false];
        yield 'a list of keywords' => [new Subject('alt', 'bike, red bike, cheap bike, bike shop, bikes'), 'no_stuffing', true];
        yield 'a sentence with commas' => [new Subject('alt', 'A red, old and very rusty bike, leaning on the wall of a shop'),
            'no_stuffing', false];
        yield 'a keyword once' => [new Subject('alt', 'A red bike on a wall', keywords: ['red bike']), 'no_stuffing', false];
        yield 'a keyword twice' => [new Subject('alt', 'A red bike by a red bike', keywords: ['red bike']), 'no_stuffing', true];
        yield 'a keyword within words' => [new Subject('alt', 'A bikeshed and a motorbike', keywords: ['bike']), 'no_stuffing', false];
        yield 'no keyword' => [new Subject('alt', 'A red bike by a wall', keywords: ['']), 'no_stuffing', false];
        yield 'a keyword in another case' => [new Subject('alt', 'BIKE and bike', keywords: ['Bike']), 'no_stuffing', true];
    }

    /** @return iterable<string, array{Subject, string, bool}> */
    public static function names(): iterable
    {
        foreach (['red-bicycle', 'a', 'bike-2', 'x1'] as $name) {
            yield "a name: {$name}" => [new Subject('filename', $name), 'filename', false];
        }
        foreach (['Red-bicycle', 'red_bicycle', '-red', 'red-', 'red--bike', 'rêd', 'red.jpg', 'a b', 'con', "red\n"] as $name) {
            yield "no name: {$name}" => [new Subject('filename', $name), 'filename', true];
        }
        yield 'none at all' => [new Subject('filename', ''), 'filename', false];
    }

    /** @return iterable<string, array{Subject, string, bool}> */
    public static function tags(): iterable
    {
        yield 'tags' => [new Subject('tags', ['bicycle', 'red']), 'tags', false];
        yield 'none' => [new Subject('tags', []), 'tags', false];
        yield 'an empty one' => [new Subject('tags', ['bicycle', ' ']), 'tags', true];
        yield 'capitals' => [new Subject('tags', ['Bicycle']), 'tags', true];
        yield 'twice' => [new Subject('tags', ['bike', 'bike']), 'tags', true];
        yield 'one and its plural' => [new Subject('tags', ['bike', 'bikes']), 'tags', true];
        yield 'a blank and a hyphen' => [new Subject('tags', ['red bike', 'red-bike']), 'tags', true];
    }

    /** @return iterable<string, array{Subject, string, bool}> */
    public static function decorations(): iterable
    {
        yield 'decorative and empty' => [new Subject('alt', '', true), 'decorative', false];
        yield 'decorative with words' => [new Subject('alt', 'A bike', true), 'decorative', true];
        yield 'not decorative and empty' => [new Subject('alt', ''), 'decorative', true];
        yield 'not decorative and blank' => [new Subject('alt', " \u{a0}\n"), 'decorative', true];
        yield 'not decorative with words' => [new Subject('alt', 'A bike'), 'decorative', false];
    }

    /**
     * @dataProvider lengths
     * @dataProvider repeats
     * @dataProvider stuffings
     * @dataProvider names
     * @dataProvider tags
     * @dataProvider decorations
     */
    public function testARuleBreaksWhereItShould(Subject $subject, string $check, bool $isBroken): void
    {
        $ids = array_column(array_filter(Rules::all(), static fn (array $rule): bool
            => in_array($check, [$rule['id'], $rule['check']], true)), 'id');
        self::assertNotSame([], $ids, "there is no rule {$check}");
        self::assertSame($isBroken, array_intersect($ids, Rules::broken($subject)) !== []);
    }

    public function testOnlyRulesOfTheFieldApply(): void
    {
        self::assertSame([], Rules::broken(new Subject('no_field', 'Image of a red barn')));
    }

    // What a browser sends.

    /** @return iterable<string, array{mixed, string|null, bool|null}> sent for alt, text, write */
    public static function sent(): iterable
    {
        yield 'both' => [['text' => 'A bike', 'write' => true], 'A bike', true];
        yield 'a number for a text' => [['text' => 7, 'write' => 1], null, true];
        yield 'a list for a text' => [['text' => ['x'], 'write' => ['x']], null, null];
        yield 'words for a flag' => [['text' => '', 'write' => 'false'], '', false];
        yield 'nothing' => [null, null, null];
        yield 'a text for both' => ['A bike', null, null];
    }

    /** @dataProvider sent */
    public function testPartsAreThereOfTheirTypeOrNotAtAll(mixed $alt, ?string $text, ?bool $write): void
    {
        $sent = new SentText(['alt' => $alt, 'tags' => ['text' => [3 => 'a', 7 => 'b']], 'file_name' => 'x',
            'places' => ['k' => 'A place']]);
        self::assertSame([$text, $write], [$sent->text('alt'), $sent->write('alt')]);
        self::assertSame([['a', 'b'], 'x', 'A place', null], [$sent->tags(), $sent->fileName(), $sent->placeAlt('k'),
            $sent->placeAlt('l')]);
        self::assertSame([null, null, null, null], [(new SentText('x'))->text('alt'), (new SentText(7))->tags(),
            (new SentText())->fileName(),
            (new SentText([]))->write('alt')]);
    }
}
