<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/** The folder that visitors see as "/", as far as PHP can tell. */
final class WebRoot
{
    /** Without symbolic links; null when it cannot be known. */
    public static function path(): ?string
    {
        $root = untrailingslashit(wp_normalize_path((string) (@realpath(ABSPATH) ?: ABSPATH)));
        $path = untrailingslashit((string) wp_parse_url(site_url(), PHP_URL_PATH));
        if ($path !== '') {
            // WordPress lives in a folder of the site: the folder above it is public, too.
            if (!str_ends_with($root, $path)) {
                return null;
            }
            $root = substr($root, 0, -strlen($path));
        }
        $document = empty($_SERVER['DOCUMENT_ROOT']) ? false : @realpath((string) $_SERVER['DOCUMENT_ROOT']);
        if ($document !== false && $document !== '/' && str_starts_with($root . '/', $document . '/')) {
            $root = wp_normalize_path($document);
        }
        return $root;
    }

    /** The folder above the web root, or null when there is none of its own. */
    public static function folderAbove(): ?string
    {
        $root = self::path();
        $above = $root === null ? '/' : dirname($root);
        return $above === '/' || $above === '.' ? null : $above;
    }

    /** The same, where it can be written and will still be there after the next deployment. */
    public static function lastingFolderAbove(): ?string
    {
        $above = self::folderAbove();
        if ($above === null || !@is_writable($above) || DeployedFolder::holds("{$above}/new")) {
            return null;
        }
        // Another disk than that of uploads: these are a volume, and the rest is the container's own layer.
        $there = @stat($above);
        $uploads = @stat(Attachment::uploads());
        return $there !== false && $uploads !== false && $there['dev'] === $uploads['dev'] ? $above : null;
    }
}
