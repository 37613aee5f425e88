<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Bystanders;

/** File operations that are either done and on the disk, or say why not. A half-written file never has its final name. */
final class Disk
{
    /** Always the same for a name, so that what a killed run leaves behind is written over by the next. */
    private const PART = '.picopt-part';

    /** @throws ChangeError */
    public static function sha256(string $path): string
    {
        if (!file_exists($path)) {
            throw new ChangeError(sprintf(
                /* translators: %s: file name */
                __('The file %s is gone. Another plugin may have moved it to another storage.', 'picture-optimizer'),
                basename($path)
            ));
        }
        $hash = is_file($path) ? @hash_file('sha256', $path) : false;
        if ($hash === false) {
            throw new ChangeError(sprintf(
                /* translators: %s: file name */
                __('The file %s can’t be read. Check its permissions.', 'picture-optimizer'),
                basename($path)
            ));
        }
        return $hash;
    }

    /** Copies under a temporary name, proves the copy by its hash, then gives it its name. Overwrites what is there. */
    public static function copyVerified(string $from, string $to, string $sha256): void
    {
        $part = $to . self::PART;
        try {
            if (!@copy($from, $part)) {
                throw self::writeError(dirname($to));
            }
            self::flush($part);
            if (self::sha256($part) !== $sha256) {
                throw new ChangeError(sprintf(
                    /* translators: %s: file name */
                    __('The copy of %s differs from the file. The disk may be full.', 'picture-optimizer'),
                    basename($from)
                ));
            }
            do_action('picture_optimizer_before_rename', $to);
            if (!@rename($part, $to)) {
                throw self::writeError(dirname($to));
            }
        } finally {
            self::remove($part);
        }
    }

    /** The same for a file of uploads, which whoever may read its folder may read, whatever the umask. */
    public static function restore(string $from, string $to, string $sha256): void
    {
        self::copyVerified($from, $to, $sha256);
        self::letRead($to, dirname($to));
    }

    /** Writes a small file at once: it is there completely or not at all. */
    public static function write(string $path, string $content): void
    {
        $part = $path . self::PART;
        try {
            if (@file_put_contents($part, $content) !== strlen($content)) {
                throw self::writeError(dirname($path));
            }
            self::flush($part);
            if (!@rename($part, $path)) {
                throw self::writeError(dirname($path));
            }
        } finally {
            self::remove($part);
        }
    }

    /**
     * Moves a finished file to its name in one step that cannot be seen half-done.
     *
     * @param bool $replace False: the name must be free, and is claimed first so that nobody else gets it.
     */
    public static function publish(string $from, string $to, bool $replace): void
    {
        if (!$replace && !self::claim($to)) {
            throw !file_exists($to) && !is_link($to) ? self::writeError(dirname($to)) : new ChangeError(sprintf(
                /* translators: %s: file name */
                __('The name %s is taken by another file.', 'picture-optimizer'),
                basename($to)
            ));
        }
        self::flush($from);
        if (!self::isOneVolume($from, $to)) {
            self::restore($from, $to, self::sha256($from));
            self::remove($from);
            return;
        }
        /** For tests that kill the process at the last moment. */
        do_action('picture_optimizer_before_rename', $to);
        self::letRead($from, dirname($to));
        if (!@rename($from, $to)) {
            throw self::writeError(dirname($to));
        }
        clearstatcache(true, $to);
    }

    /**
     * Elsewhere PHP would write into the file of that name: in a month's folder that is a link to another disk, and in a volume of a
     * container, which can lie on the same disk as another one of it. Where a host takes link() away, only the disks are compared.
     */
    private static function isOneVolume(string $from, string $to): bool
    {
        $isOne = @stat(dirname($from))['dev'] === @stat(dirname($to))['dev']
            && (!function_exists('link') || @link($from, $to . self::PART));
        self::remove($to . self::PART);
        return $isOne;
    }

    /** Files can be read, and changed, by whom their folder lets. */
    private static function letRead(string $file, string $folder): void
    {
        @chmod($file, (fileperms($folder) ?: 0755) & 0666);
    }

    /** A claim of a runner that was killed before it could fill it is an empty file, and still ours. */
    private static function claim(string $path): bool
    {
        $file = @fopen($path, 'x');
        if ($file !== false) {
            return fclose($file);
        }
        clearstatcache(true, $path);
        return is_file($path) && filesize($path) === 0;
    }

    public static function remove(string $path): void
    {
        if (is_file($path)) {
            @unlink($path);
        }
        clearstatcache(true, $path);
    }

