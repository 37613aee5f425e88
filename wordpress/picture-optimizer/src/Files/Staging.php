<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

use PictureOptimizer\ChangeError;

/** Results wait here until they are moved to their names: on the same file system as uploads. */
final class Staging
{
    private const KEEP_SECONDS = 3 * DAY_IN_SECONDS;

    /** @throws ChangeError When uploads cannot be written. */
    public static function dir(): string
    {
        return PrivateFolder::staging();
    }

    /**
     * Proves that a staged file is what the service made, and a picture.
     *
     * @throws ChangeError
     */
    public static function verify(NewFile $file): void
    {
        clearstatcache(true, $file->path);
        $bytes = is_file($file->path) ? filesize($file->path) : false;
        if ($bytes !== $file->bytes || $bytes === 0 || Disk::sha256($file->path) !== $file->sha256) {
            throw new ChangeError(sprintf(
                /* translators: %s: name of an image size */
                __(
                    'The downloaded file for the size “%s” is not complete. It will be downloaded again.',
                    'picture-optimizer'
                ),
                $file->name
            ));
        }
        $info = wp_getimagesize($file->path);
        $mime = wp_get_image_mime($file->path);
        $known = is_array($info) && $info[0] > 0;
        if ($mime !== $file->mime || ($known && [$info[0], $info[1]] !== [$file->width, $file->height])) {
            throw new ChangeError(sprintf(
                /* translators: %s: name of an image size */
                __('The downloaded file for the size “%s” is not the image that was expected.', 'picture-optimizer'),
                $file->name
            ));
        }
        $type = wp_check_filetype("x.{$file->extension}", wp_get_mime_types());
        if ($type['type'] !== $file->mime) {
            throw new ChangeError(sprintf(
                /* translators: 1: file extension, 2: media type */
                __('The extension .%1$s does not fit a file of the type %2$s.', 'picture-optimizer'),
                $file->extension,
                $mime
            ));
        }
    }

    /** Removes what was downloaded and never used. */
    public static function clean(): void
    {
        foreach (glob(self::dir() . '/*') ?: [] as $path) {
            if (is_file($path) && basename($path) !== 'index.php' && filemtime($path) < time() - self::KEEP_SECONDS) {
                Disk::remove($path);
            }
        }
    }
}
