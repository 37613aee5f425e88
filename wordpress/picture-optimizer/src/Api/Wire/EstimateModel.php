<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's EstimateModel. */
final class EstimateModel implements \JsonSerializable
{
    /**
     * @param array<string, array<string, float>> $bitsPerPixel Typical bits a pixel of a photograph.
     * @param float $densityExponent How strongly the source's own bits per pixel scale the estimate.
     * @param float $densityReference Bits per pixel of the source at which the factor is 1.
     * @param float $losslessExponent The same for sources that were stored without loss (PNG, TIFF, BMP, GIF), and
     *     the line below.
     * @param float $losslessCeiling A lossless file with more bits a pixel was only compressed badly.
     * @param float $drawnBelow A lossless file with fewer bits a pixel is a drawing: results, but JPEG, have
     *     `drawn_share` of its bytes.
     * @param float $scaleExponent A result with a share s of the source's pixels has s ^ exponent of the bytes.
     * @param float $growthPerPoint Preset `auto`: each point of target more multiplies the bytes by e ^ this.
     */
    public function __construct(
        public readonly array $bitsPerPixel,
        public readonly float $densityExponent,
        public readonly float $densityReference,
        public readonly float $losslessExponent,
        public readonly float $losslessReference,
        public readonly float $losslessCeiling,
        public readonly float $drawnBelow,
        public readonly float $drawnShare,
        public readonly float $scaleExponent,
        public readonly float $growthPerPoint,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            bitsPerPixel: array_map(static fn (Reader $of): array => $of->numbers(), $from->objectsByName('bits_per_pixel')),
            densityExponent: $from->number('density_exponent'),
            densityReference: $from->number('density_reference'),
            losslessExponent: $from->number('lossless_exponent'),
            losslessReference: $from->number('lossless_reference'),
            losslessCeiling: $from->number('lossless_ceiling'),
            drawnBelow: $from->number('drawn_below'),
            drawnShare: $from->number('drawn_share'),
            scaleExponent: $from->number('scale_exponent'),
            growthPerPoint: $from->number('growth_per_point'),
        );
    }

    /**
     * @return array{
     *     bits_per_pixel: \stdClass,
     *     density_exponent: float,
     *     density_reference: float,
     *     lossless_exponent: float,
     *     lossless_reference: float,
     *     lossless_ceiling: float,
     *     drawn_below: float,
     *     drawn_share: float,
     *     scale_exponent: float,
     *     growth_per_point: float,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'bits_per_pixel' => (object) $this->bitsPerPixel,
            'density_exponent' => $this->densityExponent,
            'density_reference' => $this->densityReference,
            'lossless_exponent' => $this->losslessExponent,
            'lossless_reference' => $this->losslessReference,
            'lossless_ceiling' => $this->losslessCeiling,
            'drawn_below' => $this->drawnBelow,
            'drawn_share' => $this->drawnShare,
            'scale_exponent' => $this->scaleExponent,
            'growth_per_point' => $this->growthPerPoint,
        ];
    }
}
