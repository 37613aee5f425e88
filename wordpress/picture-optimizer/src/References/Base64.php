<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;

/**
 * Finds pieces of Base64 that hold text with a name of ours, as page builders store raw HTML: in the alphabet for URLs, in lines,
 * and one inside the other, too.
 */
final class Base64
{
    /** In JSON a slash has a backslash, in an address signs have their numbers; lines are as long as mail and PEM have them. */
    private const SLASH = '(?:\\\\+u005[Cc]|\\\\|%(?:25)*5[Cc])*(?:/|%(?:25)*2[Ff])';
    public const SIGN = '(?:' . self::SLASH . '|%(?:25)*2[Bb])';
    private const LINE_BREAK = '(?<=[A-Za-z0-9+/%\\\\]{60})(?:\r?\n|(?:\\\\+r)?\\\\+n|(?:%(?:25)*0[Dd])?%(?:25)*0[Aa])'
        . '(?=[A-Za-z0-9+=]|' . self::SIGN . '|%(?:25)*3[Dd])';
    private const PADDING = '(?:=|%(?:25)*3[Dd]){0,2}';
    /** Whole runs of letters at once, and never given back: letter by letter, PCRE ends at some kilobytes, as if nothing was there. */
    private const PLAIN = '(?=(?:[A-Za-z0-9+]|' . self::SIGN . '|' . self::LINE_BREAK . '){16})'
        . '(?:[A-Za-z0-9+]++|' . self::SIGN . '|' . self::LINE_BREAK . ')++' . self::PADDING;

    /** An encoded quote, or line break, is no letter of what follows it; of several backslashes the first one begins. */
    public const BEGIN = '(?!(?<=\\\\)\\\\)(?:(?<![A-Za-z0-9+/])(?!(?<=\\\\)(?:u00[0-9A-Fa-f]{2}|[nrt])|(?<=%)(?:25)*[0-7][0-9A-Fa-f])'
        . '|(?<=u00' . Spelling::SIGN . ')|(?<=%' . Spelling::SIGN . ')|(?<=25' . Spelling::SIGN . ')|(?<=\\\\[nrt]))';
    private const PIECE = '~' . self::BEGIN . '(?:(?!' . self::PLAIN . '(?![A-Za-z0-9+/=_-]))[A-Za-z0-9_-]{16,}' . self::PADDING
        . '|' . self::PLAIN . ')(?![A-Za-z0-9+/=])~';

    /** Without signs by number: a slash of an address can stand before a piece. */
    private const PART = '~(?=(?:[A-Za-z0-9+]|\\\\*/){16})(?:[A-Za-z0-9+]++|\\\\*+/)++={0,2}~';

    /** Where Base64 can begin, of any alphabet and in any encoding: below that length hardly a path fits in. It goes on in lines. */
    private const RUN = '~(?<![A-Za-z0-9+/\\\\%_-])[A-Za-z0-9+/\\\\%_-]{48}~';
    private const IN_RUN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\\%_=- \t\r\n";

    /** Of a long run so much is looked at at a time; a word that goes on behind it is seen whole. */
    private const PORTION_BYTES = 100_000;
    private const OVERLAP_BYTES = 2000;

    /** A word that is encoded twice is looked for from this length on: shorter, it would be found everywhere. */
    private const SHORTEST_TWICE = 6;

    /** @var list<string> */
    private readonly array $needles;

    /** @var list<string> What stands in a piece that is read rightly. */
    private readonly array $meant;

    /** @param list<string> $words At least one of them stands in every reference, in every spelling. */
    public function __construct(array $words)
    {
        $this->needles = self::patterns($words);
        $this->meant = self::delimited(Alternation::ofWords($words));
    }

    /**
     * @param list<string> $words
     * @return list<string> Regular expressions for any of them inside Base64, also twice.
     */
    public static function patterns(array $words): array
    {
        $once = array_merge(...array_map([self::class, 'spellings'], $words));
        $twice = array_merge(...array_map([self::class, 'spellings'], $once));
        $long = array_filter($twice, static fn (string $spelling): bool => strlen($spelling) >= self::SHORTEST_TWICE);
        return self::delimited(Alternation::ofWords([...$once, ...$long]));
    }

