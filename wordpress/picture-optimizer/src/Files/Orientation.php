<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/**
 * Whether an image is shown with its sides swapped. PHP tells only of JPEG and TIFF, and only where its exif extension is; the
 * service turns every format, and sizes are planned of what it will see. Reads heads of files and decodes nothing.
 *
 * Sources: CIPA DC-008 (EXIF tag 0x0112), the PNG specification (eXIf), the WebP container specification (EXIF), ISO/IEC 23008-12
 * and 14496-12 (irot as a property of the primary item).
 */
final class Orientation
{
    private const SWAPPED = [5, 6, 7, 8];
    private const TAG = 0x0112;
    /** Metadata of more than that is none of a camera. */
    private const MOST = 4 * MB_IN_BYTES;

    public static function swapsSides(string $path, string $mime): bool
    {
        $file = @fopen($path, 'rb');
        if ($file === false) {
            return false;
        }
        try {
            return match ($mime) {
                'image/jpeg' => self::inExif(self::ofJpeg($file)),
                'image/tiff' => self::inExif((string) stream_get_contents($file, self::MOST)),
                'image/png' => self::inExif(self::ofChunks($file, 8, 'N', 'eXIf', 4)),
                'image/webp' => self::inExif(self::ofChunks($file, 12, 'V', 'EXIF', 0)),
                'image/avif', 'image/heic', 'image/heif' => IsoBoxes::turnsPrimaryItem((string) stream_get_contents($file, self::MOST)),
                default => false,
            };
        } finally {
            fclose($file);
        }
    }

    /** @param resource $file */
    private static function ofJpeg($file): string
    {
        fseek($file, 2);
        while (($head = (string) fread($file, 4)) !== '' && strlen($head) === 4 && $head[0] === "\xFF" && $head[1] !== "\xDA") {
            $length = max(2, (int) (unpack('n', $head, 2)[1] ?? 2)) - 2;
            if ($head[1] === "\xE1") {
                $data = $length > 0 ? (string) fread($file, $length) : '';
                if (str_starts_with($data, "Exif\0\0")) {
                    return substr($data, 6);
                }
                continue;
            }
            fseek($file, $length, SEEK_CUR);
        }
        return '';
    }

    /**
     * PNG: length, name, data, checksum. WebP: name, length, data, filled to an even length.
     *
     * @param resource $file
     * @param string   $format   Of the length, as unpack() has it.
     * @param int      $checksum Bytes after the data.
     */
    private static function ofChunks($file, int $start, string $format, string $wanted, int $checksum): string
    {
        fseek($file, $start);
        while (strlen($head = (string) fread($file, 8)) === 8) {
            $isPng = $checksum > 0;
            $name = substr($head, $isPng ? 4 : 0, 4);
            $length = (int) (unpack($format, $head, $isPng ? 0 : 4)[1] ?? 0);
            if ($name === $wanted) {
                $data = (string) stream_get_contents($file, min($length, self::MOST));
                return str_starts_with($data, "Exif\0\0") ? substr($data, 6) : $data;
            }
            if (fseek($file, $length + $checksum + ($isPng ? 0 : $length % 2), SEEK_CUR) !== 0) {
                break;
            }
        }
        return '';
    }

    /** @param string $tiff A TIFF head with its first directory. */
    private static function inExif(string $tiff): bool
    {
        $order = match (substr($tiff, 0, 4)) {
            "II*\0" => ['v', 'V'],
            "MM\0*" => ['n', 'N'],
            default => null,
        };
        if ($order === null || strlen($tiff) < 14) {
            return false;
        }
        $number = static fn (string $format, int $at): int => $at >= 0 && $at + 4 <= strlen($tiff)
            ? (int) (unpack($format, $tiff, $at)[1] ?? 0) : 0;
        $at = $number($order[1], 4);
        for ($entry = 0, $entries = min(500, $number($order[0], $at)); $entry < $entries; $entry++) {
            $here = $at + 2 + 12 * $entry;
            if ($number($order[0], $here) === self::TAG) {
                return in_array($number($order[0], $here + 8), self::SWAPPED, true);
            }
        }
        return false;
    }
}
