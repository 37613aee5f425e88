<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's Capabilities. */
final class Capabilities implements \JsonSerializable
{
    /**
     * @param list<Format> $formats
     * @param list<string> $inputMediaTypes
     * @param array<string, PresetValues> $presets
     * @param array<string, int> $prices Credits per image, at most.
     * @param list<string> $directHosts Hosts, with their ports where they have one, to which bytes go straight; no
     *     other address is to be trusted. Empty: everything goes through this service.
     */
    public function __construct(
        public readonly string $serviceVersion,
        public readonly array $formats,
        public readonly array $inputMediaTypes,
        public readonly array $presets,
        public readonly ?Format $defaultFormat,
        public readonly ?Preset $defaultPreset,
        public readonly float $defaultTarget,
        public readonly array $prices,
        public readonly EstimateModel $estimates,
        public readonly AnalysisCapabilities $analysis,
        public readonly Limits $limits,
        public readonly array $directHosts = [],
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            serviceVersion: $from->text('service_version'),
            formats: $from->known('formats', Format::tryFrom(...)),
            inputMediaTypes: $from->texts('input_media_types'),
            presets: array_map(PresetValues::read(...), $from->objectsByName('presets')),
            defaultFormat: Format::tryFrom($from->text('default_format')),
            defaultPreset: Preset::tryFrom($from->text('default_preset')),
            defaultTarget: $from->number('default_target'),
            directHosts: $from->has('direct_hosts') ? $from->texts('direct_hosts') : [],
            prices: $from->wholesByName('prices'),
            estimates: EstimateModel::read($from->object('estimates')),
            analysis: AnalysisCapabilities::read($from->object('analysis')),
            limits: Limits::read($from->object('limits')),
        );
    }

    /**
     * @return array{
     *     service_version: string,
     *     formats: list<Format>,
     *     input_media_types: list<string>,
     *     presets: \stdClass,
     *     default_format: Format|null,
     *     default_preset: Preset|null,
     *     default_target: float,
     *     direct_hosts: list<string>,
     *     prices: \stdClass,
     *     estimates: EstimateModel,
     *     analysis: AnalysisCapabilities,
     *     limits: Limits,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'service_version' => $this->serviceVersion,
            'formats' => $this->formats,
            'input_media_types' => $this->inputMediaTypes,
            'presets' => (object) $this->presets,
            'default_format' => $this->defaultFormat,
            'default_preset' => $this->defaultPreset,
            'default_target' => $this->defaultTarget,
            'direct_hosts' => $this->directHosts,
            'prices' => (object) $this->prices,
            'estimates' => $this->estimates,
            'analysis' => $this->analysis,
            'limits' => $this->limits,
        ];
    }
}
