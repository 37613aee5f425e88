<?php

/**
 * Prints, as JSON, what can be changed in the PHP files that are named, so that a good test would notice.
 *
 * One object a change: file, line, start and end (bytes), text (what stands there instead), what (the change in words).
 * Comparisons, logic, arithmetic, numbers, true and false, words that are compared or looked up, conditions, jumps,
 * and statements that are only there for their effect. Not changed: declarations, attributes, messages.
 */

declare(strict_types=1);

const SWAPPED = [
    '<' => '<=', '<=' => '<', '>' => '>=', '>=' => '>', '===' => '!==', '!==' => '===', '==' => '!=', '!=' => '==',
    '&&' => '||', '||' => '&&', '+' => '-', '-' => '+', '*' => '/', '/' => '*', '%' => '*', '++' => '--', '--' => '++',
    '+=' => '-=', '-=' => '+=', '*=' => '/=', 'true' => 'false', 'false' => 'true', 'continue' => 'break',
    'break' => 'continue', 'min' => 'max', 'max' => 'min',
];
const ARITHMETIC = ['+', '-', '*', '/', '%'];
const COMPARED = [T_IS_IDENTICAL, T_IS_NOT_IDENTICAL, T_IS_EQUAL, T_IS_NOT_EQUAL];

final class Finder
{
    /** @var list<\PhpToken> without white space and comments */
    private array $tokens;

    /** @var list<array<string, mixed>> */
    private array $found = [];

    public function __construct(private readonly string $file)
    {
        $all = \PhpToken::tokenize((string) file_get_contents($file));
        $this->tokens = array_values(array_filter($all, static fn (\PhpToken $token): bool => !$token->isIgnorable()));
    }

    /** @return list<array<string, mixed>> */
    public function find(): array
    {
        $skipped = -1;
        $brackets = 0;
        foreach ($this->tokens as $at => $token) {
            if ($at <= $skipped) {
                continue;
            }
            if ($token->is([T_ATTRIBUTE, T_DECLARE, T_USE, T_NAMESPACE])) {
                $skipped = $token->is(T_ATTRIBUTE) ? $this->closing($at, '[', ']') : $this->semicolon($at);
                continue;
            }
            $this->swap($at, $token);
            $this->number($at, $token);
            $this->word($at, $token);
            $this->condition($at, $token);
            if ($brackets === 0) {
                $this->statement($at, $token);
            }
            $brackets += (int) ($token->text === '(') - (int) ($token->text === ')');
        }
        return $this->found;
    }

    private function swap(int $at, \PhpToken $token): void
    {
        $other = SWAPPED[strtolower($token->text)] ?? null;
        if ($other === null || $token->is(T_CONSTANT_ENCAPSED_STRING)) {
            return;
        }
        if (in_array($token->text, ARITHMETIC, true) && !$this->endsValue($at - 1)) {
            return; // a sign
        }
        if ($token->is(T_STRING) && in_array($token->text, ['min', 'max'], true)) {
            if ($this->text($at + 1) !== '(' || in_array($this->text($at - 1), ['->', '::', 'function'], true)) {
                return;
            }
        } elseif ($token->is(T_STRING) && in_array($this->text($at - 1), ['->', '::', '|', ':', '?'], true)) {
            return; // a type, or a name
        } elseif ($token->is([T_CONTINUE, T_BREAK]) && $this->text($at + 1) !== ';') {
            return;
        } elseif ($token->is(T_BREAK) && $this->inSwitch($at)) {
            return;
        }
        $this->change($at, $at, $other, "{$token->text} becomes {$other}");
    }

    private function number(int $at, \PhpToken $token): void
    {
        if ($token->is([T_LNUMBER, T_DNUMBER])) {
            $value = str_replace('_', '', $token->text);
            $other = $token->is(T_LNUMBER) && ctype_digit($value) ? (string) ((int) $value + 1) : "({$token->text} * 1.5)";
            $this->change($at, $at, $other, "{$token->text} becomes {$other}");
        }
    }

    /** A word that is compared, or that is looked up in an array. */
    private function word(int $at, \PhpToken $token): void
    {
        if (!$token->is(T_CONSTANT_ENCAPSED_STRING) || strlen($token->text) < 3) {
            return;
        }
        $compared = ($this->tokens[$at - 1] ?? null)?->is(COMPARED) || ($this->tokens[$at + 1] ?? null)?->is(COMPARED);
        $lookedUp = $this->text($at - 1) === '[' && $this->text($at + 1) === ']' && $this->endsValue($at - 2);
        if ($compared || $lookedUp) {
            $other = substr($token->text, 0, -1) . 'X' . substr($token->text, -1);
            $this->change($at, $at, $other, "{$token->text} becomes {$other}");
        }
    }

