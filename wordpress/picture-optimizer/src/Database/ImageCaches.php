<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/**
 * Tells what keeps copies between the site and its visitors (CDNs, page caches) which image files have changed or gone, each by the
 * function that its plugin offers.
 */
final class ImageCaches
{
    /** @var array<int, array<int, list<string>>> URLs by site and attachment. */
    private array $changed = [];

    /** @param list<string> $urls */
    public function changed(int $attachmentId, array $urls): void
    {
        $site = get_current_blog_id();
        $this->changed[$site][$attachmentId] = array_values(array_unique([...($this->changed[$site][$attachmentId] ?? []), ...$urls]));
    }

    /** Once, when all is done. */
    public function purge(): void
    {
        $images = $this->changed[get_current_blog_id()] ?? [];
        unset($this->changed[get_current_blog_id()]);
        if ($images === []) {
            return;
        }
        $urls = array_values(array_unique(array_merge(...array_values($images))));
        foreach ($urls as $url) {
            do_action('litespeed_purge_url', $url);
            function_exists('w3tc_flush_url') && w3tc_flush_url($url);
            function_exists('sg_cachepress_purge_cache') && sg_cachepress_purge_cache($url);
        }
        function_exists('rocket_clean_files') && rocket_clean_files($urls);
        $this->purgeCloudflare($images);
        /** For other caches: the URLs of image files that have changed or gone, and their attachments. */
        do_action('picture_optimizer_purge_urls', $urls, array_keys($images));
    }

    /**
     * Cloudflare's plugin asks a filter which URLs belong to a post.
     *
     * @param array<int, list<string>> $images
     */
    private function purgeCloudflare(array $images): void
    {
        $purge = [$GLOBALS['cloudflareHooks'] ?? null, 'purgeCacheByRelevantURLs'];
        if (!is_callable($purge)) {
            return;
        }
        $add = static fn (array $urls, int $post): array => [...$urls, ...($images[$post] ?? [])];
        add_filter('cloudflare_purge_by_url', $add, 10, 2);
        $purge(array_keys($images));
        remove_filter('cloudflare_purge_by_url', $add);
    }
}
