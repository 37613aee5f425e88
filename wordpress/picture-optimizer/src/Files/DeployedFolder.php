<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/**
 * Recognizes folders that a deployment replaces and prunes: Capistrano, Deployer, Trellis, Envoyer and their kin unpack each
 * release into a folder of its own and let a symbolic link ("current") point at the newest.
 */
final class DeployedFolder
{
    private const NAMES = '#/(releases?|revisions|builds|deploys|deployments|versions)/[^/]+(/|$)#i';
    /** Enough for any release folder; a folder of thousands is looked at no further. */
    private const MOST_ENTRIES = 200;

    /**
     * Whether a folder lies, or would lie, inside of one that the next deployment leaves behind. What also holds the real
     * uploads is none: these outlive every deployment.
     */
    public static function holds(string $folder): bool
    {
        $path = self::real($folder);
        $uploads = self::real(Attachment::uploads());
        foreach ([...self::linkTargets($path), ...self::namedLikeAReleases($path)] as $release) {
            if (str_starts_with("{$path}/", "{$release}/") && !str_starts_with("{$uploads}/", "{$release}/")) {
                return true;
            }
        }
        return false;
    }

    /** Without symbolic links; of what is not there yet, the part that is. */
    private static function real(string $path): string
    {
        while (!@is_dir($path) && dirname($path) !== $path) {
            $path = dirname($path);
        }
        return untrailingslashit(wp_normalize_path((string) (@realpath($path) ?: $path)));
    }

    /** @return list<string> A release that no link points at is one that is about to go live, or to be pruned. */
    private static function namedLikeAReleases(string $path): array
    {
        if (!preg_match(self::NAMES, "{$path}/", $match, PREG_OFFSET_CAPTURE)) {
            return [];
        }
        $above = substr($path, 0, $match[0][1]);
        $signs = array_filter(['current', 'live', 'shared'], static fn (string $name): bool =>
            @file_exists("{$above}/{$name}") || @is_link("{$above}/{$name}"));
        return $signs === [] ? [] : [$above . untrailingslashit($match[0][0])];
    }

    /** @return list<string> The folders that symbolic links beside the path or beside its ancestors point at. */
    private static function linkTargets(string $path): array
    {
        $targets = [];
        for ($at = $path; dirname($at) !== $at; $at = dirname($at)) {
            foreach (array_slice(@scandir(dirname($at)) ?: [], 0, self::MOST_ENTRIES) as $entry) {
                $link = rtrim(dirname($at), '/') . "/{$entry}";
                $target = @is_link($link) ? @realpath($link) : false;
                if ($target !== false && @is_dir($target)) {
                    $targets[] = wp_normalize_path($target);
                }
            }
        }
        return $targets;
    }
}
