<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Old file names and their new ones, for any number of pictures. All are looked up at once, so names can be swapped. */
final class NameMap implements Lookup
{
    /** @var array<string, Target> by path relative to uploads */
    private array $targets = [];

    /** @param string $path Relative to uploads: "2026/05/photo-300x200.jpg". */
    public function add(string $path, Target $target): void
    {
        $this->targets[self::normal($path)] = $target;
    }

    /** @param string $path Relative to uploads, decoded. */
    public function find(string $path): ?Target
    {
        return $this->targets[self::normal($path)] ?? null;
    }

    /** @return list<string> Paths relative to uploads. */
    public function paths(): array
    {
        return array_map('strval', array_keys($this->targets));
    }

    public function isEmpty(): bool
    {
        return $this->targets === [];
    }

    /** The same letter can be written composed or decomposed (macOS does); both name one file. */
    private static function normal(string $path): string
    {
        if (!preg_match('/[\x80-\xff]/', $path) || !class_exists(\Normalizer::class)) {
            return $path;
        }
        return \Normalizer::normalize($path, \Normalizer::FORM_C) ?: $path;
    }
}
