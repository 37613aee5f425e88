<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Api\Wire\AnalysisSettings;
use PictureOptimizer\Api\Wire\ExportSettings;
use PictureOptimizer\Api\Wire\Format;
use PictureOptimizer\Api\Wire\JobSettings as WireSettings;
use PictureOptimizer\Api\Wire\MetadataField;
use PictureOptimizer\Api\Wire\MetadataPolicy;
use PictureOptimizer\Api\Wire\Preset;

/** The settings of one job: what the service is told, and what this site does with the results. Fixed when it is planned. */
final class JobSettings
{
    /** What a fingerprint is made of: a field that the contract gets later must not make every image new. */
    private const EXPORT = ['format', 'preset', 'target', 'force_format', 'breakpoints', 'metadata'];
    private const MODERN = ['webp', 'avif'];
    private const METADATA = ['keep', 'drop', 'keep_profile'];
    private const ANALYSIS = ['language', 'tone', 'keywords', 'negative_keywords', 'brand', 'max_alt_length',
        'custom_instruction', 'use_location'];

    /** @param array<string, bool|int|string|list<string>|list<int>> $values settings as in Defaults, `reprocess` and `review` */
    private function __construct(private readonly array $values, public readonly Spots $spots)
    {
    }

    /** @param array<string, bool|int|string|list<string>|list<int>> $site the site's settings */
    public static function from(array $site, Chosen $chosen): self
    {
        $values = ['reprocess' => $chosen->reprocess, 'review' => $chosen->review] + $chosen->settings + $site;
        return new self($values, $chosen->spots);
    }

    /** @param string $json as given by toJson() */
    public static function fromJson(string $json): self
    {
        $values = json_decode($json, true);
        $values = is_array($values) ? $values : [];
        $spots = Spots::from($values['spots'] ?? []);
        unset($values['spots']);
        return new self($values + Defaults::ALL + ['reprocess' => false, 'review' => false], $spots);
    }

    public function toJson(): string
    {
        return (string) wp_json_encode($this->values + ['spots' => $this->spots->byImage]);
    }

    public function is(string $name): bool
    {
        return (bool) $this->values[$name];
    }

    public function text(string $name): string
    {
        return (string) $this->values[$name];
    }

    /** @return list<string> Formats that files may get and that not every program shows; `auto` takes one of them for each image. */
    public function modernFormats(): array
    {
        $format = $this->text('format');
        return $format === 'auto' ? self::MODERN : array_values(array_intersect(self::MODERN, [$format]));
    }

    /**
     * @param int|null $longestSide WordPress' limit for the full size, in pixels; null for none
     * @param string $language of the text, BCP 47
     */
    public function forService(?int $longestSide, string $language): WireSettings
    {
        return new WireSettings($this->export($longestSide), $this->analysis($language), $this->is('reprocess'));
    }

    /** Changes when an analysis with these settings could come out differently. */
    public function analysisFingerprint(string $language): string
    {
        return self::fingerprint(self::only(self::ANALYSIS, $this->analysis($language)->jsonSerialize()));
    }

    /** Changes when an export with these settings could come out differently. */
    public function exportFingerprint(): string
    {
        $export = $this->export(null)->jsonSerialize();
        $metadata = self::only(self::METADATA, $this->metadata()->jsonSerialize());
        // The target is a whole number here, as it was when the first images got their fingerprints.
        $replaced = ['target' => (int) $export['target'], 'metadata' => $metadata];
        return self::fingerprint(array_replace(self::only(self::EXPORT, $export), $replaced));
    }

    /**
     * @param list<string> $names
     * @param array<string, mixed> $settings
     * @return array<string, mixed>
     */
    private static function only(array $names, array $settings): array
    {
        return array_intersect_key($settings, array_flip($names));
    }

    /** @param array<string, mixed> $settings */
    private static function fingerprint(array $settings): string
    {
        return hash('sha256', (string) wp_json_encode($settings));
    }

    private function export(?int $longestSide): ExportSettings
    {
        return new ExportSettings(
            format: Format::tryFrom($this->text('format')),
            preset: Preset::tryFrom($this->text('preset')),
            target: (float) $this->values['target'],
            forceFormat: $this->is('force_format'),
            maxWidth: $longestSide,
            maxHeight: $longestSide,
            breakpoints: array_map(intval(...), $this->values['breakpoints']),
            metadata: $this->metadata(),
        );
    }

    private function metadata(): MetadataPolicy
    {
        $keep = [MetadataField::Copyright, MetadataField::Creator, MetadataField::Credit, MetadataField::Date];
        if ($this->is('keep_camera')) {
            $keep[] = MetadataField::Camera;
        }
        if (!$this->is('drop_gps')) {
            $keep[] = MetadataField::Gps;
        }
        $drop = $this->is('drop_gps') ? [MetadataField::Gps] : [];
        return new MetadataPolicy(keep: $keep, drop: $drop, keepProfile: $this->is('keep_profile'));
    }

    private function analysis(string $language): AnalysisSettings
    {
        return new AnalysisSettings(
            language: $language,
            tone: $this->text('tone'),
            keywords: array_values($this->values['keywords']),
            negativeKeywords: array_values($this->values['negative_keywords']),
            brand: $this->text('brand'),
            maxAltLength: (int) $this->values['max_alt_length'],
            customInstruction: $this->text('custom_instruction'),
            useLocation: $this->is('use_location'),
            glossary: array_values($this->values['glossary']),
        );
    }
}
