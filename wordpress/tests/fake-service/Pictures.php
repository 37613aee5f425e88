<?php

declare(strict_types=1);

namespace PictureOptimizer\FakeService;

/** Makes the stand-in's results: real WebP pictures in the geometry that was asked for. */
final class Pictures
{
    /**
     * @param array<string, mixed> $settings
     * @param array<string, mixed> $item the contract's PictureItem
     * @return array<string, mixed> the contract's ExportResult
     */
    public static function export(string $source, string $folder, string $id, array $settings, array $item): array
    {
        // GD reads no HEIC: what is measured there are sizes, not pixels.
        $image = $item['media_type'] === 'image/heic' ? imagecreatetruecolor($item['width'], $item['height'])
            : imagecreatefromstring((string) file_get_contents($source));
        imagepalettetotruecolor($image);
        [$width, $height] = [imagesx($image), imagesy($image)];
        $scale = min(1, ($settings['max_width'] ?: $width) / $width, ($settings['max_height'] ?: $height) / $height);
        $full = ['name' => 'full', 'src_x' => 0, 'src_y' => 0, 'src_w' => $width, 'src_h' => $height,
            'dst_w' => (int) round($width * $scale), 'dst_h' => (int) round($height * $scale)];
        $files = [];
        foreach ([$full, ...$item['sizes']] as $number => $size) {
            $files[] = self::make($image, $size, "fil_{$id}{$number}", $folder);
        }
        return ['format' => 'webp', 'source_bytes' => filesize($source), 'files' => $files, 'metadata_changes' => [
            ['field' => 'gps', 'before' => '48.1 N', 'after' => null], ['field' => 'alt', 'before' => null, 'after' => 'A boat'],
            ['field' => 'newer_than_this_plugin', 'before' => null, 'after' => 'x']],
            'notes' => []];
    }

    /**
     * @param array<string, mixed> $size
     * @return array<string, mixed> the contract's ResultFile
     */
    private static function make(\GdImage $image, array $size, string $id, string $folder): array
    {
        $target = imagecreatetruecolor($size['dst_w'], $size['dst_h']);
        imagecopyresampled(
            $target,
            $image,
            0,
            0,
            $size['src_x'],
            $size['src_y'],
            $size['dst_w'],
            $size['dst_h'],
            $size['src_w'],
            $size['src_h']
        );
        $path = "{$folder}/{$id}.webp";
        imagewebp($target, $path, 60);
        clearstatcache();
        return ['id' => $id, 'name' => $size['name'], 'width' => $size['dst_w'], 'height' => $size['dst_h'],
            'bytes' => filesize($path), 'sha256' => hash_file('sha256', $path), 'media_type' => 'image/webp',
            'extension' => 'webp', 'quality' => 60, 'score' => null];
    }
}
