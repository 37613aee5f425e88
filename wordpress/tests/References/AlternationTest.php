<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\References\Alternation;

/** Many words in few patterns, which PCRE compiles. */
final class AlternationTest extends TestCase
{
    /** @return iterable<string, array{list<string>, string}> */
    public static function words(): iterable
    {
        yield 'one word' => [['photo'], 'photo'];
        yield 'words that begin alike' => [['photo-1', 'photo-2', 'phone'], 'pho(?:ne|to\-(?:1|2))'];
        yield 'nothing alike' => [['b', 'a'], '(?:a|b)'];
        yield 'a word that begins with another one' => [['photo-1', 'photo'], 'photo'];
        yield 'the same word twice' => [['a', 'a'], 'a'];
        yield 'numbers' => [['10', '11', '2'], '(?:1(?:0|1)|2)'];
        yield 'signs of regular expressions' => [['a.b~', 'a+b'], 'a(?:\+b|\.b\~)'];
        yield 'a long word, by its beginning' => [[str_repeat('x', 300)], str_repeat('x', 100)];
    }

    /**
     * @dataProvider words
     * @param list<string> $words
     */
    public function testWhatWordsBeginWithAlikeIsWrittenOnce(array $words, string $pattern): void
    {
        self::assertSame([$pattern], Alternation::ofWords($words));
    }

    public function testNoWordsAreNoPattern(): void
    {
        self::assertSame([], Alternation::ofWords([]));
        self::assertSame([], Alternation::ofPatterns([]));
    }

    public function testThousandsOfWordsAreFoundAndNoOther(): void
    {
        $words = array_map(static fn (int $number): string => substr(sha1((string) $number), 0, 5 + $number % 30), range(1, 5000));
        $patterns = array_map(static fn (string $any): string => "~^{$any}~", Alternation::ofWords($words));
        self::assertGreaterThan(1, count($patterns), 'one would be too large for PCRE');
        foreach ($words as $word) {
            self::assertTrue(Alternation::matches($patterns, $word), $word);
        }
        self::assertFalse(Alternation::matches($patterns, 'photo'));
        self::assertFalse(Alternation::matches($patterns, ' ' . $words[0]));
    }

    public function testThousandsOfPatternsAreFoundAndNoOther(): void
    {
        $patterns = array_map(
            static fn (string $any): string => "~^{$any}$~",
            Alternation::ofPatterns(array_map(static fn (int $number): string => "photo[ -]{$number}(?:\\.jpg)?", range(1, 5000)))
        );
        foreach (['photo 1', 'photo-5000.jpg', 'photo-2500'] as $text) {
            self::assertTrue(Alternation::matches($patterns, $text), $text);
        }
        foreach (['photo 5001', 'photo', 'photo_1'] as $text) {
            self::assertFalse(Alternation::matches($patterns, $text), $text);
        }
    }

    /** The depth of groups has an end in PCRE, too. */
    public function testWordsThatPartAtEachLetterAreFound(): void
    {
        $words = array_map(static fn (int $length): string => str_repeat('a', $length) . 'b', range(1, 400));
        [$pattern] = Alternation::ofWords($words);
        self::assertSame(1, preg_match("~^{$pattern}~", str_repeat('a', 399) . 'b'));
        self::assertSame(0, preg_match("~^{$pattern}~", 'b'));
    }
}
