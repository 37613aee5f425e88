<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's JobSettings. */
final class JobSettings implements \JsonSerializable
{
    /**
     * @param bool $reprocess Make and charge new work even where a result is already paid for.
     */
    public function __construct(
        public readonly ExportSettings $export = new ExportSettings(),
        public readonly AnalysisSettings $analysis = new AnalysisSettings(),
        public readonly bool $reprocess = false,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            export: $from->has('export') ? ExportSettings::read($from->object('export')) : new ExportSettings(),
            analysis: $from->has('analysis') ? AnalysisSettings::read($from->object('analysis')) : new AnalysisSettings(),
            reprocess: $from->has('reprocess') ? $from->flag('reprocess') : false,
        );
    }

    /** @return array{export: ExportSettings, analysis: AnalysisSettings, reprocess: bool} */
    public function jsonSerialize(): array
    {
        return [
            'export' => $this->export,
            'analysis' => $this->analysis,
            'reprocess' => $this->reprocess,
        ];
    }
}
