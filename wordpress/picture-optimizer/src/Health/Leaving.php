<?php

declare(strict_types=1);

namespace PictureOptimizer\Health;

use PictureOptimizer\Delivery\LastingNames;
use PictureOptimizer\Delivery\Redirects;
use PictureOptimizer\Hooks;

/** Asks whoever switches the plugin off by its link what is to become of former names of images, with the numbers. */
final class Leaving
{
    public const SLUG = 'picture-optimizer-leaving';

    public function __construct(
        private readonly string $plugin,
        private readonly LastingNames $names,
        private readonly Redirects $redirects,
    ) {
    }

    public function register(): void
    {
        add_filter('plugin_action_links_' . plugin_basename($this->plugin), Hooks::onArrays($this->askFirst(...)));
        add_action('admin_menu', $this->addPage(...));
        add_action('admin_post_' . self::SLUG, $this->leave(...));
    }

    /** WordPress finds the title of a page in its menu, and this one is in none. */
    private function addPage(): void
    {
        $title = __('Deactivate Picture Optimizer', 'picture-optimizer');
        $hook = add_submenu_page('', $title, '', 'activate_plugins', self::SLUG, $this->show(...));
        add_action("load-{$hook}", static function () use ($title): void {
            $GLOBALS['title'] = $title; // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- this is how a page gets one
        });
    }

    /**
     * @param array<string, string> $links
     * @return array<string, string>
     */
    private function askFirst(array $links): array
    {
        if (isset($links['deactivate']) && !$this->names->isDeclined() && $this->names->count() > 0) {
            $links['deactivate'] = sprintf(
                '<a href="%s">%s</a>',
                esc_url(admin_url('admin.php?page=' . self::SLUG)),
                esc_html__('Deactivate', 'picture-optimizer')
            );
        }
        return $links;
    }

    private function show(): void
    {
        $names = $this->names->count();
        $hits = $this->redirects->hits();
        $isAllowed = $this->names->isAllowed();
        $action = admin_url('admin-post.php');
        require __DIR__ . '/views/leaving.php';
    }

    private function leave(): never
    {
        check_admin_referer(self::SLUG);
        $basename = plugin_basename($this->plugin);
        // What is on for a whole network is switched off there, and by nobody else: WordPress would do it from here.
        if (is_plugin_active_for_network($basename) || !current_user_can('deactivate_plugin', $basename)) {
            wp_die(esc_html__('You may not deactivate this plugin.', 'picture-optimizer'), 403);
        }
        sanitize_key($_POST['old_names'] ?? '') === 'remove' ? $this->names->decline() : $this->names->want();
        deactivate_plugins($basename, false, false);
        wp_safe_redirect(admin_url('plugins.php?deactivate=true'));
        exit;
    }
}
