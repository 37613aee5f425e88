<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** Bytes of a file on this server, on their way to the service. */
final class LocalPart
{
    /** @throws LocalFileError when there is nothing to read */
    public static function read(string $path, int $offset, int $length): string
    {
        $part = file_get_contents($path, false, null, $offset, $length);
        if ($part === false || $part === '') {
            throw new LocalFileError(sprintf(
                /* translators: %s: file name */
                __('The file %s cannot be read; please check its permissions.', 'picture-optimizer'),
                wp_basename($path)
            ));
        }
        return $part;
    }
}
