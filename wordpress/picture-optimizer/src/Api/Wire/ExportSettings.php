<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's ExportSettings. */
final class ExportSettings implements \JsonSerializable
{
    /**
     * @param float $target SSIMULACRA2 score that preset `auto` must reach: 80 visually lossless, 70 default, 60
     *     small.
     * @param bool $forceFormat Deliver the chosen format even where it is not smaller than the original.
     * @param list<int> $breakpoints Extra widths for srcset, in pixels; never enlarged.
     * @param bool $scoreAll Without effect: every file is scored whole. Accepted because earlier orders contain it.
     */
    public function __construct(
        public readonly ?Format $format = Format::Webp,
        public readonly ?Preset $preset = Preset::Auto,
        public readonly float $target = 70.0,
        public readonly bool $forceFormat = false,
        public readonly ?int $maxWidth = null,
        public readonly ?int $maxHeight = null,
        public readonly array $breakpoints = [],
        public readonly MetadataPolicy $metadata = new MetadataPolicy(),
        public readonly bool $scoreAll = false,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            format: $from->has('format') ? Format::tryFrom($from->text('format')) : Format::Webp,
            preset: $from->has('preset') ? Preset::tryFrom($from->text('preset')) : Preset::Auto,
            target: $from->has('target') ? $from->number('target') : 70.0,
            forceFormat: $from->has('force_format') ? $from->flag('force_format') : false,
            maxWidth: $from->has('max_width') ? $from->whole('max_width') : null,
            maxHeight: $from->has('max_height') ? $from->whole('max_height') : null,
            breakpoints: $from->has('breakpoints') ? $from->wholes('breakpoints') : [],
            metadata: $from->has('metadata') ? MetadataPolicy::read($from->object('metadata')) : new MetadataPolicy(),
            scoreAll: $from->has('score_all') ? $from->flag('score_all') : false,
        );
    }

    /**
     * @return array{
     *     format: Format|null,
     *     preset: Preset|null,
     *     target: float,
     *     force_format: bool,
     *     max_width: int|null,
     *     max_height: int|null,
     *     breakpoints: list<int>,
     *     metadata: MetadataPolicy,
     *     score_all: bool,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'format' => $this->format,
            'preset' => $this->preset,
            'target' => $this->target,
            'force_format' => $this->forceFormat,
            'max_width' => $this->maxWidth,
            'max_height' => $this->maxHeight,
            'breakpoints' => $this->breakpoints,
            'metadata' => $this->metadata,
            'score_all' => $this->scoreAll,
        ];
    }
}
