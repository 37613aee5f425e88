<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** What people read instead of a setting's value. */
final class Labels
{
    /** @param string $type a media type, or a format's short name: `image/webp`, `webp` */
    public static function format(string $type): string
    {
        $short = str_replace('image/', '', $type);
        return $short === 'webp' ? 'WebP' : strtoupper($short);
    }

    public static function of(string $value): string
    {
        return match ($value) {
            'webp', 'avif', 'jpeg', 'png' => self::format($value),
            'original' => __('Keep the format', 'picture-optimizer'),
            'auto' => __('Automatic', 'picture-optimizer'),
            'maximum' => __('Maximum', 'picture-optimizer'),
            'very_high' => __('Very high', 'picture-optimizer'),
            'high' => __('High', 'picture-optimizer'),
            'medium' => __('Medium', 'picture-optimizer'),
            'low' => __('Low', 'picture-optimizer'),
            'minimum' => __('Minimum', 'picture-optimizer'),
            'analyze_export' => __('Analyze & Export', 'picture-optimizer'),
            'analyze' => __('Analyze Only', 'picture-optimizer'),
            'export' => __('Compress & Export Only', 'picture-optimizer'),
            'remove' => __(
                'Remove the plugin’s data; images stay as they are, and originals stay in the backup folder',
                'picture-optimizer'
            ),
            'remove_originals' => __(
                'Remove everything, including the only copies of originals. This cannot be undone.',
                'picture-optimizer'
            ),
            'revert' => __('Restore all originals, then remove all data', 'picture-optimizer'),
            'keep' => __('Keep everything for a later installation', 'picture-optimizer'),
            default => $value,
        };
    }
}
