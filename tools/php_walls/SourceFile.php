<?php

declare(strict_types=1);

namespace PicoptTools\Walls;

/** One PHP file, read by PHP's own tokenizer: which classes of ours it names, and what its public signatures let through. */
final class SourceFile
{
    private const NOT_A_CLASS_AFTER = [T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION, T_CONST, T_CASE,
        T_CLASS, T_INTERFACE, T_ENUM, T_TRAIT, T_NAMESPACE, T_AS];

    private const MODIFIERS = [T_PUBLIC, T_PROTECTED, T_PRIVATE, T_STATIC, T_READONLY, T_FINAL, T_ABSTRACT];
    private const TYPE_SIGNS = ['?', '|', '&'];

    /** @var list<\PhpToken> without blanks; doc comments stay */
    private readonly array $tokens;

    private readonly string $namespace;

    /** @var array<string, array{string, int}> full name and line by the name that is used here */
    private array $imports = [];

    public function __construct(public readonly string $path, string $code)
    {
        $blank = static fn (\PhpToken $token): bool => !$token->is([T_WHITESPACE, T_COMMENT, T_OPEN_TAG]);
        $this->tokens = array_values(array_filter(\PhpToken::tokenize($code), $blank));
        $namespace = '';
        foreach ($this->tokens as $at => $token) {
            if ($token->is(T_NAMESPACE)) {
                $namespace = $this->tokens[$at + 1]->text;
            }
            if ($token->is(T_USE) && $this->tokens[$at + 1]->is([T_NAME_QUALIFIED, T_STRING])) {
                $this->import($at + 1);
            }
        }
        $this->namespace = $namespace;
    }

    /**
     * Every class of ours that this file names, imports included.
     *
     * @param array<string, true> $known our classes by full name
     * @return list<array{class: string, line: int}>
     */
    public function references(array $known): array
    {
        $found = array_map(static fn (array $import): array => ['class' => $import[0], 'line' => $import[1]], $this->imports);
        foreach ($this->tokens as $at => $token) {
            $name = $this->nameAt($at, $token);
            if ($name !== null && isset($known[$name])) {
                $found[] = ['class' => $name, 'line' => $token->line];
            }
        }
        $ours = static fn (array $reference): bool => isset($known[$reference['class']]);
        return array_values(array_filter($found, $ours));
    }

    /**
     * Types of public methods and properties, by doc comment where there is one, else as declared.
     *
     * @return list<array{member: string, type: string, line: int}>
     */
    public function publicTypes(): array
    {
        $types = [];
        $depth = 0;
        foreach ($this->tokens as $at => $token) {
            $depth += match ($token->text) {
                '(' => 1,
                ')' => -1,
                default => 0,
            };
            $modifiers = $this->modifiersBefore($at);
            if ($token->is(T_FUNCTION) && $this->tokens[$at + 1]->is(T_STRING)) {
                $types = [...$types, ...$this->methodTypes($at, $this->docBefore($at - count($modifiers)), $modifiers)];
            }
            // In brackets it is a promoted property, which is a parameter of the constructor as well.
            if ($depth === 0 && $token->is(T_VARIABLE) && $this->isPublicProperty($at)) {
                $types[] = $this->propertyType($at);
            }
        }
        return $types;
    }

    private function import(int $at): void
    {
        $name = $this->tokens[$at]->text;
        $isAliased = $this->tokens[$at + 1]->is(T_AS);
        $short = substr((string) strrchr("\\{$name}", '\\'), 1);
        $this->imports[$isAliased ? $this->tokens[$at + 2]->text : $short] = [$name, $this->tokens[$at]->line];
    }

    /** The full name of the class of ours that a token stands for; null when it is none. */
    private function nameAt(int $at, \PhpToken $token): ?string
    {
        if ($token->is(T_NAME_FULLY_QUALIFIED)) {
            return ltrim($token->text, '\\');
        }
        $before = $this->tokens[$at - 1] ?? null;
        if (!$token->is([T_STRING, T_NAME_QUALIFIED]) || $before?->is([...self::NOT_A_CLASS_AFTER, T_USE])) {
            return null;
        }
        $parts = explode('\\', $token->text, 2);
        if (isset($this->imports[$parts[0]])) {
            // Its import was counted.
            return isset($parts[1]) ? "{$this->imports[$parts[0]][0]}\\{$parts[1]}" : null;
        }
        return "{$this->namespace}\\{$token->text}";
    }

    private function docBefore(int $at): string
    {
        $before = $this->tokens[$at - 1] ?? null;
        return $before?->is(T_DOC_COMMENT) ? $before->text : '';
    }

