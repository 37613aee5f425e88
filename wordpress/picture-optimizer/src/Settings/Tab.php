<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** A tab of the settings page. */
enum Tab: string
{
    case General = 'general';
    case Images = 'images';
    case Metadata = 'metadata';
    case Context = 'context';
    case Exclusions = 'exclusions';
    case Access = 'access';
    case Tools = 'tools';

    /** The tab that was asked for; the first where none or another was. */
    public static function asked(mixed $asked): self
    {
        return self::tryFrom(is_string($asked) ? $asked : '') ?? self::General;
    }

    public function label(): string
    {
        return match ($this) {
            self::General => __('General', 'picture-optimizer'),
            self::Images => __('Images', 'picture-optimizer'),
            self::Metadata => __('Metadata', 'picture-optimizer'),
            self::Context => __('What is sent', 'picture-optimizer'),
            self::Exclusions => __('Exclusions', 'picture-optimizer'),
            self::Access => __('People and agents', 'picture-optimizer'),
            self::Tools => __('Tools', 'picture-optimizer'),
        };
    }

    /** A sentence above its fields; empty where they say enough. */
    public function introduction(): string
    {
        return match ($this) {
            self::Context => __(
                'Metadata is better when the model knows where an image is used. With each image that is analyzed, the service gets'
                    . ' what is checked here, for at most 20 places, and nothing else from your pages.',
                'picture-optimizer'
            ),
            self::Exclusions => __('These images are skipped, in the library as well as for new uploads.', 'picture-optimizer'),
            self::Access => __(
                'AI agents are programs that use WordPress’ Abilities or MCP. They can always look, plan, and ask for a price.'
                    . ' The rest is off until you turn it on.',
                'picture-optimizer'
            ),
            default => '',
        };
    }
}
