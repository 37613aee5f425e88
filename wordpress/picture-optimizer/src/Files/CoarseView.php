<?php

declare(strict_types=1);

namespace PictureOptimizer\Files;

/** An image at 16 × 16 squares of brightness: what scaling and compression change is not seen there, and what is shown is. */
final class CoarseView
{
    private const GRID = 16;

    /** What was decoded takes four bytes of memory a pixel. */
    private const MOST_PIXELS = 8_000_000;

    /**
     * How far squares of one image can be apart, of 255. Measured on photographs that were compressed again as JPEG of quality 20: 7 at
     * most where a square has some hundred pixels, 13 in a thumbnail, whose mean was 2.5; a small mark in a corner is 30 and more.
     */
    private const SAME_SQUARE = 10.0;

    /** Mean difference of brightness, of 255, from which on something else is shown. */
    public const OTHER = 4.0;

    /** A thumbnail's squares are of too few pixels to be compared one by one. */
    private const THUMBNAIL = 200;

    /**
     * @param list<float> $squares Brightness, row by row.
     * @param list<float> $colors How much redder and how much bluer than gray each square is.
     */
    private function __construct(private readonly array $squares, private readonly array $colors)
    {
    }

    /** @param array{float, float, float, float} $part Left, top, width, and height, in shares of the image. */
    public static function of(\GdImage $image, array $part = [0.0, 0.0, 1.0, 1.0]): self
    {
        [$width, $height] = [imagesx($image), imagesy($image)];
        $small = imagecreatetruecolor(self::GRID, self::GRID);
        imagefill($small, 0, 0, 0xffffff); // what shows through
        imagecopyresampled(
            $small,
            $image,
            0,
            0,
            (int) round($part[0] * $width),
            (int) round($part[1] * $height),
            self::GRID,
            self::GRID,
            (int) round($part[2] * $width),
            (int) round($part[3] * $height)
        );
        $squares = $colors = [];
        for ($at = 0; $at < self::GRID ** 2; $at++) {
            $color = imagecolorat($small, $at % self::GRID, intdiv($at, self::GRID));
            $brightness = 0.299 * ($color >> 16 & 255) + 0.587 * ($color >> 8 & 255) + 0.114 * ($color & 255);
            $squares[] = $brightness;
            array_push($colors, ($color >> 16 & 255) - $brightness, ($color & 255) - $brightness);
        }
        return new self($squares, $colors);
    }

    /** @return float Mean difference of brightness, of 255. */
    public function distance(self $other): float
    {
        return self::mean(self::differences($this->squares, $other->squares));
    }

    /**
     * @param list<float> $ones
     * @param list<float> $others
     * @return list<float>
     */
    private static function differences(array $ones, array $others): array
    {
        return array_map(static fn (float $one, float $its): float => abs($one - $its), $ones, $others);
    }

    /** @param list<float> $values */
    private static function mean(array $values): float
    {
        return array_sum($values) / count($values);
    }

    /**
     * Whether two files show one image, as when a program has compressed it again or scaled it. False where that cannot be seen: without
     * GD, of a type that it does not read, of a large file.
     */
    public static function isSame(string $path, string $other): bool
    {
        return self::compared($path, $other) !== null;
    }

    /**
     * Whether a program has made a file of another, by compressing or scaling it: the same image in the same colors, and no larger. What
     * is larger or has other colors is somebody's work, and can be the only copy of that.
     */
    public static function isMadeOf(string $path, string $source): bool
    {
        $views = self::measures($path)[0] <= self::measures($source)[0] ? self::compared($path, $source) : null;
        return $views !== null && self::mean(self::differences($views[0]->colors, $views[1]->colors)) <= self::OTHER;
    }

    /** @return array{self, self}|null both where they show one image */
    private static function compared(string $path, string $other): ?array
    {
        [$width, $height] = self::measures($path);
        [$itsWidth, $itsHeight] = self::measures($other);
        $isSameShape = abs($width * $itsHeight - $itsWidth * $height) <= max($width, $height, $itsWidth, $itsHeight);
        $one = $width > 0 && $itsWidth > 0 && $isSameShape ? self::ofFile($path) : null;
        $its = $one === null ? null : self::ofFile($other);
        if ($one === null || $its === null || $one->distance($its) > self::OTHER) {
            return null;
        }
        $isThumbnail = min($width, $height, $itsWidth, $itsHeight) < self::THUMBNAIL;
        return $isThumbnail || max(self::differences($one->squares, $its->squares)) <= self::SAME_SQUARE ? [$one, $its] : null;
    }

    private static function ofFile(string $path): ?self
    {
        $image = function_exists('imagecreatefromstring') ? @imagecreatefromstring((string) @file_get_contents($path)) : false;
        return $image === false ? null : self::of($image);
    }

    /** @return array{int, int} Nothing where it is no image, or too large to be decoded. */
    private static function measures(string $path): array
    {
        [$width, $height] = $path === '' ? [0, 0] : (@getimagesize($path) ?: [0, 0]);
        return $width * $height <= self::MOST_PIXELS ? [$width, $height] : [0, 0];
    }
}
