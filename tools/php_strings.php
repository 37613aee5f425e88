<?php

/**
 * Finds text of the plugin that people read and that is not translatable: sentences outside of __() and its sisters, by
 * PHP's own tokenizer. What is no text for people (headers of a server's rules, exceptions for programmers) says so at
 * the end of its line: `// not for people`.
 *
 *     php tools/php_strings.php [--json] [SOURCE]
 */

declare(strict_types=1);

const TRANSLATING = ['__', '_e', '_x', '_n', '_nx', '_ex', 'esc_html__', 'esc_html_e', 'esc_html_x', 'esc_attr__', 'esc_attr_e',
    'esc_attr_x'];

/** What stands in these calls is said to people, were it one word. */
const SAYING = ['ChangeError', 'DomainException', 'InvalidArgumentException', 'OutOfBoundsException', 'LocalFileError', 'because',
    'error', 'warning', 'success', 'log', 'confirm'];

const NOT_FOR_PEOPLE = '// not for people';

/** @return list<array{line: int, text: string}> */
function unwrapped_strings(string $code): array
{
    $lines = explode("\n", $code);
    $blank = static fn (PhpToken $token): bool => !$token->is([T_WHITESPACE, T_COMMENT, T_DOC_COMMENT]);
    $tokens = array_values(array_filter(PhpToken::tokenize($code), $blank));
    $calls = $found = [];
    foreach ($tokens as $at => $token) {
        if ($token->text === '(') {
            $name = $tokens[$at - 1];
            $isName = $name->is([T_STRING, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED]);
            $calls[] = $isName ? basename(strtr($name->text, '\\', '/')) : '';
        } elseif ($token->text === ')') {
            array_pop($calls);
        }
        $text = text_at($tokens, $at);
        $isMarked = str_contains($lines[$token->line - 1], NOT_FOR_PEOPLE);
        $isTranslated = array_intersect($calls, TRANSLATING) !== [];
        if ($text !== null && !$isMarked && !$isTranslated && is_for_people($text, array_intersect($calls, SAYING) !== [])) {
            $found[] = ['line' => $token->line, 'text' => $text];
        }
    }
    return $found;
}

/**
 * The text that begins at a token; what is put into it is shown as an ellipsis.
 *
 * @param list<PhpToken> $tokens
 */
function text_at(array $tokens, int $at): ?string
{
    if ($tokens[$at]->is(T_CONSTANT_ENCAPSED_STRING)) {
        return $tokens[$at + 1]->text === ']' ? null : trim($tokens[$at]->text, "'\" ");
    }
    $begins = $tokens[$at]->text === '"' || $tokens[$at]->is(T_START_HEREDOC);
    if (!$begins || !in_array($tokens[$at + 1]->id, [T_ENCAPSED_AND_WHITESPACE, T_VARIABLE, T_CURLY_OPEN], true)) {
        return null;
    }
    $text = '';
    for ($next = $at + 1; $tokens[$next]->text !== '"' && !$tokens[$next]->is(T_END_HEREDOC); $next++) {
        $text .= match (true) {
            $tokens[$next]->is(T_ENCAPSED_AND_WHITESPACE) => $tokens[$next]->text,
            $tokens[$next]->is(T_VARIABLE) => '…',
            default => '',
        };
    }
    return trim($text);
}

/** Whether a text is a sentence, or a word that is said to somebody. */
function is_for_people(string $text, bool $isSaid): bool
{
    $words = preg_match_all('/[A-Za-z]{2,}/', $text);
    if ($isSaid) {
        return preg_match('/[A-Za-z]{3,}/', (string) preg_replace('/%\d\$[sd]|\\\\[nt]/', '', $text)) === 1;
    }
    $isSql = preg_match('/^(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|AND|WHERE|FROM|SET|ORDER|GROUP)\b/', $text) === 1;
    $isSentence = str_contains($text, ' ') && $words >= 3 && preg_match('/^[A-Z][a-z]|[.!?]$/', $text) === 1;
    $isPhrase = $words >= 4 && preg_match('/^[a-z]+ [a-z]+ [a-z]+ /', $text) === 1;
    return !$isSql && ($isSentence || $isPhrase);
}

$top = dirname(__DIR__);
$words = array_values(array_filter(array_slice($argv, 1), static fn (string $word): bool => $word !== '--json'));
$folder = rtrim($words[0] ?? "{$top}/wordpress/picture-optimizer", '/');
$report = [];
$tree = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS));
foreach ($tree as $path) {
    if ($path->getExtension() === 'php') {
        foreach (unwrapped_strings((string) file_get_contents((string) $path)) as ['line' => $line, 'text' => $text]) {
            $report[] = str_replace("{$top}/", '', (string) $path) . ":{$line}: not translatable: {$text}";
        }
    }
}
sort($report);
if (in_array('--json', $argv, true)) {
    echo json_encode(['unwrapped_strings' => count($report)]), "\n";
} elseif ($report !== []) {
    echo implode("\n", $report), "\n";
}
exit($report === [] ? 0 : 1);
