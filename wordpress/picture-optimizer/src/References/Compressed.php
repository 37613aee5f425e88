<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Text that was compressed and then written in Base64, as backups and templates of builders are: what it names can only be listed. */
final class Compressed
{
    /** How data of gzip, and of zlib at each of its levels, begins in Base64. */
    private const PIECE = '~' . Base64::BEGIN . '(?:H4sI|eA[E-H]|eF[4-7]|eJ[w-z]|eN[o-r])(?:[A-Za-z0-9+]|' . Base64::SIGN . '){20,}~';

    /** What is longer once unpacked is left: it may be a bomb. */
    private const MOST_BYTES = 4 * MB_IN_BYTES;

    public static function mayBeIn(string $text): bool
    {
        return preg_match(self::PIECE, $text) === 1;
    }

    /** @return iterable<string> */
    public static function texts(string $text): iterable
    {
        preg_match_all(self::PIECE, $text, $pieces);
        foreach ($pieces[0] as $piece) {
            $packed = (string) base64_decode(Base64::letters($piece));
            $unpacked = str_starts_with($piece, 'H4sI')
                ? @gzdecode($packed, self::MOST_BYTES)
                : @gzuncompress($packed, self::MOST_BYTES);
            if ($unpacked !== false) {
                yield $unpacked;
            }
        }
    }
}
