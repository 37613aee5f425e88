<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;

/** Finds pieces of Base64 that hold text with a name of ours, as page builders store raw HTML. */
final class Base64
{
    private const PIECE = '~(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+]|\\\\*/){16,}={0,2}(?![A-Za-z0-9+/=])~';

    private readonly string $needles;

    /** @param list<string> $words At least one of them stands in every reference, in every spelling. */
    public function __construct(array $words)
    {
        $this->needles = self::pattern($words);
    }

    /**
     * @param list<string> $words
     * @return string A regular expression for any of them inside Base64; "" for none.
     */
    public static function pattern(array $words): string
    {
        $spellings = array_merge(...array_map([self::class, 'spellings'], $words));
        $quoted = array_map(static fn (string $spelling): string => preg_quote($spelling, '~'), $spellings);
        return $quoted === [] ? '' : '~' . implode('|', $quoted) . '~';
    }

    /** @return iterable<string> What stands in Base64 in a text, as far as it holds one of the words. */
    public function decoded(string $text): iterable
    {
        preg_match_all(self::PIECE, $this->mayHold($text) ? $text : '', $pieces);
        foreach ($pieces[0] as $piece) {
            $decoded = $this->mayHold($piece) ? base64_decode(str_replace('\\', '', $piece), true) : false;
            if ($decoded !== false) {
                yield $decoded;
            }
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
        if (!$this->mayHold($text) || !preg_match_all(self::PIECE, $text, $pieces, PREG_OFFSET_CAPTURE)) {
            return Rewrite::nothing();
        }
        $edits = $problems = [];
        foreach ($pieces[0] as [$piece, $offset]) {
            $rewrite = $this->piece($piece, $rewriteText);
            array_push($problems, ...$rewrite->problems);
            array_push($edits, ...array_map(static fn (Edit $edit): Edit => $edit->shifted($offset), $rewrite->edits->list));
        }
        return new Rewrite(new Edits($edits), $problems, $edits === [] ? [] : ['base64']);
    }

    /** @param callable(string): Rewrite $rewriteText */
    private function piece(string $piece, callable $rewriteText): Rewrite
    {
        $plain = str_replace('\\', '', $piece);
        $decoded = $this->mayHold($piece) ? base64_decode($plain, true) : false;
        if ($decoded === false || rtrim(base64_encode($decoded), '=') !== rtrim($plain, '=')) {
            return Rewrite::nothing();
        }
        $inner = $rewriteText($decoded);
        if ($inner->edits->isEmpty()) {
            return new Rewrite(new Edits(), $inner->problems);
        }
        $new = base64_encode($inner->edits->apply($decoded));
        if (!str_ends_with($piece, '=') && strlen($plain) % 4 !== 0) {
            $new = rtrim($new, '=');
        }
        if (preg_match('~\\\\+/~', $piece, $slash)) {
            $new = str_replace('/', $slash[0], $new);
        }
        return new Rewrite(new Edits([new Edit(0, $piece, $new, $inner->edits->attachments())]), $inner->problems);
    }

    private function mayHold(string $text): bool
    {
        return $this->needles !== '' && preg_match($this->needles, $text) === 1;
    }
}
