<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Access;
use PictureOptimizer\Hooks;

/** Links in the plugin's row on WordPress' screen of plugins. */
final class RowLinks
{
    public function __construct(private readonly string $pluginFile)
    {
    }

    public function register(): void
    {
        $plugin = plugin_basename($this->pluginFile);
        add_filter("plugin_action_links_{$plugin}", Hooks::onArrays($this->add(...)));
        add_filter("network_admin_plugin_action_links_{$plugin}", Hooks::onArrays($this->addForNetwork(...)));
    }

    /**
     * @param array<int|string, string> $links
     * @return array<int|string, string>
     */
    private function add(array $links): array
    {
        $ours = Access::mayConfigure()
            ? ['picopt_settings' => self::link(Page::url(), __('Settings', 'picture-optimizer'))] : [];
        $ours += Access::mayUse()
            ? ['picopt_library' => self::link(admin_url('upload.php?mode=list'), __('Optimize images', 'picture-optimizer'))] : [];
        return $ours + $links;
    }

    /**
     * @param array<int|string, string> $links
     * @return array<int|string, string>
     */
    private function addForNetwork(array $links): array
    {
        return ['picopt_settings' => self::link(NetworkPage::url(), __('Network settings', 'picture-optimizer'))] + $links;
    }

    private static function link(string $url, string $label): string
    {
        return sprintf('<a href="%s">%s</a>', esc_url($url), esc_html($label));
    }
}
