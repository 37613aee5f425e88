<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

/**
 * Tells plugins that clean uploads of files which nothing names (WPvivid, Media Cleaner) what is needed all the same: backups of originals,
 * and files that stayed under former names, which mail and other sites go on asking for.
 */
final class UnusedFiles
{
    /** In a path, with slashes: a folder of ours, by whatever name. */
    private const FOLDERS = '~(?:^|/)(?:\.ht-)?picture-optimizer-(?:backups|staging)-~';

    public function __construct(private readonly Redirects $redirects)
    {
    }

    /**
     * @param array<mixed> $patterns
     * @return array<mixed>
     */
    public static function excluded(array $patterns): array
    {
        return [...$patterns, self::FOLDERS];
    }

    /** @param string $file Relative to uploads. */
    public function isUsed(mixed $used, string $file): mixed
    {
        $file = wp_normalize_path(stripslashes($file));
        return preg_match(self::FOLDERS, $file) || $this->redirects->resolve([ltrim($file, '/')]) !== [] ? true : $used;
    }
}
