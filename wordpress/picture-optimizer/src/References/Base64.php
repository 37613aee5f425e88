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
    /** In JSON a slash has a backslash; lines are as long as mail and PEM have them. */
    private const PLAIN = '(?:[A-Za-z0-9+]|\\\\*/|(?<=[A-Za-z0-9+/]{60})\r?\n(?=[A-Za-z0-9+/=])){16,}={0,2}';
    private const PIECE = '~(?<![A-Za-z0-9+/=])(?:(?!' . self::PLAIN . '(?![A-Za-z0-9+/=_-]))[A-Za-z0-9_-]{16,}={0,2}|' . self::PLAIN
        . ')(?![A-Za-z0-9+/=])~';

    /** A word that is encoded twice is looked for from this length on: shorter, it would be found everywhere. */
    private const SHORTEST_TWICE = 6;

    private readonly string $needles;

    /** What stands in a piece that is read rightly. */
    private readonly string $meant;

    /** @param list<string> $words At least one of them stands in every reference, in every spelling. */
    public function __construct(array $words)
    {
        $this->needles = self::pattern($words);
        $quoted = array_map(static fn (string $word): string => preg_quote($word, '~'), $words);
        $this->meant = '~' . implode('|', $quoted) . '~';
    }

    /**
     * @param list<string> $words
     * @return string A regular expression for any of them inside Base64, also twice; "" for none.
     */
    public static function pattern(array $words): string
    {
        $once = array_merge(...array_map([self::class, 'spellings'], $words));
        $twice = array_merge(...array_map([self::class, 'spellings'], $once));
        $long = array_filter($twice, static fn (string $spelling): bool => strlen($spelling) >= self::SHORTEST_TWICE);
        $quoted = array_map(static fn (string $spelling): string => preg_quote($spelling, '~'), [...$once, ...$long]);
        return $quoted === [] ? '' : '~' . implode('|', array_unique($quoted)) . '~';
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

    /** @param callable(string): Rewrite $rewriteText */
    public function rewrite(string $text, callable $rewriteText): Rewrite
    {
        $edits = $problems = [];
        foreach ($this->pieces($text) as [$piece, $offset, $decoded]) {
            $inner = $rewriteText($decoded);
            array_push($problems, ...$inner->problems);
            if (!$inner->edits->isEmpty()) {
                $new = self::encodedLike($piece, $inner->edits->apply($decoded));
                $edits[] = new Edit($offset, $piece, $new, $inner->edits->attachments());
            }
        }
        return new Rewrite(new Edits($edits), $problems, $edits === [] ? [] : ['base64']);
    }

    /** @return iterable<array{string, int, string}> Pieces that may hold one of the words, where they stand, and what they say. */
    private function pieces(string $text): iterable
    {
        if (!$this->mayHold($text)) {
            return;
        }
        preg_match_all(self::PIECE, $text, $found, PREG_OFFSET_CAPTURE);
        foreach ($found[0] as [$piece, $offset]) {
            foreach ($this->mayHold($piece) ? $this->readings($piece) : [] as [$part, $at, $decoded]) {
                yield [$part, $offset + $at, $decoded];
            }
        }
    }

    /**
     * Hyphens and underscores are letters of the alphabet for URLs, or stand between a piece and other words.
     *
     * @return iterable<array{string, int, string}>
     */
    private function readings(string $piece): iterable
    {
        $whole = self::read($piece);
        if ($whole !== null && (strpbrk($piece, '-_') === false || preg_match($this->meant, $whole) || $this->mayHold($whole))) {
            yield [$piece, 0, $whole];
            return;
        }
        preg_match_all('~' . self::PLAIN . '~', $piece, $parts, PREG_OFFSET_CAPTURE);
        foreach ($parts[0] as [$part, $at]) {
            $decoded = self::read($part);
            if ($decoded !== null) {
                yield [$part, $at, $decoded];
            }
        }
    }

    private static function read(string $piece): ?string
    {
        $plain = strtr((string) preg_replace('~[\\\\\s]+~', '', $piece), '-_', '+/');
        $decoded = base64_decode($plain, true);
        return $decoded !== false && rtrim(base64_encode($decoded), '=') === rtrim($plain, '=') ? $decoded : null;
    }

    /** Encodes a text in the way of a piece: its alphabet, its padding, its slashes, its lines. */
    private static function encodedLike(string $piece, string $text): string
    {
        $new = base64_encode($text);
        if (!str_ends_with($piece, '=') && strlen((string) preg_replace('~[\\\\\s]+~', '', $piece)) % 4 !== 0) {
            $new = rtrim($new, '=');
        }
        if (strpbrk($piece, '-_') !== false) {
            $new = strtr($new, '+/', '-_');
        }
        if (preg_match('~^([^\r\n]+)(\r?\n)~', $piece, $line)) {
            $new = rtrim(chunk_split($new, strlen($line[1]), $line[2]));
        }
        return preg_match('~\\\\+/~', $piece, $slash) ? str_replace('/', $slash[0], $new) : $new;
    }

    private function mayHold(string $text): bool
    {
        return $this->needles !== '' && preg_match($this->needles, $text) === 1;
    }
}
