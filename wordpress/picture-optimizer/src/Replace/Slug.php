<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** Makes a file name that works everywhere out of words in any language. */
final class Slug
{
    private const LONGEST = 60;

    /** Names that Windows does not allow for any file. */
    private const RESERVED = '/^(?:con|prn|aux|nul|com\d|lpt\d)$/';

    /** @return string Lower-case ASCII letters, digits and hyphens; empty when nothing is left. */
    public static function of(string $words): string
    {
        if (class_exists(\Transliterator::class)) {
            $words = \Transliterator::create('Any-Latin; Latin-ASCII; Lower()')?->transliterate($words) ?: $words; // not for people
        }
        $slug = (string) preg_replace('/[^a-z0-9]+/', '-', strtolower(remove_accents($words)));
        $slug = self::shortened(trim($slug, '-'));
        // WordPress gives these endings a meaning.
        $slug = (string) preg_replace('/(?:-(?:\d+x\d+|scaled|rotated|e\d{10,}))+$/', '', $slug);
        return preg_match(self::RESERVED, $slug) ? "{$slug}-picture" : $slug;
    }

    private static function shortened(string $slug): string
    {
        if (strlen($slug) <= self::LONGEST) {
            return $slug;
        }
        $cut = substr($slug, 0, self::LONGEST + 1);
        $hyphen = strrpos($cut, '-');
        return $hyphen ? substr($cut, 0, $hyphen) : substr($cut, 0, self::LONGEST);
    }
}
