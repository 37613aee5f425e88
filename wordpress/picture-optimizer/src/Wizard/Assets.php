<?php

declare(strict_types=1);

namespace PictureOptimizer\Wizard;

use PictureOptimizer\Access;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Audit\Page;
use PictureOptimizer\Media\BulkPage;
use PictureOptimizer\Media\StatusFilter;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\Labels;
use PictureOptimizer\Settings\Page as SettingsPage;
use PictureOptimizer\Settings\Settings;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Version;

/** Loads the wizard on the Media Library's page. Its source is in `wordpress/assets-src`. */
final class Assets
{
    private const HANDLE = 'picture-optimizer-wizard';

    public function __construct(
        private readonly string $pluginFile,
        private readonly Settings $settings,
        private readonly Connection $connection,
    ) {
    }

    public function register(): void
    {
        add_action('admin_enqueue_scripts', $this->enqueue(...));
        add_filter('removable_query_args', static fn (array $names): array
            => [...$names, 'picopt_action', 'picopt_ids']);
    }

    public function enqueue(string $page): void
    {
        $onAttachment = $page === 'post.php' && get_post_type() === 'attachment';
        $pages = ['upload.php', 'media_page_' . BulkPage::SLUG, 'media_page_' . Page::SLUG];
        if ((!in_array($page, $pages, true) && !$onAttachment) || !Access::mayUse()) {
            return;
        }
        $needs = ['wp-element', 'wp-components', 'wp-compose', 'wp-api-fetch', 'wp-i18n'];
        if (wp_script_is('media-grid')) {
            $needs[] = 'media-grid';
        }
        wp_enqueue_script(self::HANDLE, $this->url('wizard.js'), $needs, $this->version('wizard.js'), true);
        wp_set_script_translations(self::HANDLE, 'picture-optimizer');
        wp_enqueue_style(self::HANDLE, $this->url('wizard.css'), ['wp-components'], $this->version('wizard.css'));
        wp_add_inline_script(
            self::HANDLE,
            'window.pictureOptimizer = ' . wp_json_encode($this->data(), JSON_HEX_TAG | JSON_HEX_AMP) . ';',
            'before'
        );
    }

    /** @return array<string, mixed> what the wizard needs to know; no key, no address of the service */
    private function data(): array
    {
        $labels = static fn (array $values): array => array_map(
            static fn (string $value): array => ['value' => $value, 'label' => Labels::of($value)],
            $values
        );
        return [
            'pipelines' => $labels(array_column(Pipeline::cases(), 'value')),
            'formats' => $labels(Defaults::CHOICES['format']),
            'presets' => $labels(Defaults::CHOICES['preset']),
            'settings' => array_intersect_key($this->settings->all(), array_flip(['format', 'preset', 'target',
                'breakpoints', 'drop_gps', 'language', 'tone', 'brand', 'keywords', 'rename', 'overwrite_text', 'fill_empty_alts',
                'replace_old_alts'])),
            // WordPress takes these out of the address before any script of ours runs.
            'asked' => [
                'action' => sanitize_key($_GET['picopt_action'] ?? ''),
                'ids' => wp_parse_id_list(sanitize_text_field(wp_unslash($_GET['picopt_ids'] ?? ''))),
            ],
            'statuses' => StatusFilter::labels(),
            'settingsUrl' => Access::mayConfigure() ? SettingsPage::url() : '',
            'connection' => $this->connectionData(),
        ];
    }

    /** @return array<string, mixed> whether there is one; else why not, and to who may: what connects the site from here */
    private function connectionData(): array
    {
        $obstacle = $this->connection->obstacle();
        if ($obstacle === null) {
            return ['ready' => true];
        }
        $form = !Access::mayConfigure() ? null : [
            'action' => admin_url('admin-post.php'),
            'name' => SettingsPage::CONNECT,
            'nonce' => wp_create_nonce(SettingsPage::CONNECT),
            'fixed' => defined('PICTURE_OPTIMIZER_URL'),
        ];
        return ['ready' => false, 'obstacle' => $obstacle, 'url' => $this->connection->url(), 'form' => $form,
            'settingsUrl' => SettingsPage::url()];
    }

    private function url(string $file): string
    {
        return plugins_url("assets/{$file}", $this->pluginFile);
    }

    private function version(string $file): string
    {
        $path = dirname($this->pluginFile) . "/assets/{$file}";
        return Version::NUMBER . '-' . (is_file($path) ? filemtime($path) : 0);
    }
}
