<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\CoarseView;

/**
 * Sub-sizes that show another part of the image than WordPress would cut out: somebody has chosen it, in WordPress' editor ("thumbnail
 * only") or by a plugin for crops and focal points. They are that person's work and stay as they are.
 */
final class HandCrops
{
    /** A larger file is not decoded for a comparison, and of a smaller sub-size too little is seen. */
    private const MOST_PIXELS = 2_000_000;
    private const SHORTEST_SIDE = 200;

    private readonly string $full;

    /** @param array<string, string> $files Names of files that exist, by size. */
    private function __construct(private readonly Attachment $attachment, private readonly array $files)
    {
        $this->full = pathinfo($attachment->names()['full'], PATHINFO_FILENAME);
    }

    /** @return list<string> Names of sizes. */
    public static function of(Attachment $attachment): array
    {
        $files = array_intersect_key($attachment->existing(), wp_get_registered_image_subsizes());
        $crops = new self($attachment, $files);
        $apart = array_filter($files, $crops->isNamedApart(...));
        // Where all of them are called in another way, that says nothing of one.
        $named = count($apart) < count($files) ? array_keys($apart) : [];
        $found = array_values(array_unique(array_map(strval(...), [...$named, ...$crops->withOtherParts()])));
        /**
         * Filters which sub-sizes of an image were cropped by hand and stay as they are.
         *
         * @param list<string> $found names of sizes
         * @param int $attachmentId
         */
        return array_values(array_filter((array) apply_filters('picture_optimizer_hand_crops', $found, $attachment->id), is_string(...)));
    }

    /** WordPress calls a size after its image. Those that an edit left out, or that alone were edited, are called after another. */
    private function isNamedApart(string $file): bool
    {
        $original = pathinfo($this->attachment->names()['original'] ?? '', PATHINFO_FILENAME);
        foreach (array_filter([$this->full, (string) preg_replace('/-(?:scaled|rotated)$/D', '', $this->full), $original]) as $stem) {
            if (preg_match('/^' . preg_quote($stem, '/') . '-\d+x\d+/', $file)) {
                return false;
            }
        }
        return true;
    }

    /** @return list<string> */
    private function withOtherParts(): array
    {
        $parts = function_exists('imagecreatefromstring') ? array_filter(array_map($this->expected(...), array_combine(
            $names = array_map(strval(...), array_keys($this->files)),
            $names
        ))) : [];
        $whole = $parts === [] ? null : $this->whole();
        return $whole === null ? [] : array_values(array_filter(
            array_keys($parts),
            fn (string $name): bool => $this->differs($whole, $parts[$name], $this->files[$name])
        ));
    }

    /** @return array{float, float, float, float}|null What WordPress cuts out for a size, in shares of the image; null for nothing. */
    private function expected(string $name): ?array
    {
        [$width, $height] = $this->measures($this->attachment->meta);
        [$sizeWidth, $sizeHeight] = $this->measures($this->attachment->meta['sizes'][$name] ?? []);
        $size = wp_get_registered_image_subsizes()[$name];
        $isCut = $size['crop'] && $width > 0;
        $cut = $isCut ? image_resize_dimensions($width, $height, $size['width'], $size['height'], $size['crop']) : false;
        // One of other measures was made by other rules, before somebody changed them.
        if (!$cut || abs($cut[4] - $sizeWidth) > 1 || abs($cut[5] - $sizeHeight) > 1) {
            return null;
        }
        return [$cut[2] / $width, $cut[3] / $height, $cut[6] / $width, $cut[7] / $height];
    }

    /** The smallest file that shows the whole image. */
    private function whole(): ?\GdImage
    {
        [$width, $height] = $this->measures($this->attachment->meta);
        $found = $width * $height <= self::MOST_PIXELS ? [$width => $this->attachment->names()['full']] : [];
        foreach (wp_get_registered_image_subsizes() as $name => $registered) {
            [$itsWidth, $itsHeight] = $this->measures($this->attachment->meta['sizes'][$name] ?? []);
            $isWhole = !$registered['crop'] && abs($itsWidth * $height - $itsHeight * $width) <= max($width, $height);
            if ($isWhole && min($itsWidth, $itsHeight) >= self::SHORTEST_SIDE && $itsWidth * $itsHeight <= self::MOST_PIXELS) {
                $found[$itsWidth] = $this->files[$name] ?? $found[$itsWidth] ?? '';
            }
        }
        ksort($found);
        return $found === [] ? null : $this->read(reset($found));
    }

    /** @param array{float, float, float, float} $part */
    private function differs(\GdImage $whole, array $part, string $file): bool
    {
        $made = $this->read($file);
        if ($made === null) {
            return false;
        }
        return CoarseView::of($whole, $part)->distance(CoarseView::of($made)) > CoarseView::OTHER;
    }

    /** What the metadata says of a file can be wrong, and a large one would take the memory of a small host. */
    private function read(string $file): ?\GdImage
    {
        $path = $this->attachment->absolute($file);
        [$width, $height] = @getimagesize($path) ?: [0, 0];
        $isSmall = $width > 0 && $width * $height <= self::MOST_PIXELS;
        return $isSmall ? (@imagecreatefromstring((string) @file_get_contents($path)) ?: null) : null;
    }

    /**
     * @param mixed $of an entry of the metadata, whatever stands there
     * @return array{int, int}
     */
    private function measures(mixed $of): array
    {
        return is_array($of) ? [(int) ($of['width'] ?? 0), (int) ($of['height'] ?? 0)] : [0, 0];
    }
}