    /**
     * Takes an image away for good, as WordPress does, whether its file is there or not: a plugin that has made a copy of it, beside it
     * or elsewhere, takes that away when it hears of the name, and the server would go on sending it otherwise.
     */
    public static function delete(string $path): void
    {
        Bystanders::tell(static fn () => wp_delete_file($path));
        self::remove($path); // Whatever somebody answered: that nobody else has it was looked up.
    }

    /**
     * Whether the file has one of these names of its folder: also in another case, where the disk takes both for one.
     *
     * @param array<string> $names
     */
    public static function hasOneOf(string $path, array $names): bool
    {
        foreach ($names as $name) {
            if (self::isSame($path, dirname($path) . "/{$name}")) {
                return true;
            }
        }
        return false;
    }

    /** Whether two paths, of files or of folders, that differ by case at most in their last part are one on this disk. */
    public static function isSame(string $one, string $other): bool
    {
        if ($one === $other || mb_strtolower(basename($one)) !== mb_strtolower(basename($other))) {
            return $one === $other;
        }
        [$first, $second] = [@stat($one), @stat($other)];
        if ($first === false || $second === false) {
            return false;
        }
        // Shares of other computers and what lies in containers may number what is there by names.
        return [$first['dev'], $first['ino']] === [$second['dev'], $second['ino']]
            || count(array_intersect([basename($one), basename($other)], @scandir(dirname($one)) ?: [])) === 1;
    }

    /** @throws ChangeError When PHP may not write to a folder. */
    public static function assertWritable(string $folder): void
    {
        if (!@is_writable($folder)) {
            throw self::writeError($folder);
        }
    }

    /** Makes a folder that nobody can list or read over the web. */
    public static function makePrivateFolder(string $folder): void
    {
        if (!is_dir($folder) && !@mkdir($folder, 0700, true) && !is_dir($folder)) {
            throw self::writeError(dirname($folder));
        }
        foreach (['.htaccess' => "Require all denied\n", 'index.php' => "<?php // Silence.\n"] as $name => $content) { // not for people
            if (!is_file("{$folder}/{$name}")) {
                self::write("{$folder}/{$name}", $content);
            }
        }
    }

    /** Takes such a folder away if there is nothing in it. */
    public static function removePrivateFolder(string $folder): void
    {
        if (array_diff(@scandir($folder) ?: [], ['.', '..', '.htaccess', 'index.php']) === []) {
            self::remove("{$folder}/.htaccess");
            self::remove("{$folder}/index.php");
            @rmdir($folder);
        }
    }

    /**
     * Takes a folder of ours away with all that is in it. PHP made it, so PHP removes it: WordPress' own file access would ask for a
     * password of FTP on some hosts.
     */
    public static function removeFolder(string $folder): void
    {
        foreach (array_diff(@scandir($folder) ?: [], ['.', '..']) as $name) {
            $path = "{$folder}/{$name}";
            is_dir($path) && !is_link($path) ? self::removeFolder($path) : @unlink($path);
        }
        @rmdir($folder);
    }

    /** fsync, where the host lets us: what is in the journal must be on the disk before the journal says so. */
    private static function flush(string $path): void
    {
        if (wp_is_stream($path)) {
            return; // A plugin keeps uploads in another storage by now (“s3://…”), and a revert goes there.
        }
        $file = @fopen($path, 'r+');
        if ($file === false || (function_exists('fsync') && !fsync($file))) {
            throw self::writeError(dirname($path));
        }
        fclose($file);
    }

    private static function writeError(string $folder): ChangeError
    {
        $free = function_exists('disk_free_space') ? @disk_free_space($folder) : false; // Some hosts take it away.
        $sentence = match (true) {
            /* translators: %s: name of a folder */
            !is_dir($folder) => __('The folder %s is missing.', 'picture-optimizer'),
            !is_writable($folder) => __(
                /* translators: %s: name of a folder */
                'The web server can’t write to the folder %s. Give it the right owner or permissions.',
                'picture-optimizer'
            ),
            /* translators: %s: name of a folder */
            $free !== false && $free < 1048576 => __('Can’t write to %s: the disk is full.', 'picture-optimizer'),
            default => __(
                /* translators: %s: name of a folder */
                'Can’t write to %s. The disk may be full, or the folder may belong to somebody else.',
                'picture-optimizer'
            ),
        };
        // "11" alone is any November.
        $inside = wp_normalize_path($folder);
        $root = wp_normalize_path(ABSPATH);
        return new ChangeError(sprintf($sentence, str_starts_with($inside, $root) ? substr($inside, strlen($root)) : basename($folder)));
    }
}
