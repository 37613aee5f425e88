<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Regular expressions for any of many words.
 *
 * PCRE tries the words of "one|other|third" in turn at each byte of a text. Here what words begin with alike is written once, so
 * that the cost hardly grows with their number. And it compiles no pattern of more than 64 KB: many words become several patterns.
 */
final class Alternation
{
    /** Of a pattern, as it is written; compiled, a plain character takes two, and a branch of few letters some more. */
    private const PATTERN_BYTES = 12_000;

    /** Groups of PCRE may stand in one another up to 250 deep: more letters of a word than that are not needed to tell it. */
    private const WORD_BYTES = 100;

    /**
     * @param list<string> $words
     * @return list<string> Without delimiters. A word that begins with another one is found by that one, a long one by its beginning.
     */
    public static function ofWords(array $words): array
    {
        $words = array_map(static fn (string $word): string => substr($word, 0, self::WORD_BYTES), $words);
        sort($words, SORT_STRING);
        $kept = [];
        foreach ($words as $word) {
            if ($kept === [] || !str_starts_with($word, end($kept))) {
                $kept[] = $word;
            }
        }
        return array_map([self::class, 'grouped'], self::portions($kept));
    }

    /**
     * @param list<string> $patterns
     * @return list<string> Without delimiters.
     */
    public static function ofPatterns(array $patterns): array
    {
        return array_map(static fn (array $some): string => '(?:' . implode('|', $some) . ')', self::portions($patterns));
    }

    /** @param list<string> $patterns With delimiters. */
    public static function matches(array $patterns, string $text): bool
    {
        foreach ($patterns as $pattern) {
            if (preg_match($pattern, $text) === 1) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param list<string> $pieces
     * @return list<non-empty-list<string>> In the same order, each as many as one pattern may have.
     */
    private static function portions(array $pieces): array
    {
        $portions = [];
        $bytes = self::PATTERN_BYTES;
        foreach ($pieces as $piece) {
            if (($bytes += strlen($piece)) > self::PATTERN_BYTES) {
                $portions[] = [];
                $bytes = strlen($piece);
            }
            $portions[array_key_last($portions)][] = $piece;
        }
        return $portions;
    }

    /** @param non-empty-list<string> $words In order, none the beginning of another one. */
    private static function grouped(array $words): string
    {
        $byLetter = [];
        foreach ($words as $word) {
            $byLetter[substr($word, 0, 1)][] = $word;
        }
        $branches = array_map([self::class, 'branch'], $byLetter);
        return count($branches) === 1 ? implode('', $branches) : '(?:' . implode('|', $branches) . ')';
    }

    /** @param non-empty-list<string> $words In order, with the same first letter. */
    private static function branch(array $words): string
    {
        $alike = strspn($words[0] ^ $words[count($words) - 1], "\0");
        $beginning = preg_quote(substr($words[0], 0, $alike), '~');
        return count($words) === 1
            ? $beginning
            : $beginning . self::grouped(array_map(static fn (string $word): string => substr($word, $alike), $words));
    }
}
