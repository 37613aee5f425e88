<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** The three things a user can ask for. */
enum Pipeline: string
{
    case AnalyzeExport = 'analyze_export';
    case Analyze = 'analyze';
    case Export = 'export';

    public function analyses(): bool
    {
        return $this !== self::Export;
    }

    public function exports(): bool
    {
        return $this !== self::Analyze;
    }

    public function label(): string
    {
        return match ($this) {
            self::AnalyzeExport => __('Analyze & Export', 'picture-optimizer'),
            self::Analyze => __('Analyze Only', 'picture-optimizer'),
            self::Export => __('Compress & Export Only', 'picture-optimizer'),
        };
    }
}
