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
        $this->targets[Spelling::normalized($path)] = $target;
    }

    /** @param string $path Relative to uploads, decoded. */
    public function find(string $path): ?Target
    {
        return $this->targets[Spelling::normalized($path)] ?? null;
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
}
