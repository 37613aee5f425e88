<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** The content of one string of a JSON text: its value, and how edits of that value are written in the text. */
final class JsonString
{
    private const PIECE = '~[^\\\\"]++|\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\\\u[0-9a-fA-F]{4}'
        . '|\\\\["\\\\/bfnrt]~';

    /** @param list<array{int, int, int}> $pieces Where each begins in the value and in the text, and its length there. */
    private function __construct(
        public readonly string $value,
        private readonly string $written,
        private readonly array $pieces,
    ) {
    }

    /** @return self|null Null when it is no string of JSON. */
    public static function decode(string $written): ?self
    {
        preg_match_all(self::PIECE, $written, $matches, PREG_OFFSET_CAPTURE);
        $value = '';
        $pieces = [];
        $expected = 0;
        foreach ($matches[0] as [$piece, $at]) {
            if ($at !== $expected) {
                return null;
            }
            $pieces[] = [strlen($value), $at, strlen($piece)];
            $value .= $piece[0] === '\\' ? json_decode("\"{$piece}\"") : $piece;
            $expected += strlen($piece);
        }
        return $expected === strlen($written) ? new self($value, $written, $pieces) : null;
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
        foreach ($this->pieces as $number => [$inValue, $inText, $length]) {
            $next = $this->pieces[$number + 1][0] ?? strlen($this->value);
            if ($offset === $inValue) {
                return $inText;
            }
            if ($offset < $next) {
                return $next - $inValue === $length
                    ? $inText + $offset - $inValue
                    : throw new \UnexpectedValueException('An edit begins inside an escaped character.');
            }
        }
        return strlen($this->written);
    }

    private function escaped(string $new): string
    {
        $has = fn (string $part): bool => str_contains(strtolower($this->written), $part);
        $flags = ($has('\\/') ? 0 : JSON_UNESCAPED_SLASHES)
            | (preg_match('/[\x80-\xff]/', $this->written) ? JSON_UNESCAPED_UNICODE : 0)
            | ($has('\\u0022') ? JSON_HEX_QUOT : 0)
            | ($has('\\u003c') ? JSON_HEX_TAG : 0)
            | ($has('\\u0026') ? JSON_HEX_AMP : 0);
        $json = json_encode($new, $flags);
        if ($json === false) {
            throw new \UnexpectedValueException('What is to be written is no valid text.');
        }
        $json = substr($json, 1, -1);
        // The block editor writes two hyphens so, because they would end the comment that holds them.
        return $has('\\u0022') || $has('\\u002d') ? str_replace('--', '\\u002d\\u002d', $json) : $json;
    }
}
