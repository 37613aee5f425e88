<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Sites;

/**
 * Network admin → Settings → Picture Optimizer: settings that new sites of a network begin with, and that can be given to all.
 * What a site was given it may change: nothing is locked. How sites are connected is each site's own, or a constant's.
 */
final class NetworkPage
{
    public const OPTION = 'picture_optimizer_network';
    private const SLUG = 'picture-optimizer-network';
    private const ACTION = 'picture_optimizer_network';
    private const TABS = [Tab::General, Tab::Images, Tab::Metadata, Tab::Context, Tab::Exclusions];

    public function __construct(private readonly Settings $settings)
    {
    }

    public function register(): void
    {
        // After the site has its tables.
        add_action('wp_initialize_site', $this->giveToNewSite(...), 901);
        add_action('network_admin_menu', fn () => add_submenu_page(
            'settings.php',
            __('Picture Optimizer', 'picture-optimizer'),
            __('Picture Optimizer', 'picture-optimizer'),
            'manage_network_options',
            self::SLUG,
            $this->show(...)
        ));
        add_action('admin_post_' . self::ACTION, $this->save(...));
    }

    public static function url(): string
    {
        return network_admin_url('settings.php?page=' . self::SLUG);
    }

    public function show(): void
    {
        $tabs = self::TABS;
        $table = new FieldTable($this->saved() + Defaults::ALL);
        $result = sanitize_key($_GET['picopt_saved'] ?? '');
        require __DIR__ . '/views/network.php';
    }

    public function save(): void
    {
        if (!current_user_can('manage_network_options')) {
            wp_die(esc_html__('You may not change these settings.', 'picture-optimizer'), 403);
        }
        check_admin_referer(self::ACTION);
        $sent = wp_unslash($_POST);
        $shown = array_merge(...array_map(Fields::of(...), self::TABS));
        update_site_option(self::OPTION, Settings::clean(array_intersect_key($sent, array_flip(array_column($shown, 'name')))));
        $toAll = isset($sent['all_sites']);
        if ($toAll) {
            Sites::each($this->giveToThisSite(...));
        }
        wp_safe_redirect(add_query_arg('picopt_saved', $toAll ? 'all' : 'new', self::url()));
        exit;
    }

    private function giveToNewSite(\WP_Site $site): void
    {
        switch_to_blog((int) $site->blog_id);
        $this->giveToThisSite();
        restore_current_blog();
    }

    private function giveToThisSite(): void
    {
        $this->saved() === [] || $this->settings->save($this->saved());
    }

    /** @return array<string, bool|int|string|list<string>|list<int>> */
    private function saved(): array
    {
        return Settings::clean((array) get_site_option(self::OPTION, []));
    }
}