    private function condition(int $at, \PhpToken $token): void
    {
        if ($token->is([T_IF, T_ELSEIF, T_WHILE]) && $this->text($at + 1) === '(') {
            $end = $this->closing($at + 1, '(', ')');
            $inside = array_slice($this->tokens, $at + 2, $end - $at - 2);
            foreach ($inside as $part) {
                if ($part->is(COMPARED) || in_array($part->text, ['<', '>', '<=', '>=', '&&', '||', '!'], true)) {
                    return; // changed as such
                }
            }
            $text = $this->source($at + 2, $end - 1);
            $this->change($at + 2, $end - 1, "!({$text})", "if {$text} becomes if not");
        } elseif ($token->text === '!') {
            $this->change($at, $at, '', '! is left out');
        }
    }

    private function statement(int $at, \PhpToken $token): void
    {
        if (!in_array($this->text($at - 1), [';', '{', '}'], true)) {
            return;
        }
        $end = $this->semicolon($at);
        if ($token->is(T_THROW)) {
            $this->change($at, $end, ';', $this->source($at, $end) . ' is left out');
            return;
        }
        $call = $token->is([T_VARIABLE, T_STATIC]) || ($token->is(T_STRING) && $this->text($at + 1) !== ':');
        if (!$call || $this->text($end - 1) !== ')' || $this->text($end) !== ';') {
            return;
        }
        $depth = 0;
        for ($place = $at; $place < $end; $place++) {
            $depth += (int) in_array($this->text($place), ['(', '[', '{'], true);
            $depth -= (int) in_array($this->text($place), [')', ']', '}'], true);
            if ($depth === 0 && $this->tokens[$place]->is(['=', T_COALESCE_EQUAL, T_CONCAT_EQUAL, T_FUNCTION, T_FN, '?'])) {
                return;
            }
        }
        $this->change($at, $end, ';', $this->source($at, $end) . ' is left out');
    }

    private function change(int $from, int $to, string $text, string $what): void
    {
        [$first, $last] = [$this->tokens[$from], $this->tokens[$to]];
        $what = (string) preg_replace('/\s+/', ' ', $what);
        $this->found[] = [
            'file' => $this->file,
            'line' => $first->line,
            'start' => $first->pos,
            'end' => $last->pos + strlen($last->text),
            'text' => $text,
            'what' => strlen($what) > 110 ? mb_strcut($what, 0, 107) . '...' : $what,
        ];
    }

    private function text(int $at): string
    {
        return $this->tokens[$at]->text ?? '';
    }

    private function source(int $from, int $to): string
    {
        $text = '';
        for ($at = $from; $at <= $to; $at++) {
            $gap = $at > $from && $this->tokens[$at]->pos > $this->tokens[$at - 1]->pos + strlen($this->text($at - 1));
            $text .= ($gap ? ' ' : '') . $this->text($at);
        }
        return $text;
    }

    private function endsValue(int $at): bool
    {
        $token = $this->tokens[$at] ?? null;
        return $token !== null && ($token->is([T_VARIABLE, T_LNUMBER, T_DNUMBER, T_STRING, T_CONSTANT_ENCAPSED_STRING])
            || in_array($token->text, [')', ']', '}'], true));
    }

    private function closing(int $at, string $open, string $close): int
    {
        $depth = 0;
        for ($place = $at; isset($this->tokens[$place]); $place++) {
            $text = $this->text($place);
            $depth += (int) ($text === $open || $text === '#[');
            $depth -= (int) ($text === $close);
            if ($depth === 0 && $place > $at) {
                return $place;
            }
        }
        return count($this->tokens) - 1;
    }

    /** Where the statement ends: the next semicolon outside of brackets. */
    private function semicolon(int $at): int
    {
        $depth = 0;
        for ($place = $at; isset($this->tokens[$place]); $place++) {
            $text = $this->text($place);
            $depth += (int) in_array($text, ['(', '[', '{', '${', '{$'], true);
            $depth -= (int) in_array($text, [')', ']', '}'], true);
            if ($depth < 0 || ($depth === 0 && $text === ';')) {
                return $place;
            }
        }
        return count($this->tokens) - 1;
    }

    private function inSwitch(int $at): bool
    {
        for ($place = $at, $depth = 0; $place > 0; $place--) {
            $depth += (int) ($this->text($place) === '}') - (int) ($this->text($place) === '{');
            if ($depth < 0) {
                $depth = 0;
                for ($before = $place; $before > 0 && !in_array($this->text($before), [';', '}'], true); $before--) {
                    if ($this->tokens[$before]->is(T_SWITCH)) {
                        return true;
                    }
                    if ($this->tokens[$before]->is([T_FOR, T_FOREACH, T_WHILE])) {
                        return false;
                    }
                }
            }
        }
        return false;
    }
}

$found = [];
foreach (array_slice($argv, 1) as $file) {
    array_push($found, ...(new Finder($file))->find());
}
echo json_encode($found, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
