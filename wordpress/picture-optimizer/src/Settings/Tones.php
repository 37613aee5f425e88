<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** Tones that a model can be asked for. */
final class Tones
{
    /** @return array<string, string> label by what the model is told */
    public static function choices(): array
    {
        return [
            '' => __('Neutral', 'picture-optimizer'),
            'friendly' => __('Friendly', 'picture-optimizer'),
            'formal' => __('Formal', 'picture-optimizer'),
            'playful' => __('Playful', 'picture-optimizer'),
            'technical' => __('Technical', 'picture-optimizer'),
        ];
    }
}
