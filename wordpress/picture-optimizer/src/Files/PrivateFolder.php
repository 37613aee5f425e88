<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/** Folders of ours that the public must not read. Chosen once a site and remembered, so that backups are found again. */
final class PrivateFolder
{
    private const OPTION = 'picture_optimizer_folders';

    /** Where backups are: outside of the web root where that can be written, otherwise in uploads behind an unguessable name. */
    public static function backups(): string
    {
        return self::remembered('backups', static function (): string {
            $outside = self::outsideWebRoot();
            $parent = $outside !== null && is_writable($outside) ? $outside : Attachment::uploads();
            return $parent . '/picture-optimizer-backups-' . bin2hex(random_bytes(16));
        });
    }

    /** Where results are downloaded to: in uploads, because moving them there must not copy. */
    public static function staging(): string
    {
        return self::remembered('staging', static fn (): string =>
            Attachment::uploads() . '/picture-optimizer-staging-' . bin2hex(random_bytes(16)));
    }

    /** @return array<string, string> Those that were made so far, "backups" and "staging"; for uninstalling. */
    public static function known(): array
    {
        return array_filter((array) get_option(self::OPTION, []), 'is_string');
    }

    /** Forgets where the folders are; for uninstalling. */
    public static function forget(): void
    {
        delete_option(self::OPTION);
    }

    /** @param callable(): string $choose */
    private static function remembered(string $name, callable $choose): string
    {
        $folders = (array) get_option(self::OPTION, []);
        $constant = 'PICTURE_OPTIMIZER_BACKUP_DIR';
        if ($name === 'backups' && !isset($folders[$name]) && defined($constant)) {
            $folders[$name] = untrailingslashit((string) constant($constant)) . '/site-' . get_current_blog_id();
        }
        $folder = (string) ($folders[$name] ?? $choose());
        if (!is_dir($folder)) {
            Disk::makePrivateFolder($folder);
        }
        if (($folders[$name] ?? null) !== $folder && !isset($folders[$name])) {
            update_option(self::OPTION, [$name => $folder] + $folders, false);
        }
        return $folder;
    }

    /** The folder above the web root, or null when it cannot be known. */
    private static function outsideWebRoot(): ?string
    {
        $root = untrailingslashit(wp_normalize_path(realpath(ABSPATH) ?: ABSPATH));
        $path = untrailingslashit((string) wp_parse_url(site_url(), PHP_URL_PATH));
        if ($path !== '') {
            // WordPress lives in a folder of the site: the folder above it is public, too.
            if (!str_ends_with($root, $path)) {
                return null;
            }
            $root = substr($root, 0, -strlen($path));
        }
        $document = empty($_SERVER['DOCUMENT_ROOT']) ? false : realpath((string) $_SERVER['DOCUMENT_ROOT']);
        if ($document !== false && $document !== '/' && str_starts_with($root . '/', $document . '/')) {
            $root = $document;
        }
        $above = dirname($root);
        return $above === '/' || $above === '.' ? null : $above;
    }
}
