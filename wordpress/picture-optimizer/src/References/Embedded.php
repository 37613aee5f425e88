<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;

/**
 * Finds serialized data inside other text: bare, as in an attribute, or in a string of JSON. Its lengths have to fit afterwards,
 * so it is walked and not searched. Strings of JSON that hold HTML with pictures, or file names in quotes, are looked into as well.
 */
final class Embedded
{
    /** Where serialized data may begin. */
    private const BARE = '(?<![A-Za-z0-9_\\\\])(?:a:\d+:\{|O:\d+:"|s:\d+:")';

    /** WordPress writes the backslash of a block's attributes as "\u005c". */
    private const ESCAPED_QUOTE = '(?:\\\\+u005[Cc])*(?:\\\\+"|\\\\+u0022)';

    /** The head of a string in serialized data that is written in another way. */
    private const ESCAPED = '(?<![A-Za-z0-9_])s:(?<length>\d+):' . self::ESCAPED_QUOTE;
    private const ENCODED = '(?:(?<![A-Za-z0-9_])|(?<=[37][Bb]))s' . Spelling::COLON . '(?<long>\d+)' . Spelling::COLON
        . '(?<quote>' . self::BACKSLASHES . '(?:' . self::AMPERSAND . '(?:quot|(?:\#|%(?:25)*23)(?:0*34|[xX]0*22))(?:;|%(?:25)*3[Bb])'
        . '|%(?:25)*22|(?:u005[Cc])*u0022))';

    /** However often what is around it was encoded. */
    private const BACKSLASHES = '(?:\\\\|%(?:25)*5[Cc]|\\\\+u005[Cc])*';
    private const AMPERSAND = '(?:&|\\\\+u0026|%(?:25)*26)(?:amp(?:;|%(?:25)*3[Bb]))*';

    /** In a string of JSON: a picture's class, or a file name, between escaped quotes. */
    private const WORTH_LOOKING = '(?<!\\\\)' . self::ESCAPED_QUOTE . '[^"\\\\<>]{0,200}?(?:wp-image-\d|(?<!/)\.(?:'
        . BareNames::EXTENSIONS . ')' . self::ESCAPED_QUOTE . ')';

    private const FIND = '~(?<bare>' . self::BARE . ')|(?<escaped>' . self::ESCAPED . ')|(?<encoded>' . self::ENCODED . ')'
        . '|(?<worth>' . self::WORTH_LOOKING . ')~';

    /** Escaped quotes that are passed on the way back to the one that opens a string. */
    private const MOST_QUOTES = 5000;

    /** Most characters that one byte takes in an encoding that is not looked into ("&quot;"), unless a quote has more. */
    private const WIDEST = 6;

    /**
     * @param \Closure(string, int): Rewrite         $inside What to do with the value of a string of JSON that begins somewhere.
     * @param \Closure(string, int): array{Rewrite, int} $walk Walks serialized data that begins somewhere; says where it ends.
     */
    public function __construct(
        private readonly string $text,
        private readonly \Closure $inside,
        private readonly \Closure $walk,
    ) {
    }

    /** @return list<Part> In the order of the text; only sealed ones can overlap others. */
    public function parts(): array
    {
        $parts = [];
        $from = $after = 0;
        while (preg_match(self::FIND, $this->text, $match, PREG_OFFSET_CAPTURE | PREG_UNMATCHED_AS_NULL, $from)) {
            $at = $match[0][1];
            $part = match (true) {
                isset($match['bare'][0]) => $this->bare($at),
                isset($match['escaped'][0]) => $this->literal($at, $after) ?? $this->sealed($at, $match['length'][0]),
                isset($match['encoded'][0]) => $this->sealed($at, $match['long'][0], strlen($match['quote'][0])),
                default => $this->literal($at, $after),
            };
            $from = $at + 1;
            if ($part !== null) {
                $parts[] = $part;
                $from = $after = $part->sealed === '' ? max($from, $part->offset + $part->length) : $from;
            }
        }
        return $parts;
    }

    private function bare(int $at): ?Part
    {
        try {
            [$rewrite, $end] = ($this->walk)($this->text, $at);
            return new Part($at, $end - $at, $rewrite);
        } catch (\UnexpectedValueException) {
            // Something else that looks alike, or damaged: then its strings are met one by one.
            return preg_match('~\Gs:(\d+):"~', $this->text, $head, 0, $at) ? $this->sealed($at, $head[1]) : null;
        }
    }

    /** The string of JSON around a place. */
    private function literal(int $at, int $notBefore): ?Part
    {
        $quote = $this->openingQuote($at, $notBefore);
        if (
            $quote === null
            || !preg_match('~\G"((?:[^"\\\\]++|\\\\.)*+)"~s', $this->text, $match, 0, $quote)
            || $quote + strlen($match[0]) <= $at
        ) {
            return null;
        }
        $string = JsonString::decode($match[1]);
        if ($string === null) {
            return null;
        }
        try {
            $inner = ($this->inside)($string->value, $quote + 1);
            $edits = array_map(static fn (Edit $edit): Edit => $edit->shifted($quote + 1), $string->edits($inner->edits));
            $rewrite = new Rewrite(new Edits($edits), $inner->problems, $inner->kinds, $inner->seen);
        } catch (\UnexpectedValueException $error) {
            $rewrite = new Rewrite(new Edits(), [$error->getMessage()]);
        }
        return new Part($quote + 1, strlen($match[1]), $rewrite);
    }

    private function openingQuote(int $at, int $notBefore): ?int
    {
        $length = strlen($this->text);
        for ($step = 0, $from = $at; $step < self::MOST_QUOTES && $from >= $notBefore; $step++) {
            $quote = strrpos($this->text, '"', $from - $length);
            if ($quote === false || $quote < $notBefore) {
                return null;
            }
            if ($quote === 0 || $this->text[$quote - 1] !== '\\') {
                return $quote;
            }
            $from = $quote - 1;
        }
        return null;
    }

    /** A string whose length cannot be mended: what names a picture in it is reported and stays. */
    private function sealed(int $at, string $length, int $widest = self::WIDEST): Part
    {
        $most = min(strlen($this->text) - $at, 4 * strlen("s:{$length}:") + max($widest, self::WIDEST) * ((int) $length + 2));
        return new Part($at, $most, Rewrite::nothing(), __('serialized data inside other text', 'picture-optimizer'));
    }
}
