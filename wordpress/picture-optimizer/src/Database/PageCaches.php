<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

use PictureOptimizer\Hooks;

/** Tells plugins that keep whole pages, each by the function or hook that it offers, which of them show something of yesterday. */
final class PageCaches
{
    private const OF_POST = ['rocket_clean_post', 'w3tc_flush_post', 'wp_cache_post_change', 'wpfc_clear_post_cache_by_id'];
    private const HOOKS_OF_POST = ['litespeed_purge_post', 'cache_enabler_clear_page_cache_by_post'];

    private const OF_SITE = ['rocket_clean_domain', 'w3tc_flush_posts', 'wpfc_clear_all_cache', 'wpo_cache_flush'];
    private const HOOKS_OF_SITE = ['litespeed_purge_all', 'cache_enabler_clear_site_cache', 'wphb_clear_page_cache',
        'breeze_clear_all_cache', 'rt_nginx_helper_purge_all'];

    /** A long job changes something on every page again and again, and visitors would wait for each page every time. */
    private const PAUSE = 2 * MINUTE_IN_SECONDS;
    private const PURGED = 'picture_optimizer_pages_purged';

    /** @param non-empty-list<int> $posts */
    public function purgePosts(array $posts): void
    {
        $known = array_filter(['clean_post_cache', ...self::OF_POST], 'function_exists');
        foreach ($posts as $id) {
            foreach ($known as $clean) {
                Bystanders::tell(static fn () => $clean($id));
            }
            foreach (self::HOOKS_OF_POST as $hook) {
                Bystanders::tell(static fn () => do_action($hook, $id));
            }
        }
        /** For other caches: all posts whose pages have changed. */
        Bystanders::tell(static fn () => do_action('picture_optimizer_purge', $posts));
    }

    /** Every page may show it: a widget, a menu, a snippet, a slider in a table of its plugin. At once, and then once more after a pause. */
    public function purgeSite(): void
    {
        $tells = $this->ofSite();
        if ($tells === []) {
            return;
        }
        if (get_transient(self::PURGED) !== false) {
            wp_next_scheduled(Hooks::PURGE) || wp_schedule_single_event(time() + self::PAUSE, Hooks::PURGE);
            return;
        }
        set_transient(self::PURGED, 1, self::PAUSE);
        array_map(Bystanders::tell(...), $tells);
    }

    /** @return list<callable(): mixed> */
    private function ofSite(): array
    {
        $tells = array_filter(self::OF_SITE, 'function_exists');
        // It takes 0 for all sites of a network.
        function_exists('wp_cache_clear_cache')
            && $tells[] = static fn () => wp_cache_clear_cache(is_multisite() ? get_current_blog_id() : 0);
        function_exists('sg_cachepress_purge_cache') && $tells[] = static fn () => sg_cachepress_purge_cache();
        foreach (array_filter(self::HOOKS_OF_SITE, has_action(...)) as $hook) {
            $tells[] = static fn () => do_action($hook);
        }
        /** For other caches: any page may have changed. */
        has_action('picture_optimizer_purge_site') && $tells[] = static fn () => do_action('picture_optimizer_purge_site');
        return array_values($tells);
    }
}
