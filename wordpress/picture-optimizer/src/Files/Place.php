<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

use PictureOptimizer\ChangeError;

/** Where a folder of ours can be, and how that is written down so that it stays true after a move to another path or server. */
final class Place
{
    private const IN_UPLOADS = 'uploads:';
    private const BESIDE_UPLOADS = 'beside-uploads:';
    private const NAME = 'picture-optimizer-backups-';

    /** Many servers refuse whatever begins so, where they know no rules in a folder: nginx by "location ~ /\.ht", or by its dot. */
    private const HIDDEN = '.ht-';

    /**
     * A new place for backups: one that lives and moves with uploads, that no deployment replaces, and no request can read.
     *
     * @throws ChangeError When every place can be read by visitors.
     */
    public static function choose(): string
    {
        $name = self::NAME . bin2hex(random_bytes(16));
        $beside = self::besideUploads();
        if ($beside !== null && @is_writable($beside)) {
            return "{$beside}/{$name}";
        }
        $inside = Attachment::uploads() . "/{$name}";
        $answer = PublicProbe::ask($inside);
        if ($answer === Exposure::REFUSED) {
            return $inside;
        }
        $above = WebRoot::lastingFolderAbove();
        if ($above !== null) {
            Disk::removePrivateFolder($inside); // It was made for the question.
            return "{$above}/{$name}";
        }
        if ($answer === Exposure::UNKNOWN) {
            return $inside;
        }
        Disk::removePrivateFolder($inside);
        $hidden = Attachment::uploads() . '/' . self::HIDDEN . $name;
        if (PublicProbe::ask($hidden) === Exposure::REFUSED) {
            return $hidden;
        }
        Disk::removePrivateFolder($hidden);
        throw PublicProbe::refusal();
    }

    /** Whether what is in a folder will still be there after the next deployment, or the next start of the container. */
    public static function lasts(string $folder): bool
    {
        return !DeployedFolder::holds($folder) && !ContainerLayer::holds($folder);
    }

    /** The folder today, or null when what it belonged to is not on this server. */
    public static function resolve(mixed $place): ?string
    {
        if (!is_string($place) || $place === '') {
            return null;
        }
        if (str_starts_with($place, self::IN_UPLOADS)) {
            return Attachment::uploads() . '/' . substr($place, strlen(self::IN_UPLOADS));
        }
        if (str_starts_with($place, self::BESIDE_UPLOADS)) {
            $beside = self::besideUploads();
            return $beside === null ? null : $beside . '/' . substr($place, strlen(self::BESIDE_UPLOADS));
        }
        return @is_dir($place) || @is_dir(dirname($place)) ? $place : self::movedAlong(basename($place));
    }

    public static function describe(string $folder): string
    {
        $parent = dirname($folder);
        return match ($parent) {
            Attachment::uploads() => self::IN_UPLOADS . basename($folder),
            self::besideUploads() => self::BESIDE_UPLOADS . basename($folder),
            default => $folder,
        };
    }

    /** @return list<string> All folders of backups in the places where we put them, those of other sites included. */
    public static function existing(): array
    {
        $found = [];
        foreach (self::parents() as $parent) {
            foreach ([self::NAME, self::HIDDEN . self::NAME] as $name) {
                array_push($found, ...(glob("{$parent}/{$name}*", GLOB_ONLYDIR) ?: []));
            }
        }
        return $found;
    }

    /** @return list<string> */
    private static function parents(): array
    {
        return array_values(array_unique(array_filter([Attachment::uploads(), self::besideUploads(), WebRoot::folderAbove()])));
    }

    /** A folder whose old server is gone came along in one of the places where such folders are. */
    private static function movedAlong(string $name): ?string
    {
        foreach (self::parents() as $parent) {
            if (@is_dir("{$parent}/{$name}")) {
                return "{$parent}/{$name}";
            }
        }
        return null;
    }

    /** The folder that holds the real uploads of all sites, where that is no part of the web root (a symbolic link, a volume). */
    private static function besideUploads(): ?string
    {
        $uploads = preg_replace('#/sites/\d+$#', '', Attachment::uploads());
        $real = @realpath((string) $uploads);
        $root = WebRoot::path();
        if ($real === false || $root === null || dirname($real) === '/' || str_starts_with("{$real}/", "{$root}/")) {
            return null;
        }
        return wp_normalize_path(dirname($real));
    }
}
