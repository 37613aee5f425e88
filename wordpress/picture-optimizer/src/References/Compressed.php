<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Text that was compressed and then written in Base64, as backups and templates of builders are: what it names can only be listed. */
final class Compressed
{
    /** How data of gzip, and of zlib at each of its levels, begins in Base64. */
    private const PIECE = '~' . Base64::BEGIN . '(?:H4sI|eA[E-H]|eF[4-7]|eJ[w-z]|eN[o-r])(?:[A-Za-z0-9+]|' . Base64::SIGN . '){20}'
        . '(?:[A-Za-z0-9+]++|' . Base64::SIGN . ')*+~';

    /** The same as bytes; the database's own COMPRESS() writes the length before it. */
    private const WHOLE = '~^(?:.{4})?(?:\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda])~s';

    /** What is longer once unpacked is left: it may be a bomb. */
    private const MOST_BYTES = 4 * MB_IN_BYTES;

    public static function mayBeIn(string $text): bool
    {
        return preg_match(self::PIECE, $text) === 1;
    }

    /** Whether a value as a whole is compressed data. */
    public static function is(string $text): bool
    {
        return preg_match(self::WHOLE, $text) === 1;
    }

    /** @return iterable<string> */
    public static function texts(string $text): iterable
    {
        preg_match_all(self::PIECE, $text, $pieces);
        $packed = array_map(static fn (string $piece): string => (string) base64_decode(Base64::letters($piece)), $pieces[0]);
        foreach ([...$packed, ...(self::is($text) ? [$text, substr($text, 4)] : [])] as $data) {
            $unpacked = str_starts_with($data, "\x1f\x8b")
                ? @gzdecode($data, self::MOST_BYTES)
                : @gzuncompress($data, self::MOST_BYTES);
            if ($unpacked !== false) {
                yield $unpacked;
            }
        }
    }
}
