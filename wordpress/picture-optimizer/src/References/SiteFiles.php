<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\WebRoot;

/**
 * Files that pages load beside the database and that can name an image: style sheets, scripts, drawings, and data that plugins have made
 * in uploads and in the web root, and those of the theme with its templates. Folders of uploads by year and month hold uploads only and
 * are passed over.
 */
final class SiteFiles
{
    private const MADE = ['css', 'js', 'svg', 'html', 'htm', 'json', 'xml', 'webmanifest'];
    private const OF_THEMES = [...self::MADE, 'php'];

    /** Folders in which nothing is loaded by pages, or that are other sites'. */
    private const PASSED = '~^(?:\.|(?:19|20)\d\d$|sites$|node_modules$|vendor$|picture-optimizer-)~';

    /** More than any site has; what is beyond is looked at no further, because a batch must not wait for it. */
    private const MOST_FILES = 5000;
    private const MOST_ENTRIES = 50_000;
    private const DEEPEST = 7;
    private const MOST_BYTES = 2 * MB_IN_BYTES;

    private int $entries = 0;

    /** @return iterable<string, bool> Paths, and whether each is the theme's; of several thousand, the first. */
    public function all(): iterable
    {
        $this->entries = $files = 0;
        foreach ($this->roots() as $root => $isTheme) {
            foreach ($this->below($root, $isTheme ? self::OF_THEMES : self::MADE, 0) as $path) {
                if (++$files > self::MOST_FILES) {
                    return;
                }
                yield $path => $isTheme;
            }
        }
        foreach (self::webRoots() as $root) {
            // A web app's manifest, a list for a map. The folders below are WordPress' and other software's.
            yield from array_fill_keys(iterator_to_array($this->below($root, self::MADE, self::DEEPEST), false), false);
        }
    }

    /** @return string Nothing where it cannot be read, or is too long to be one of these. */
    public function read(string $path): string
    {
        $bytes = @filesize($path);
        return $bytes === false || $bytes > self::MOST_BYTES ? '' : (string) @file_get_contents($path);
    }

    /** @return string The path as people know it, from WordPress' folder or from that of its content. */
    public static function shown(string $path): string
    {
        foreach ([ABSPATH => '', WP_CONTENT_DIR . '/' => 'wp-content/', Attachment::uploads() . '/' => 'uploads/'] as $folder => $name) {
            $folder = wp_normalize_path($folder);
            if (str_starts_with(wp_normalize_path($path), $folder)) {
                return $name . substr(wp_normalize_path($path), strlen($folder));
            }
        }
        return $path;
    }

    /** @return array<string, bool> Folders, and whether each is a theme's. Divi keeps its style sheets beside uploads. */
    private function roots(): array
    {
        $themes = array_fill_keys([get_stylesheet_directory(), get_template_directory()], true);
        return [Attachment::uploads() => false, WP_CONTENT_DIR . '/et-cache' => false] + $themes;
    }

    /** @return list<string> WordPress' folder, and the one that visitors see as "/", where they are two. */
    private static function webRoots(): array
    {
        $roots = [(string) (@realpath(ABSPATH) ?: ABSPATH), (string) WebRoot::path()];
        return array_values(array_filter(array_unique(array_map(untrailingslashit(...), array_map(wp_normalize_path(...), $roots)))));
    }

    /**
     * @param list<string> $types
     * @return \Generator<string>
     */
    private function below(string $folder, array $types, int $depth): \Generator
    {
        foreach (@scandir($folder) ?: [] as $name) {
            if (++$this->entries > self::MOST_ENTRIES) {
                return;
            }
            $type = strtolower(pathinfo($name, PATHINFO_EXTENSION));
            $path = "{$folder}/{$name}";
            if (in_array($type, $types, true)) {
                yield $path;
            } elseif ($type === '' && $depth < self::DEEPEST && !preg_match(self::PASSED, $name) && !is_link($path) && is_dir($path)) {
                yield from $this->below($path, $types, $depth + 1);
            }
        }
    }
}