    /** @return iterable<string> What stands in Base64 in a text, as far as it holds one of the words. */
    public function decoded(string $text): iterable
    {
        foreach ($this->pieces($text) as [, , $decoded]) {
            yield $decoded;
            yield from $this->decoded($decoded);
        }
    }

    /**
     * What a word looks like inside Base64, at each of its three alignments.
     *
     * @return list<string>
     */
    public static function spellings(string $word): array
    {
        $spellings = [];
        foreach ([0, 1, 2] as $before) {
            $encoded = base64_encode(str_repeat("\0", $before) . $word);
            $first = [0, 2, 3][$before]; // characters that hold bits of what stands before
            $bits = 8 * ($before + strlen($word));
            $spellings[] = substr($encoded, $first, intdiv($bits, 6) - $first);
        }
        return $spellings;
    }

    /** @param callable(string, int): Rewrite $rewriteText Gets what is said, and where in the text that stands. */
    public function rewrite(string $text, callable $rewriteText): Rewrite
    {
        $edits = $problems = $seen = [];
        foreach ($this->pieces($text) as [$piece, $offset, $decoded]) {
            $inner = $rewriteText($decoded, $offset);
            array_push($problems, ...$inner->problems);
            array_push($seen, ...$inner->seen);
            if (!$inner->edits->isEmpty()) {
                $new = self::encodedLike($piece, $inner->edits->apply($decoded), self::isInAddress($text, $offset, strlen($piece)));
                $edits[] = new Edit($offset, $piece, $new, $inner->edits->attachments());
            }
        }
        return new Rewrite(new Edits($edits), $problems, $edits === [] ? [] : ['base64'], $seen);
    }

    /** @return iterable<array{string, int, string}> Pieces that may hold one of the words, where they stand, and what they say. */
    private function pieces(string $text): iterable
    {
        if (!$this->mayHold($text)) {
            return;
        }
        preg_match_all(self::PIECE, $text, $found, PREG_OFFSET_CAPTURE);
        foreach ($found[0] as [$pieces, $start]) {
            foreach ($this->mayHold($pieces) ? self::blocks($pieces) : [] as [$piece, $offset]) {
                foreach ($this->mayHold($piece) ? $this->readings($piece) : [] as [$part, $at, $decoded]) {
                    yield [$part, $start + $offset + $at, $decoded];
                }
            }
        }
    }

    /**
     * A text in lines has lines of one length, and a last one that may be shorter; whatever comes then is another text.
     *
     * @return iterable<array{string, int}> Each with its place.
     */
    private static function blocks(string $pieces): iterable
    {
        $start = $end = $width = 0;
        $isOver = false;
        foreach (preg_split('~' . self::LINE_BREAK . '~', $pieces, -1, PREG_SPLIT_OFFSET_CAPTURE) ?: [] as [$line, $at]) {
            $letters = strlen(self::letters($line));
            if ($at > 0 && ($isOver || $letters > $width)) {
                yield [substr($pieces, $start, $end - $start), $start];
                [$start, $width] = [$at, 0];
            }
            $width = $width ?: $letters;
            $isOver = $letters < $width;
            $end = $at + strlen($line);
        }
        yield [substr($pieces, $start, $end - $start), $start];
    }

    /**
     * Hyphens and underscores are letters of the alphabet for URLs, or stand between a piece and other words.
     *
     * @return iterable<array{string, int, string}>
     */
    private function readings(string $piece): iterable
    {
        $whole = self::read($piece);
        if ($whole !== null && (strpbrk($piece, '-_') === false || Alternation::matches($this->meant, $whole) || $this->mayHold($whole))) {
            yield [$piece, 0, $whole];
            return;
        }
        preg_match_all(self::PART, $piece, $parts, PREG_OFFSET_CAPTURE);
        foreach ($parts[0] as [$part, $at]) {
            $decoded = self::read($part);
            if ($decoded !== null) {
                yield [$part, $at, $decoded];
            }
        }
    }

