<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Names of what holds texts (options, meta keys, post types): those that are listed, and those that a pattern tells. A pattern is
 * read by PHP and by every MySQL alike, so it knows neither assertions nor classes like \w, and letters count in either case.
 */
final class Names
{
    /**
     * @param list<string> $listed
     * @param string       $pattern "" for none.
     * @param string       $word    Stands in every name that the pattern tells: what has it not is not looked at closer.
     * @param string       $except  What none of those has in it.
     */
    public function __construct(
        private readonly array $listed,
        private readonly string $pattern = '',
        private readonly string $word = '',
        private readonly string $except = '',
    ) {
    }

    public function include(string $name): bool
    {
        return in_array($name, $this->listed, true) || ($this->pattern !== '' && preg_match("~{$this->pattern}~iD", $name) === 1
            && preg_match("~{$this->except}~iD", $name) !== 1);
    }

    /** The same as an SQL condition; it is never NULL. */
    public function condition(string $column): string
    {
        $listed = "COALESCE({$column}, '') IN ('" . implode("', '", $this->listed) . "')";
        $name = "LOWER(COALESCE({$column}, ''))";
        return $this->pattern === '' ? $listed : "({$listed} OR ({$name} LIKE '%{$this->word}%' AND {$name} REGEXP '{$this->pattern}'"
            . " AND {$name} NOT REGEXP '{$this->except}'))";
    }
}
