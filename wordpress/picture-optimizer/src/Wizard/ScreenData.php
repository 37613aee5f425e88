<?php

declare(strict_types=1);

namespace PictureOptimizer\Wizard;

use PictureOptimizer\Access;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Media\StatusFilter;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\Labels;
use PictureOptimizer\Settings\Languages;
use PictureOptimizer\Settings\Page as SettingsPage;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Settings\Tones;
use PictureOptimizer\Store\Pipeline;

/** What our scripts are told when a page is made: choices, defaults, whether there is a connection. */
final class ScreenData
{
    private const TOLD = ['format', 'preset', 'target', 'breakpoints', 'drop_gps', 'language', 'tone', 'brand', 'keywords',
        'rename', 'overwrite_text', 'fill_empty_alts', 'replace_old_alts'];

    public function __construct(private readonly Settings $settings, private readonly Connection $connection)
    {
    }

    /** @return array<string, mixed> no key, no address of the service unless the reader may change it */
    public function all(): array
    {
        $labels = static fn (array $values): array => array_map(
            static fn (string $value): array => ['value' => $value, 'label' => Labels::of($value)],
            $values
        );
        return [
            'pipelines' => $labels(array_column(Pipeline::cases(), 'value')),
            'formats' => $labels(Defaults::CHOICES['format']),
            'presets' => $labels(Defaults::CHOICES['preset']),
            'languages' => self::options(Languages::choices()),
            'tones' => self::options(Tones::choices()),
            'settings' => array_intersect_key($this->settings->all(), array_flip(self::TOLD)),
            // WordPress takes these out of the address before any script of ours runs.
            'asked' => [
                'action' => sanitize_key($_GET['picopt_action'] ?? ''),
                'ids' => wp_parse_id_list(sanitize_text_field(wp_unslash($_GET['picopt_ids'] ?? ''))),
            ],
            'statuses' => StatusFilter::labels(),
            'settingsUrl' => Access::mayConfigure() ? SettingsPage::url() : '',
            'connection' => $this->connection(),
            'units' => self::units(),
            // A name, or hours and minutes from UTC.
            'timeZone' => wp_timezone_string(),
            // Where the block editor keeps what an image says; before, there was one place for all.
            'inspectorGroup' => is_wp_version_compatible('7.0') ? 'content' : 'default',
        ];
    }

    /**
     * @param array<string, string> $labels by value
     * @return list<array{value: string, label: string}>
     */
    private static function options(array $labels): array
    {
        return array_map(
            static fn (string $value, string $label): array => ['value' => $value, 'label' => $label],
            array_keys($labels),
            $labels
        );
    }

    /** @return list<string> of bytes, as size_format() writes them in the reader's language: “Ko” in French */
    private static function units(): array
    {
        return array_map(
            static fn (string $unit): string => translate_with_gettext_context($unit, 'unit symbol'),
            ['B', 'KB', 'MB', 'GB']
        );
    }

    /** @return array<string, mixed> whether there is one; else why not, and to who may: what connects the site from here */
    private function connection(): array
    {
        $obstacle = $this->connection->obstacle();
        if ($obstacle === null) {
            return ['ready' => true];
        }
        $form = Access::mayConfigure() ? ['url' => $this->connection->url(), 'settingsUrl' => SettingsPage::url(),
            'form' => ['fixed' => defined('PICTURE_OPTIMIZER_URL')]] : ['form' => null];
        return ['ready' => false, 'obstacle' => $obstacle] + $form;
    }
}