    private static function read(string $piece): ?string
    {
        $plain = strtr(self::letters($piece), '-_', '+/');
        $decoded = base64_decode($plain, true);
        return $decoded !== false && rtrim(base64_encode($decoded), '=') === rtrim($plain, '=') ? $decoded : null;
    }

    /** A piece without what was done to it: signs by number, lines, backslashes. */
    public static function letters(string $piece): string
    {
        if (strpbrk($piece, "\\% \t\r\n") === false) {
            return $piece;
        }
        $piece = (string) preg_replace('~\\\\+(?:u005[Cc]|[rn])|%(?:25)*(?:0[ADad]|5[Cc])|[\\\\\s]+~', '', $piece);
        return rawurldecode((string) preg_replace('~%(?:25)+~', '%', $piece));
    }

    /** Whether what stands beside a piece was encoded for an address: there a plus sign would be a space. */
    private static function isInAddress(string $text, int $offset, int $length): bool
    {
        return preg_match('~%[0-9A-Fa-f]{2}$~D', substr($text, max(0, $offset - 3), min($offset, 3))) === 1
            || preg_match('~\G%[0-9A-Fa-f]{2}~', $text, $after, 0, $offset + $length) === 1;
    }

    /** Encodes a text in the way of a piece: its alphabet, its padding, its signs, its lines. */
    private static function encodedLike(string $piece, string $text, bool $isInAddress): string
    {
        $new = base64_encode($text);
        $letters = self::letters($piece);
        if (!str_ends_with($letters, '=') && strlen($letters) % 4 !== 0) {
            $new = rtrim($new, '=');
        }
        if (strpbrk($piece, '-_') !== false) {
            $new = strtr($new, '+/', '-_');
        }
        if (preg_match('~^([A-Za-z0-9+/]+?)(' . self::LINE_BREAK . ')~', $piece, $line)) {
            $new = substr(chunk_split($new, strlen($line[1]), $line[2]), 0, -strlen($line[2]));
        }
        $signs = [];
        if (preg_match('~%((?:25)*)(?:2[BbFf]|3[Dd])~', $piece, $number) || $isInAddress) {
            $percent = '%' . ($number[1] ?? '');
            $signs = ['+' => "{$percent}2B", '/' => "{$percent}2F", '=' => "{$percent}3D"];
        }
        return strtr($new, (preg_match('~' . self::SLASH . '~', $piece, $slash) ? ['/' => $slash[0]] : []) + $signs);
    }

    private function mayHold(string $text): bool
    {
        return Alternation::matches($this->needles, $text) || self::mayBeIn($text, $this->needles);
    }

    public static function hasRun(string $text): bool
    {
        return preg_match(self::RUN, $text) === 1;
    }

    /**
     * Most text has a run or two, which are addresses: only these are compared with the many forms of words, without the line
     * breaks in which a word can go on.
     *
     * @param list<string> $patterns What patterns() gives.
     */
    public static function mayBeIn(string $text, array $patterns): bool
    {
        $end = 0;
        while ($patterns !== [] && preg_match(self::RUN, $text, $run, PREG_OFFSET_CAPTURE, $end) === 1) {
            $end = $run[0][1] + strspn($text, self::IN_RUN, $run[0][1]);
            for ($at = $run[0][1]; $at < $end; $at += self::PORTION_BYTES) {
                $portion = substr($text, $at, min(self::PORTION_BYTES + self::OVERLAP_BYTES, $end - $at));
                if (Alternation::matches($patterns, self::letters($portion))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * @param list<string> $patterns
     * @return list<string>
     */
    private static function delimited(array $patterns): array
    {
        return array_map(static fn (string $pattern): string => "~{$pattern}~", $patterns);
    }
}
