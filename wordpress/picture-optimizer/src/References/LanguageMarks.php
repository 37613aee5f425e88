<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Marks before each language's part of a text that holds several, as qTranslate and WPGlobus write them: [:de], {:de}, <!--:de-->. One
 * without a language ([:], {:}, <!--:-->) ends the last part.
 */
final class LanguageMarks
{
    private const CODE = ':((?:[a-z]{2,3}(?:[_-][a-z]{2,4})?)?)';
    private const IN_TEXT = '~(?:\[' . self::CODE . '\]|\{' . self::CODE . '\})~iJ';

    /** @return list<array{string, string|null}> Pieces of a text, each with the language that begins behind it: "" ends one, null: no mark. */
    public static function split(string $text): array
    {
        if (!str_contains($text, '[:') && !str_contains($text, '{:')) {
            return [[$text, null]];
        }
        $pieces = [];
        $at = 0;
        preg_match_all(self::IN_TEXT, $text, $marks, PREG_SET_ORDER | PREG_OFFSET_CAPTURE);
        foreach ($marks as $mark) {
            $pieces[] = [substr($text, $at, $mark[0][1] - $at), end($mark)[0]];
            $at = $mark[0][1] + strlen($mark[0][0]);
        }
        return [...$pieces, [substr($text, $at), null]];
    }

    /** @return string|null What a comment of HTML marks, the same way; null where it is no mark. */
    public static function ofComment(string $comment): ?string
    {
        return preg_match('~^' . self::CODE . '$~iD', $comment, $mark) === 1 ? $mark[1] : null;
    }

    /** The part of a text that is of one language, else the first; a text without marks as it is. */
    public static function pick(string $text, string $language): string
    {
        $parts = [];
        $begun = null;
        foreach (self::split($text) as [$piece, $next]) {
            $begun === null || $parts[self::main($begun)] ??= trim($piece);
            $begun = $next ?? $begun;
        }
        unset($parts['']);
        return $parts === [] ? $text : $parts[self::main($language)] ?? reset($parts);
    }

    /** The language without country and script: marks seldom have one, locales always. */
    public static function main(string $language): string
    {
        return strtolower((string) strtok($language, '_-'));
    }
}
