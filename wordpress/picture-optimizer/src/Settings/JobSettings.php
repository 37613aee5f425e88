<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

/** The settings of one job: what the service is told, and what this site does with the results. Fixed when it is planned. */
final class JobSettings
{
    /** @param array<string, mixed> $values settings as in Defaults, `reprocess` and `review` */
    private function __construct(private readonly array $values)
    {
    }

    /**
     * @param array<string, mixed> $site the site's settings
     * @param array<string, mixed> $chosen what was chosen for this job
     */
    public static function from(array $site, array $chosen = []): self
    {
        $values = Settings::clean($chosen) + $site;
        $values['reprocess'] = (bool) ($chosen['reprocess'] ?? false);
        $values['review'] = (bool) ($chosen['review'] ?? false);
        return new self($values);
    }

    /** @param array<string, mixed> $values as given by toArray() */
    public static function restore(array $values): self
    {
        return new self($values + Defaults::ALL + ['reprocess' => false, 'review' => false]);
    }

    /** @return array<string, mixed> */
    public function toArray(): array
    {
        return $this->values;
    }

    public function is(string $name): bool
    {
        return (bool) $this->values[$name];
    }

    public function text(string $name): string
    {
        return (string) $this->values[$name];
    }

    /**
     * The contract's `settings`.
     *
     * @param int|null $longestSide WordPress' limit for the full size, in pixels; null for none
     * @param string $language of the text, BCP 47
     * @return array<string, mixed>
     */
    public function forService(?int $longestSide, string $language): array
    {
        return [
            'export' => $this->export() + ['max_width' => $longestSide, 'max_height' => $longestSide],
            'analysis' => $this->analysis($language),
            'reprocess' => $this->is('reprocess'),
        ];
    }

    /** Changes when an analysis with these settings could come out differently. */
    public function analysisFingerprint(string $language): string
    {
        return hash('sha256', (string) wp_json_encode($this->analysis($language)));
    }

    /** Changes when an export with these settings could come out differently. */
    public function exportFingerprint(): string
    {
        return hash('sha256', (string) wp_json_encode($this->export()));
    }

    /** @return array<string, mixed> */
    private function export(): array
    {
        return [
            'format' => $this->text('format'),
            'preset' => $this->text('preset'),
            'target' => (int) $this->values['target'],
            'force_format' => $this->is('force_format'),
            'breakpoints' => array_map(intval(...), $this->values['breakpoints']),
            'metadata' => $this->metadata(),
        ];
    }

    /** @return array<string, mixed> */
    private function metadata(): array
    {
        $keep = ['copyright', 'creator', 'credit', 'date'];
        if ($this->is('keep_camera')) {
            $keep[] = 'camera';
        }
        if (!$this->is('drop_gps')) {
            $keep[] = 'gps';
        }
        return [
            'keep' => $keep,
            'drop' => $this->is('drop_gps') ? ['gps'] : [],
            'keep_profile' => $this->is('keep_profile'),
        ];
    }

    /** @return array<string, mixed> */
    private function analysis(string $language): array
    {
        return [
            'language' => $language,
            'tone' => $this->text('tone'),
            'keywords' => array_values($this->values['keywords']),
            'negative_keywords' => array_values($this->values['negative_keywords']),
            'brand' => $this->text('brand'),
            'max_alt_length' => (int) $this->values['max_alt_length'],
            'custom_instruction' => $this->text('custom_instruction'),
            'use_location' => $this->is('use_location'),
        ];
    }
}
