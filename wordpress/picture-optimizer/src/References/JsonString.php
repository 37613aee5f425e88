<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;

/** The content of one string of a JSON text: its value, and how edits of that value are written in the text. */
final class JsonString
{
    private const PIECE = '~\G(?:[^\\\\"]++|\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\\\u[0-9a-fA-F]{4}'
        . '|\\\\["\\\\/bfnrt])~';

    private ?int $flags = null;
    private ?bool $hexBackslash = null;

    /**
     * @param list<int> $inValue Where each piece, plain text or one escaped character, begins in the value; at last its length.
     * @param list<int> $inText  The same in the text.
     */
    private function __construct(
        public readonly string $value,
        private readonly string $written,
        private readonly array $inValue,
        private readonly array $inText,
    ) {
    }

    /** @return self|null Null when it is no string of JSON. */
    public static function decode(string $written): ?self
    {
        $value = '';
        $inValue = $inText = [];
        // One by one: all matches of a long text at once would take much memory.
        for ($at = 0; $at < strlen($written); $at += strlen($match[0])) {
            if (!preg_match(self::PIECE, $written, $match, 0, $at)) {
                return null;
            }
            $inValue[] = strlen($value);
            $inText[] = $at;
            $value .= $match[0][0] === '\\' ? json_decode("\"{$match[0]}\"") : $match[0];
        }
        return new self($value, $written, [...$inValue, strlen($value)], [...$inText, strlen($written)]);
    }

    /**
     * @param Edits $edits Of the value.
     * @return list<Edit> Of the text; what is new is escaped in the way of the rest.
     * @throws \UnexpectedValueException When an edit begins or ends inside an escaped character.
     */
    public function edits(Edits $edits): array
    {
        return array_map(function (Edit $edit): Edit {
            $from = $this->position($edit->offset);
            $old = substr($this->written, $from, $this->position($edit->end()) - $from);
            return new Edit($from, $old, $this->escaped($edit->new), $edit->attachments, $edit->folder);
        }, $edits->list);
    }

    private function position(int $offset): int
    {
        $piece = $this->pieceAt($offset);
        $within = $offset - $this->inValue[$piece];
        $isPlain = $within === 0 || $this->inValue[$piece + 1] - $this->inValue[$piece]
            === $this->inText[$piece + 1] - $this->inText[$piece];
        return $isPlain
            ? $this->inText[$piece] + $within
            : throw new \UnexpectedValueException('An edit begins inside an escaped character.'); // not for people
    }

    /** @return int The number of the last piece that begins at an offset of the value, or before. */
    private function pieceAt(int $offset): int
    {
        [$low, $high] = [0, count($this->inValue) - 1];
        while ($low < $high) {
            $middle = intdiv($low + $high + 1, 2);
            [$low, $high] = $this->inValue[$middle] <= $offset ? [$middle, $high] : [$low, $middle - 1];
        }
        return $low;
    }

    private function escaped(string $new): string
    {
        $json = json_encode($new, $this->flags ??= $this->flags());
        if ($json === false) {
            throw new \UnexpectedValueException('What is to be written is no valid text.'); // not for people
        }
        $json = substr($json, 1, -1);
        if ($this->hexBackslash ??= stripos($this->written, '\\u005c') !== false) {
            $json = (string) preg_replace_callback('~\\\\(.)~s', static fn (array $match): string => $match[1] === '\\'
                ? '\\u005c' : $match[0], $json);
        }
        // The block editor writes two hyphens so, because they would end the comment that holds them.
        return $this->flags & JSON_HEX_QUOT ? str_replace('--', '\\u002d\\u002d', $json) : $json;
    }

    /** How json_encode() has to be told to write as this text is written. */
    private function flags(): int
    {
        $has = fn (string $part): bool => stripos($this->written, $part) !== false;
        return ($has('\\/') ? 0 : JSON_UNESCAPED_SLASHES)
            | (preg_match('/[\x80-\xff]/', $this->written) ? JSON_UNESCAPED_UNICODE : 0)
            | ($has('\\u0022') || $has('\\u002d') ? JSON_HEX_QUOT : 0)
            | ($has('\\u003c') ? JSON_HEX_TAG : 0)
            | ($has('\\u0026') ? JSON_HEX_AMP : 0);
    }
}
