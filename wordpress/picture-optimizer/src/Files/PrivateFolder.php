<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Sites;

/**
 * Folders of ours that the public must not read. Chosen once a site and remembered relative to what they belong to, so that
 * they are found again after the site has moved.
 */
final class PrivateFolder
{
    public const CONSTANT = 'PICTURE_OPTIMIZER_BACKUP_DIR';
    private const OPTION = 'picture_optimizer_folders';

    /** Former places, in an option of their own: the other one is a folder by name. */
    private const OLDER = 'picture_optimizer_older_folders';

    /** Places that were found where such folders are, and that may be another site's as well. */
    private const FOUND = 'picture_optimizer_found_folders';

    /**
     * Where new backups go.
     *
     * @throws ChangeError When it cannot be written, or when there is no place that visitors cannot read.
     */
    public static function backups(): string
    {
        $fixed = self::fixed();
        $stored = self::stored();
        $folder = $fixed ?? (isset($stored['backups']) ? Place::resolve($stored['backups']) : null);
        if ($fixed === null && ($folder === null || !Place::lasts($folder))) {
            $folder = Place::choose();
        }
        self::make($folder);
        self::remember('backups', $folder);
        return $folder;
    }

    /** @return list<string> Every folder that has held backups of this site and exists, today's first. */
    public static function allBackups(): array
    {
        $stored = self::stored();
        $places = [...array_filter([self::fixed(), $stored['backups'] ?? null]), ...self::older(), ...self::kept(self::FOUND)];
        $folders = array_map(Place::resolve(...), $places);
        return array_values(array_unique(array_filter($folders, static fn (?string $at): bool => $at !== null && @is_dir($at))));
    }

    /** @return list<string> Those of them that will not last, and that nobody chose by the constant. */
    public static function fleeting(): array
    {
        return array_values(array_filter(
            array_diff(self::allBackups(), array_filter([self::fixed()])),
            static fn (string $folder): bool => !Place::lasts($folder)
        ));
    }

    /**
     * Remembers folders of backups that lie where such folders are and that nobody knows: of before the database was restored or
     * the plugin installed again. Another site on this server may keep its own beside them: what is remembered can be thinned out,
     * and goes when the plugin is deleted. So what was made under a former address claims none: another site may have it now.
     *
     * @param callable(string): bool $isOurs Tells by what is in a folder.
     */
    public static function rememberFound(callable $isOurs): void
    {
        $found = array_filter(array_diff(Place::existing(), self::allBackups()), $isOurs);
        self::add(self::FOUND, array_map(Place::describe(...), array_filter($found, self::isOfToday(...))));
    }

    /** Whether that is all that this site knows of a folder: it never put a backup there, as far as it remembers. */
    public static function wasOnlyFound(string $folder): bool
    {
        $own = array_filter([self::fixed(), self::stored()['backups'] ?? null, ...self::older()]);
        return !in_array($folder, array_map(Place::resolve(...), $own), true);
    }

    private static function isOfToday(string $folder): bool
    {
        foreach (glob("{$folder}/*/manifest.json") ?: [] as $file) {
            $manifest = json_decode((string) @file_get_contents($file), true);
            if (!is_array($manifest) || !is_string($manifest['site'] ?? null) || !Sites::hasToday($manifest['site'])) {
                return false;
            }
        }
        return true;
    }

    /** Where results are downloaded to: on the disk of uploads, because moving them there must not copy. */
    public static function staging(): string
    {
        $fixed = self::fixed();
        $stored = self::stored();
        $folder = match (true) {
            $fixed !== null && self::onTheDiskOfUploads(dirname($fixed)) => "{$fixed}/staging",
            isset($stored['staging']) => Place::resolve($stored['staging']),
            default => null,
        };
        // Nothing in it has to last: another disk's folder, or one that went with the old server, is simply chosen anew.
        if ($folder === null || !self::onTheDiskOfUploads(@is_dir($folder) ? $folder : dirname($folder))) {
            $folder = Attachment::uploads() . '/picture-optimizer-staging-' . bin2hex(random_bytes(16));
        }
        self::make($folder);
        self::remember('staging', $folder);
        return $folder;
    }

    /** @return array<string, list<string>> Those that were made so far, "backups" and "staging"; for uninstalling. */
    public static function known(): array
    {
        $staging = Place::resolve(self::stored()['staging'] ?? '');
        return array_filter(['backups' => self::allBackups(), 'staging' => array_filter([$staging])]);
    }

    /** Forgets where the folders are; for uninstalling. */
    public static function forget(): void
    {
        delete_option(self::OPTION);
        delete_option(self::OLDER);
        delete_option(self::FOUND);
        PublicProbe::forget();
    }

    private static function fixed(): ?string
    {
        $folder = defined(self::CONSTANT) ? untrailingslashit((string) constant(self::CONSTANT)) : '';
        return $folder === '' ? null : "{$folder}/site-" . get_current_blog_id();
    }

    private static function make(string $folder): void
    {
        if (!@is_dir($folder) || !is_file("{$folder}/index.php")) {
            Disk::makePrivateFolder($folder);
        }
    }

    /** Whether a file can be moved from there to uploads in one step. */
    private static function onTheDiskOfUploads(string $folder): bool
    {
        $there = @stat($folder);
        $uploads = @stat(Attachment::uploads());
        return $there !== false && $uploads !== false && $there['dev'] === $uploads['dev'];
    }

    private static function remember(string $name, string $folder): void
    {
        $stored = self::stored();
        $place = Place::describe($folder);
        if (($stored[$name] ?? null) === $place) {
            return;
        }
        $former = $name === 'backups' ? $stored['backups'] ?? null : null;
        is_string($former) && self::add(self::OLDER, [$former]);
        update_option(self::OPTION, [$name => $place] + $stored, false);
    }

    /** @param array<string> $places */
    private static function add(string $option, array $places): void
    {
        $known = $option === self::OLDER ? self::older() : self::kept($option);
        $all = array_values(array_unique([...$known, ...$places]));
        $all === $known || update_option($option, $all, false);
    }

    /** @return array<string, mixed> */
    private static function stored(): array
    {
        return (array) get_option(self::OPTION, []);
    }

    /** @return list<string> Those that an earlier version kept beside the others are among them. */
    private static function older(): array
    {
        $beside = array_filter((array) (self::stored()['older'] ?? []), is_string(...));
        return array_values(array_unique([...self::kept(self::OLDER), ...$beside]));
    }

    /** @return list<string> */
    private static function kept(string $option): array
    {
        return array_values(array_unique(array_filter((array) get_option($option, []), is_string(...))));
    }
}
