<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Api\Wire\Pipeline as WirePipeline;

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

    /** Its name in the contract. */
    public function forService(): WirePipeline
    {
        return WirePipeline::from($this->value);
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
