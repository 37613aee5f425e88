<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Delivery\Redirects;
use PictureOptimizer\Delivery\SocialImages;
use PictureOptimizer\Files\NewFile;

/**
 * Chooses the names of a picture's new files, all of one family: red-bike.webp, red-bike-300x200.webp, ...
 *
 * No name may exist, differ from an existing one by case only, or have been somebody's before. A file that keeps its name is
 * replaced in its place.
 */
final class Names
{
    private const ATTEMPTS = 10000;

    public function __construct(private readonly Redirects $redirects, private readonly OtherOwners $others)
    {
    }

    /** @return array<string, string> File names by size. */
    public function choose(Change $change, Run $run): array
    {
        $old = $this->stem($run->oldNames);
        $slug = $change->baseName === null ? '' : Slug::of($change->baseName);
        $stem = $slug === '' ? $old : $slug;
        $taken = $this->taken($run, $stem);
        for ($number = 0; $number < self::ATTEMPTS; $number++) {
            $names = $this->family($number === 0 ? $stem : "{$stem}-{$number}", $stem === $old && $number === 0, $run);
            if ($this->areFree($names, $taken, $run)) {
                return $names;
            }
        }
        throw new ChangeError(sprintf(
            /* translators: %s: file name without extension */
            __('No unused file name could be found for “%s”.', 'picture-optimizer'),
            $stem
        ));
    }

    /**
     * What the names of a picture have in common: "photo" of photo-scaled.jpg, whose sub-sizes are photo-300x200.jpg.
     *
     * @param array<string, string> $names
     */
    private function stem(array $names): string
    {
        $stem = pathinfo($names['full'], PATHINFO_FILENAME);
        return isset($names['original']) ? (string) preg_replace('/-(?:scaled|rotated)$/', '', $stem) : $stem;
    }

    /** @return array<string, string> */
    private function family(string $stem, bool $kept, Run $run): array
    {
        $names = [];
        foreach ($run->change->files as $file) {
            $suffix = match ($file->name) {
                'full' => $kept ? substr(pathinfo($run->oldNames['full'], PATHINFO_FILENAME), strlen($stem)) : '',
                default => "-{$file->width}x{$file->height}",
            };
            $names[$file->name] = "{$stem}{$suffix}.{$file->extension}";
        }
        $names = $this->apart($names, $run->change->files);
        $full = $run->change->full();
        if ($full !== null && SocialImages::isWanted($full->mime, $run->socialSource)) {
            $names[SocialImages::SIZE] = SocialImages::name($stem, $run->socialSource);
        }
        return $names;
    }

    /**
     * Two sizes of the same measure share a name only if they share their bytes.
     *
     * @param array<string, string> $names
     * @param list<NewFile>         $files
     * @return array<string, string>
     */
    private function apart(array $names, array $files): array
    {
        $hashes = [];
        foreach ($files as $file) {
            $name = $names[$file->name];
            for ($number = 2; ($hashes[$name] ?? $file->sha256) !== $file->sha256; $number++) {
                $name = preg_replace('/(\.[a-z0-9]+)$/', "-{$number}\$1", $names[$file->name]);
            }
            $hashes[$name] = $file->sha256;
            $names[$file->name] = $name;
        }
        return $names;
    }

    /**
     * @param array<string, string> $names
     * @param array<string, string> $taken
     */
    private function areFree(array $names, array $taken, Run $run): bool
    {
        foreach ($names as $size => $name) {
            $inPlace = ($run->oldNames[$size] ?? '') === $name;
            if (!$inPlace && isset($taken[strtolower($name)])) {
                return false;
            }
        }
        return !$this->redirects->isReserved(
            array_map([$run, 'relative'], array_diff(array_values($names), array_values($run->oldNames))),
            $run->attachmentId()
        );
    }

    /**
     * Names in the folder, and those that files have which a plugin keeps in another storage.
     *
     * @return array<string, string> By their lower-case form: many disks know no difference.
     */
    private function taken(Run $run, string $stem): array
    {
        $taken = [];
        foreach ([...(scandir(dirname($run->absolute('x'))) ?: []), ...$this->others->names($run, [$stem])] as $name) {
            $taken[strtolower($name)] = $name;
        }
        return $taken;
    }
}
