<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** The coarse search: words of which every value that we look for holds at least one. Quick, and exact only in what it lets pass. */
final class Needles
{
    /** From here on one regular expression for all names is faster than one for each. */
    private const MANY = 3;

    /** Ends of a slash in every spelling: "/", "%2F", "\u002f", "&#47;". */
    private const BEFORE = '[/Ff;]';

    /** Not in the middle of a longer name. */
    private const ANYWHERE = '(?<![A-Za-z0-9])';

    /** A hyphen by its number, or behind a backslash: CSS, regular expressions, scripts, entities, addresses. */
    private const ESCAPED_HYPHEN = '~\\\\(?:-|0{0,4}2[Dd]|x2[Dd]|(?<!2d\\\\)u002[Dd](?!\\\\))|%(?:25)*2[Dd]'
        . '|&(?:amp;)*#(?:0*45|[xX]0*2[Dd]);~';

    /** A shorter word would let nearly everything pass. */
    private const SHORTEST = 3;

    /** @var list<string> One for each word: compiled by PCRE, each takes a quarter of the time of str_contains(). */
    private readonly array $patterns;

    /**
     * @param list<string> $words
     * @param int          $shortest Bytes of the shortest value that can hold what we look for.
     * @param list<string> $patterns More regular expressions.
     * @param list<string> $encoded  The same for what stands in Base64.
     * @param bool         $compressed Whether what is compressed is looked into, later.
     * @param list<string> $hyphened   Names with hyphens in every spelling, for texts that have escaped ones.
     */
    private function __construct(
        array $words,
        public readonly int $shortest,
        array $patterns = [],
        private readonly array $encoded = [],
        private readonly bool $compressed = false,
        private readonly array $hyphened = [],
    ) {
        $this->patterns = [...array_map(static fn (string $word): string => '~' . preg_quote($word, '~') . '~', $words), ...$patterns];
    }

    /**
     * @param list<string>     $paths Files of pictures, relative to uploads.
     * @param list<UploadBase> $bases
     * @param list<int>        $alts  Pictures whose alts in content may change.
     * @param bool             $bare  Whether names without a folder are looked for as well.
     */
    public static function for(array $paths, array $bases, array $alts, bool $bare = false): self
    {
        $images = count($alts) > self::MANY
            ? ['wp-image-']
            : array_map(static fn (int $id): string => "wp-image-{$id}", $alts);
        $shortest = min(array_map('strlen', [...($bare ? array_map('basename', $paths) : $paths), ...$images]) ?: [1]);
        if ($paths === []) {
            return new self($images, $shortest);
        }
        // In Base64 a name can be written in URL encoding as well; the folder of uploads looks the same in both.
        $folders = Rewriter::words($bases);
        $base64 = array_merge(...array_map([Base64::class, 'spellings'], $folders));
        $names = self::plainNames($paths);
        $encoded = Base64::patterns(self::words($paths));
        $hyphened = self::odd(array_values(preg_grep('~[^/]-[^/]*$~', array_map(Spelling::stem(...), $paths)) ?: []));
        return match (true) {
            // Behind a token or alone there is no folder's name.
            $names === null => new self([...$folders, ...$base64, ...$images], $shortest, self::odd($paths), $encoded, $bare),
            count($names) > self::MANY
                => new self([...$base64, ...$images], $shortest, self::patterns($names, $bare), $encoded, $bare, $hyphened),
            default => new self([...$names, ...$base64, ...$images], $shortest, [], $encoded, $bare, $hyphened),
        };
    }

    public function isEmpty(): bool
    {
        return $this->patterns === [];
    }

    public function match(string $text): bool
    {
        return Alternation::matches($this->patterns, $text)
            || ($this->compressed && Compressed::is($text))
            || Base64::mayBeIn($text, $this->encoded)
            || ($this->compressed && Base64::hasRun($text) && Compressed::mayBeIn($text))
            || ($this->hyphened !== [] && preg_match(self::ESCAPED_HYPHEN, $text) && Alternation::matches($this->hyphened, $text));
    }

    /**
     * How the names begin, as far as that is written alike everywhere; a name that begins with another one is left out.
     *
     * @param list<string> $paths
     * @return non-empty-list<string>|null Null when a name has no such beginning.
     */
    public static function plainNames(array $paths): ?array
    {
        $names = [];
        foreach ($paths as $path) {
            $name = Spelling::stem(basename($path));
            // Two hyphens can be escaped, and so can all that is not ASCII: only what comes before is written alike everywhere.
            preg_match('/^(?:[A-Za-z0-9_]|-(?!-))*/', $name, $match);
            $plain = rtrim($match[0], '-');
            if (strlen($plain) < self::SHORTEST) {
                return null;
            }
            $names[$plain] = true;
        }
        return array_map('strval', array_keys($names));
    }

    /**
     * Of each name a word that is written alike everywhere: its beginning, else its longest one, else its extension.
     *
     * @param list<string> $paths
     * @return list<string>
     */
    public static function words(array $paths): array
    {
        $words = [];
        foreach ($paths as $path) {
            $word = self::plainNames([$path])[0] ?? self::longestWord(Spelling::stem(basename($path)));
            $words[$word !== '' ? $word : '.' . pathinfo($path, PATHINFO_EXTENSION)] = true;
        }
        return array_map('strval', array_keys($words));
    }

    /** @return string "" where each is so short that nearly everything holds it. */
    public static function longestWord(string $stem): string
    {
        $words = preg_split('/[^A-Za-z0-9_]+/', $stem) ?: [''];
        usort($words, static fn (string $one, string $other): int => strlen($other) <=> strlen($one));
        return strlen($words[0]) < self::SHORTEST ? '' : $words[0];
    }

    /**
     * The beginnings of names, up to their sizes, in every spelling; those that begin alike are one.
     *
     * @param list<string> $paths
     * @return list<string>
     */
    private static function odd(array $paths): array
    {
        if ($paths === []) {
            return [];
        }
        $stems = [];
        foreach ($paths as $path) {
            $stems[Spelling::stem(basename($path))] = true;
        }
        $spelled = array_map(static fn (string|int $stem): string => Spelling::ofName((string) $stem), array_keys($stems));
        $end = '(?:' . Spelling::ofName('-') . '(?:\d+x\d+|scaled))*' . Spelling::ofName('.') . BareNames::EXTENSIONS;
        return array_map(
            static fn (string $any): string => '~' . Spelling::NAME_BEGIN . "{$any}{$end}~",
            Alternation::ofPatterns($spelled)
        );
    }

    /**
     * @param list<string> $names
     * @return list<string>
     */
    private static function patterns(array $names, bool $bare): array
    {
        $before = $bare ? self::ANYWHERE : self::BEFORE;
        return array_map(static fn (string $any): string => "~{$before}{$any}~", Alternation::ofWords($names));
    }
}
