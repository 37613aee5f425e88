<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Disk;

/** The former names of a site's images in a file, for the must-use file that reads them when the plugin is off or gone. */
final class NamesList
{
    /** Of the must-use file and of the folder with the lists. */
    public const NAME = 'picture-optimizer-old-names';

    /** First line of a list, so that a request for it shows nothing. */
    private const HEAD = "<?php exit; ?>\n";

    /** @param string $folder Where WordPress looks for must-use plugins. */
    public function __construct(public readonly string $folder)
    {
    }

    public function exists(): bool
    {
        return is_file($this->path());
    }

    /** One more name, where there is a list. What was added last counts. */
    public function add(string $path, int $attachmentId, string $size): void
    {
        if ($this->exists()) {
            @file_put_contents($this->path(), self::line($path, $attachmentId, $size), FILE_APPEND | LOCK_EX);
        }
    }

    /**
     * @param iterable<array{string, int, string}> $names Path below uploads, attachment and size.
     * @throws ChangeError When it cannot be written.
     */
    public function write(iterable $names): void
    {
        if (!wp_mkdir_p(dirname($this->path()))) {
            throw new ChangeError(__('The folder for must-use plugins can’t be written.', 'picture-optimizer'));
        }
        $lines = self::HEAD;
        foreach ($names as [$path, $attachmentId, $size]) {
            $lines .= self::line($path, $attachmentId, $size);
        }
        Disk::write($this->path(), $lines);
    }

    public function remove(): void
    {
        Disk::remove($this->path());
        $this->othersExist() || @rmdir(dirname($this->path()));
    }

    /** Whether another site of the network has one. */
    public function othersExist(): bool
    {
        return array_diff(glob(dirname($this->path()) . '/site-*.php') ?: [], [$this->path()]) !== [];
    }

    private function path(): string
    {
        return "{$this->folder}/" . self::NAME . '/site-' . get_current_blog_id() . '.php';
    }

    private static function line(string $path, int $attachmentId, string $size): string
    {
        return rawurlencode($path) . "\t{$attachmentId}\t" . rawurlencode($size) . "\n";
    }
}
