<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/**
 * What clears the pages that plugins keep whole, each by the function or hook that it offers. A post stands on its own page and in lists:
 * the home page, archives, feeds. Some plugins clear these with it, others the page alone or nothing less than everything.
 */
final class CachePlugins
{
    /** WP Rocket, W3 Total Cache, WP Super Cache, WP Fastest Cache; Surge and Comet Cache hear the first one's own hook. */
    private const OF_POST = ['clean_post_cache', 'rocket_clean_post', 'w3tc_flush_post', 'wp_cache_post_change',
        'wpfc_clear_post_cache_by_id'];
    private const OF_SITE = ['rocket_clean_domain', 'w3tc_flush_posts', 'wpfc_clear_all_cache'];

    private const HOOKS_OF_POST = ['litespeed_purge_post', 'cache_enabler_clear_page_cache_by_post'];

    /** By whatever address it has: Hummingbird, Jetpack Boost, Cachify. */
    private const HOOKS_OF_PAGE = ['wphb_clear_page_cache', 'jetpack_boost_clear_page_cache_post', 'cachify_remove_post_cache'];
    private const HOOKS_OF_SITE = ['litespeed_purge_all'];

    /** Those that leave lists as they are. WP-Optimize, Powered Cache; and these four, Breeze, Super Page Cache, Nginx Helper. */
    private const WITH_LISTS = ['wpo_cache_flush', 'PoweredCache\Utils\clean_page_cache_dir'];
    private const HOOKS_WITH_LISTS = ['cache_enabler_clear_site_cache', 'wphb_clear_page_cache', 'jetpack_boost_clear_page_cache_all',
        'cachify_flush_cache', 'breeze_clear_all_cache', 'swcfpc_purge_cache', 'rt_nginx_helper_purge_all'];

    /** What NitroPack's log shows. */
    private const REASON = 'Picture Optimizer'; // not for people

    /**
     * @param non-empty-list<int> $posts
     * @return list<callable(): mixed> For their pages.
     */
    public static function ofPosts(array $posts): array
    {
        $tells = [...array_filter(self::OF_POST, 'function_exists'), ...self::told(self::HOOKS_OF_POST)];
        $tells[] = self::method($GLOBALS['nginx_purger'] ?? null, 'purge_post');
        $ofPages = [...self::told(self::HOOKS_OF_PAGE), self::method('WPO_Page_Cache', 'delete_single_post_cache')];
        function_exists('sg_cachepress_purge_cache')
            && $ofPages[] = static fn (int $post) => sg_cachepress_purge_cache((string) get_permalink($post));
        // The page, and what else shows the post; the home page and archives go with them.
        function_exists('nitropack_invalidate') && $tells[] = static fn (int $post)
            => nitropack_invalidate(null, ["single:{$post}", "post:{$post}"], self::REASON);
        $calls = [...self::each($tells, $posts), ...self::each($ofPages, array_filter($posts, self::hasPage(...)))];
        // A request to Cloudflare, with the lists that show them.
        $cloudflare = self::method($GLOBALS['cloudflareHooks'] ?? null, 'purgeCacheByRelevantURLs');
        $cloudflare === null || $calls[] = static fn () => $cloudflare($posts);
        return $calls;
    }

    /** Without permalinks, and of a draft, the address is the home page's with a query, and much more would be cleared. */
    private static function hasPage(int $post): bool
    {
        $address = (string) get_permalink($post);
        return $address !== '' && !str_contains($address, '?');
    }

    /**
     * @param list<string> $hooks
     * @return list<callable(mixed...): mixed> Of those that somebody listens to.
     */
    private static function told(array $hooks): array
    {
        return array_map(
            static fn (string $hook) => static fn (mixed ...$told) => do_action($hook, ...$told),
            array_values(array_filter($hooks, has_action(...)))
        );
    }

    /**
     * @param array<callable(int): mixed|null> $tells
     * @param array<int> $posts
     * @return list<callable(): mixed>
     */
    private static function each(array $tells, array $posts): array
    {
        $calls = [];
        foreach (array_filter($tells) as $tell) {
            foreach ($posts as $post) {
                $calls[] = static fn () => $tell($post);
            }
        }
        return $calls;
    }

    /** @return list<callable(): mixed> For all pages of those that leave the lists that show a post as they are. */
    public static function ofLists(): array
    {
        $tells = [...array_filter(self::WITH_LISTS, 'function_exists'), ...self::told(self::HOOKS_WITH_LISTS)];
        function_exists('sg_cachepress_purge_cache') && $tells[] = static fn () => sg_cachepress_purge_cache();
        class_exists('HyperCache', false) && $tells[] = self::method(\HyperCache::$instance ?? null, 'clean');
        return array_values(array_filter($tells));
    }

    /** @return list<callable(): mixed> For all pages of all of them. */
    public static function ofSite(): array
    {
        $tells = [...array_filter(self::OF_SITE, 'function_exists'), ...self::told(self::HOOKS_OF_SITE)];
        // Surge forgets what has one of its flags: a site of a network, or the root of all addresses.
        function_exists('Surge\expire') && $tells[] = static fn () => \Surge\expire(
            is_multisite() ? sprintf('network:%d:%d', get_current_network_id(), get_current_blog_id()) : '/'
        );
        // It takes 0 for all sites of a network.
        function_exists('wp_cache_clear_cache')
            && $tells[] = static fn () => wp_cache_clear_cache(is_multisite() ? get_current_blog_id() : 0);
        $tells[] = self::method($GLOBALS['cloudflareHooks'] ?? null, 'purgeCacheEverything');
        function_exists('nitropack_invalidate') && $tells[] = static fn () => nitropack_invalidate(null, null, self::REASON);
        return [...array_values(array_filter($tells)), ...self::ofLists()];
    }

    private static function method(mixed $of, string $name): ?callable
    {
        $method = [$of, $name];
        return is_callable($method) ? $method : null;
    }
}