    /** @return list<int> the kinds of the modifiers that stand directly before a token */
    private function modifiersBefore(int $at): array
    {
        $modifiers = [];
        while (($this->tokens[$at - 1] ?? null)?->is(self::MODIFIERS)) {
            $modifiers[] = $this->tokens[--$at]->id;
        }
        return $modifiers;
    }

    /**
     * @param list<int> $modifiers
     * @return list<array{member: string, type: string, line: int}> of a constructor that is not public: its public properties only
     */
    private function methodTypes(int $function, string $doc, array $modifiers): array
    {
        $name = $this->tokens[$function + 1]->text;
        $isPublic = array_intersect([T_PRIVATE, T_PROTECTED], $modifiers) === [];
        if (!$isPublic && $name !== '__construct') {
            return [];
        }
        $documented = self::documentedParameters($doc);
        $types = [];
        [$parameters, $end] = $this->parameters($function + 2);
        foreach ($parameters as $variable => ['type' => $declared, 'line' => $line, 'public' => $isProperty]) {
            if ($isPublic || $isProperty) {
                $type = $documented[$variable] ?? $declared;
                $types[] = ['member' => "{$name}({$variable})", 'type' => $type, 'line' => $line];
            }
        }
        $returned = preg_match('/@return\s+(.+?)(?:\*\/|\n)/s', $doc, $found) ? self::typeAtStart($found[1]) : $this->returnType($end);
        return [...$types, ['member' => "{$name}()", 'type' => $returned, 'line' => $this->tokens[$function]->line]];
    }

    private function isPublicProperty(int $variable): bool
    {
        $at = $variable;
        while (($this->tokens[$at - 1] ?? null)?->is([T_STRING, T_ARRAY, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED, ...self::TYPE_SIGNS])) {
            $at--;
        }
        return in_array(T_PUBLIC, $this->modifiersBefore($at), true);
    }

    /** @return array{member: string, type: string, line: int} */
    private function propertyType(int $variable): array
    {
        $at = $variable;
        $declared = '';
        while (!$this->tokens[$at - 1]->is(self::MODIFIERS)) {
            $declared = $this->tokens[--$at]->text . $declared;
        }
        $doc = $this->docBefore($at - count($this->modifiersBefore($at)));
        $type = preg_match('/@var\s+(.+?)(?:\*\/|\n)/s', $doc, $found) ? self::typeAtStart($found[1]) : $declared;
        return ['member' => $this->tokens[$variable]->text, 'type' => $type, 'line' => $this->tokens[$variable]->line];
    }

    /** @return array{array<string, array{type: string, line: int, public: bool}>, int} by variable, and where the list ends */
    private function parameters(int $open): array
    {
        $parameters = [];
        $type = '';
        $isPublic = false;
        $depth = 0;
        for ($at = $open; $at < count($this->tokens); $at++) {
            $token = $this->tokens[$at];
            $depth += match ($token->text) {
                '(', '[' => 1,
                ')', ']' => -1,
                default => 0,
            };
            if ($depth === 0) {
                break;
            }
            if ($depth === 1 && $token->is(T_VARIABLE)) {
                $parameters[$token->text] = ['type' => $type, 'line' => $token->line, 'public' => $isPublic];
            }
            $startsAnew = in_array($token->text, [',', '('], true) || $token->is([...self::MODIFIERS, T_ELLIPSIS]);
            $type = $startsAnew ? '' : $type . $token->text;
            $isPublic = $token->text === ',' ? false : $isPublic || $token->is(T_PUBLIC);
        }
        return [$parameters, $at];
    }

    private function returnType(int $close): string
    {
        if (($this->tokens[$close + 1]->text ?? '') !== ':') {
            return '';
        }
        $type = '';
        for ($at = $close + 2; !in_array($this->tokens[$at]->text, ['{', ';'], true); $at++) {
            $type .= $this->tokens[$at]->text;
        }
        return $type;
    }

    /** @return array<string, string> type by variable */
    private static function documentedParameters(string $doc): array
    {
        preg_match_all('/@param\s+(.+?)\s*(?:\.\.\.)?(\$\w+)/s', $doc, $found, PREG_SET_ORDER);
        return array_column(array_map(static fn (array $m): array => [self::typeAtStart($m[1]), $m[2]], $found), 0, 1);
    }

    /** The type that a doc comment's line begins with: blanks count only inside of brackets. */
    private static function typeAtStart(string $text): string
    {
        $depth = 0;
        foreach (str_split($text) as $position => $letter) {
            $depth += match ($letter) {
                '<', '{', '(' => 1,
                '>', '}', ')' => -1,
                default => 0,
            };
            if ($depth === 0 && $letter === ' ') {
                return substr($text, 0, $position);
            }
        }
        return trim($text);
    }
}
