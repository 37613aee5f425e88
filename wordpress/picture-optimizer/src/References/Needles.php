<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Words of which every value that we look for holds at least one: the coarse search, before the exact one. */
final class Needles
{
    /** From here on it is faster to look for what all pictures have in common. */
    private const MANY = 3;

    /** @var list<string> */
    private readonly array $words;

    /** @param list<string> $words Plain ASCII, in the capitals in which they stand in the text. */
    public function __construct(array $words)
    {
        $this->words = array_values(array_unique($words));
    }

    /**
     * What to look for when these files of pictures are renamed: their names' longest plain part, or the folder that all share if
     * there are many; both also as they look in Base64.
     *
     * @param list<string>     $paths Relative to uploads.
     * @param list<UploadBase> $bases
     * @param list<int>        $alts  Pictures whose alts in content may change.
     */
    public static function for(array $paths, array $bases, array $alts): self
    {
        $words = $paths === [] ? [] : self::plain($paths);
        // A short word is everywhere, and cannot be told in Base64.
        if (count($words) > self::MANY || array_filter($words, static fn (string $word): bool => strlen($word) < 4) !== []) {
            $words = Rewriter::words($bases);
        }
        $words = array_merge($words, ...array_map([Base64::class, 'spellings'], $words));
        $images = count($alts) > self::MANY ? ['wp-image-'] : array_map(static fn (int $id): string => "wp-image-{$id}", $alts);
        return new self([...$words, ...$images]);
    }

    /** @param list<string> $columns */
    public function condition(\wpdb $db, array $columns): string
    {
        $conditions = [];
        foreach ($columns as $column) {
            foreach ($this->words as $word) {
                // Compared as bytes: three times as fast as with a collation.
                $conditions[] = $db->prepare("BINARY `{$column}` LIKE %s", '%' . $db->esc_like($word) . '%');
            }
        }
        return $conditions === [] ? '1 = 0' : implode(' OR ', $conditions);
    }

    public function match(string $text): bool
    {
        foreach ($this->words as $word) {
            if (str_contains($text, $word)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The longest part of each name that is written alike everywhere, without those that hold another one.
     *
     * @param list<string> $paths
     * @return list<string>
     */
    private static function plain(array $paths): array
    {
        $parts = [];
        foreach ($paths as $path) {
            $name = (string) preg_replace('/(?:-\d+x\d+)?(?:-scaled)?\.[^.]*$/', '', basename($path));
            preg_match_all('/[A-Za-z0-9]+/', $name, $matches);
            usort($matches[0], static fn (string $a, string $b): int => strlen($b) <=> strlen($a));
            $parts[] = $matches[0][0] ?? '';
        }
        return array_values(array_unique($parts));
    }
}
