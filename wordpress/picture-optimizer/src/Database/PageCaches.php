<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

use PictureOptimizer\Hooks;

/** Tells plugins that keep whole pages which of them show something of yesterday. */
final class PageCaches
{
    /** A long job changes something on every page again and again, and visitors would wait for each page every time. */
    private const PAUSE = 2 * MINUTE_IN_SECONDS;
    private const PURGED = 'picture_optimizer_pages_purged';

    /** Whether anybody is known to listen. */
    public function areKept(): bool
    {
        return CachePlugins::ofSite() !== [] || has_action('picture_optimizer_purge') || has_action('picture_optimizer_purge_site')
            || count(array_merge(...($GLOBALS['wp_filter']['clean_post_cache']->callbacks ?? []))) > 1; // One is the audit's.
    }

    /**
     * @param non-empty-list<int> $posts
     * @param bool                $andLists Whether the lists that show them are to be thrown away as well, by those that can do that.
     */
    public function purgePosts(array $posts, bool $andLists = true): void
    {
        array_map(Bystanders::tell(...), CachePlugins::ofPosts($posts));
        if ($andLists && array_filter($posts, self::isInLists(...)) !== []) {
            $this->purge(CachePlugins::ofLists());
        }
        /** For other caches: all posts whose pages have changed. */
        Bystanders::tell(static fn () => do_action('picture_optimizer_purge', $posts));
    }

    /** Every page may show it: a widget, a menu, a snippet, a slider in a table of its plugin. At once, and then once more after a pause. */
    public function purgeSite(): void
    {
        $tells = CachePlugins::ofSite();
        /** For other caches: any page may have changed. */
        has_action('picture_optimizer_purge_site') && $tells[] = static fn () => do_action('picture_optimizer_purge_site');
        $this->purge($tells);
    }

    /** @param list<callable(): mixed> $tells */
    private function purge(array $tells): void
    {
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

    /** Whether the home page, an archive or a feed can show it; the page of an image is in none. */
    private static function isInLists(int $post): bool
    {
        $type = (string) get_post_type($post);
        return $type !== 'attachment' && get_post_status($post) === 'publish' && is_post_type_viewable($type);
    }
}
