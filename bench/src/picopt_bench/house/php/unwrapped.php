<?php

/**
 * Prints each sentence for people that is not given to a translation function, as file:line text, one a line.
 *
 * A sentence begins with a capital letter or a placeholder, has at least three words, and is not SQL, markup, a pattern
 * or a command's synopsis. What a programmer reads (the message of a LogicException, a note to the log) does not count.
 */

declare(strict_types=1);

const TRANSLATING = [
    '__', '_e', '_x', '_ex', '_n', '_nx', '_n_noop', '_nx_noop', 'esc_html__', 'esc_html_e', 'esc_html_x', 'esc_attr__',
    'esc_attr_e', 'esc_attr_x',
];
const FOR_PROGRAMMERS = [
    'LogicException', 'UnexpectedValueException', 'InvalidArgumentException', 'DomainException', '_doing_it_wrong',
    'error_log', 'trigger_error', 'prepare', 'query', 'get_results', 'get_col', 'get_var', 'get_row', 'add_command',
];

foreach (array_slice($argv, 1) as $file) {
    $tokens = array_values(array_filter(
        \PhpToken::tokenize((string) file_get_contents($file)),
        static fn (\PhpToken $token): bool => !$token->isIgnorable(),
    ));
    $callers = [];
    $quoted = '';
    foreach ($tokens as $at => $token) {
        if ($token->text === '(') {
            $callers[] = ltrim((string) ($tokens[$at - 1]->text ?? ''), '\\');
        } elseif ($token->text === ')') {
            array_pop($callers);
        }
        if ($token->is([T_CONSTANT_ENCAPSED_STRING, T_ENCAPSED_AND_WHITESPACE])) {
            $text = trim($token->text, "'\"");
            $known = array_intersect($callers, [...TRANSLATING, ...FOR_PROGRAMMERS]);
            if ($known === [] && isSentence($text)) {
                printf("%s:%d %s\n", $file, $token->line, preg_replace('/\s+/', ' ', $text));
            }
        }
    }
}

function isSentence(string $text): bool
{
    return preg_match('/^\s*(\p{Lu}|%\d?\$?[sd]\b)/u', $text) === 1
        && preg_match_all('/(?<![\w:$-])\p{L}[\p{L}’\']*(?![\w(=>$-])/u', $text) >= 3
        && preg_match('/^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|SHOW|WHERE|FROM|AND|OR|LEFT|INNER|JOIN|ORDER|GROUP|EXISTS|HAVING|LOCK)\b/', $text) !== 1
        && preg_match('/<\/?\w+[^>]*>|\b(Rewrite(Rule|Cond|Engine)|Header always|Require all)\b|^\s*[A-Z][A-Za-z-]*: \S+$/', $text) !== 1;
}
