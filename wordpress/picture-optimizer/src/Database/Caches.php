<?php

declare(strict_types=1);

namespace PictureOptimizer\Database;

/** Makes changes visible at once where WordPress, an object cache or a cache plugin keeps copies. */
final class Caches
{
    /** Tables whose values are cached with their owner: owner column and cache group. */
    private const META = [
        'postmeta' => ['meta_id', 'post_id', 'post_meta'],
        'termmeta' => ['meta_id', 'term_id', 'term_meta'],
        'commentmeta' => ['meta_id', 'comment_id', 'comment_meta'],
        'usermeta' => ['umeta_id', 'user_id', 'user_meta'],
        'blogmeta' => ['meta_id', 'blog_id', 'blog_meta'],
    ];

    /** Tables that say where images stand, or what happened: no page shows them. */
    private const UNSEEN = '~^(?:yoast_|aioseo_|rank_math_|actionscheduler_|redirection_|relevanssi|statistics_|wf|as3cf_|litespeed_)~';

    /** @var array<int, array<int, true>> Posts whose pages are to be purged when all is done, by site. */
    private array $posts = [];

    /** @var array<int, true> Sites of which something has changed that any page may show. */
    private array $anywhere = [];

    public function __construct(
        private readonly \wpdb $db,
        private readonly ImageCaches $images = new ImageCaches(),
        private readonly PageCaches $pages = new PageCaches(),
    ) {
    }

    /** Forgets the cached copy of one value. */
    public function forget(Cell $cell): void
    {
        $this->onSite($this->site($cell->table), fn () => $this->forgetHere($cell));
    }

    private function forgetHere(Cell $cell): void
    {
        $db = $this->db;
        $this->noticePage($cell);
        foreach (self::META as $name => [$key, $owner, $group]) {
            if ($cell->table === $db->{$name}) {
                $id = $cell->postId ?: (int) $db->get_var($db->prepare(
                    "SELECT {$owner} FROM {$cell->table} WHERE {$key} = %s",
                    $cell->key
                ));
                wp_cache_delete($id, $group);
                $name === 'postmeta' && $this->posts[get_current_blog_id()][$id] = true;
            }
        }
        match ($cell->table) {
            $db->posts => $this->forgetPost((int) $cell->key),
            $db->options => $this->forgetOption($cell),
            $db->comments => Bystanders::tell(static fn () => clean_comment_cache((int) $cell->key)),
            $db->users => Bystanders::tell(static fn () => clean_user_cache((int) $cell->key)),
            $db->term_taxonomy => $this->forgetTerms('term_taxonomy_id', $cell),
            $db->terms => $this->forgetTerms('term_id', $cell),
            $db->links => Bystanders::tell(static fn () => clean_bookmark_cache((int) $cell->key)),
            $db->sitemeta => $this->forgetNetworkOption($cell),
            default => null,
        };
    }

    /** What stands in no post, or in one that others show (a menu's item, a template, a pattern), can be on any page. */
    private function noticePage(Cell $cell): void
    {
        $ownTable = substr($cell->table, strlen($this->db->prefix));
        $isPosts = in_array($cell->table, [$this->db->posts, $this->db->postmeta], true);
        if ($cell->postId !== 0) {
            $this->posts[get_current_blog_id()][$cell->postId] = true;
        } elseif (!$isPosts && preg_match(self::UNSEEN, $ownTable) !== 1) {
            $this->anywhere[get_current_blog_id()] = true;
        }
    }

    /** Tells page builders and cache plugins which posts have changed, each by its own hook. Nothing changed, nothing is purged. */
    public function purgePages(): void
    {
        foreach (array_keys($this->posts + $this->anywhere) as $site) {
            $this->onSite($site, fn () => $this->purge(array_keys($this->posts[$site] ?? []), isset($this->anywhere[$site])));
        }
        $this->posts = $this->anywhere = [];
        Bystanders::tell($this->images->purge(...));
    }

    /**
     * @param list<int> $posts    The images among them are shown by others, too, which name them by id.
     * @param bool      $anywhere Whether any page may have changed.
     */
    private function purge(array $posts, bool $anywhere): void
    {
        $changed = $posts;
        foreach ($posts === [] ? [] : (new IdUses($this->db))->of($posts) as [$post, $images]) {
            if ($images !== []) {
                $post === 0 ? $anywhere = true : $posts[] = $post;
            }
        }
        $posts = array_values(array_unique($posts));
        foreach ($posts as $id) {
            Bystanders::tell(static fn () => GeneratedStyles::forget($id));
        }
        $isAnImage = static fn (int $id): bool => get_post_type($id) === 'attachment';
        $possible = !$this->pages->areKept() ? [] : (new PossibleUses($this->db))->of(array_values(array_filter($changed, $isAnImage)));
        $anywhere = $anywhere || in_array(0, $possible, true);
        $posts = array_values(array_unique([...$posts, ...array_filter($possible)]));
        $anywhere = $anywhere || array_filter($posts, self::isShownByOthers(...)) !== [];
        if ($posts !== []) {
            $this->pages->purgePosts($posts, andLists: !$anywhere);
        }
        if ($anywhere) {
            $this->pages->purgeSite();
        }
    }

    private static function isShownByOthers(int $post): bool
    {
        $type = get_post_type($post);
        return $type !== false && !in_array($type, ['attachment', 'revision'], true) && !is_post_type_viewable($type);
    }

    /** The site of a network that a table belongs to, by its prefix. */
    private function site(string $table): int
    {
        $prefix = preg_quote($this->db->base_prefix, '/');
        if (!is_multisite() || str_starts_with($table, $this->db->prefix) && $this->db->prefix !== $this->db->base_prefix) {
            return get_current_blog_id();
        }
        return preg_match("/^{$prefix}(\\d+)_/", $table, $match) ? (int) $match[1] : get_main_site_id();
    }

    /** @param callable(): void $work */
    private function onSite(int $site, callable $work): void
    {
        if ($site === get_current_blog_id()) {
            $work();
            return;
        }
        switch_to_blog($site);
        $work();
        restore_current_blog();
    }

    /** All that hangs on a post is cleaned once, at the end; the post itself must not be seen old until then. */
    private function forgetPost(int $id): void
    {
        $this->posts[get_current_blog_id()][$id] = true;
        wp_cache_delete($id, 'posts');
    }

    /** A term can be one of several taxonomies. */
    private function forgetTerms(string $key, Cell $cell): void
    {
        $rows = $this->db->get_results($this->db->prepare(
            "SELECT term_id, taxonomy FROM {$this->db->term_taxonomy} WHERE {$key} = %s",
            $cell->key
        ));
        foreach ($rows as $row) {
            Bystanders::tell(static fn () => clean_term_cache((int) $row->term_id, $row->taxonomy));
        }
    }

    private function forgetNetworkOption(Cell $cell): void
    {
        $row = $this->db->get_row($this->db->prepare(
            "SELECT site_id, meta_key FROM {$this->db->sitemeta} WHERE meta_id = %s",
            $cell->key
        ));
        $row && wp_cache_delete("{$row->site_id}:{$row->meta_key}", 'site-options');
    }

    private function forgetOption(Cell $cell): void
    {
        $name = $cell->keyColumn === 'option_name' ? $cell->key : (string) $this->db->get_var($this->db->prepare(
            "SELECT option_name FROM {$this->db->options} WHERE option_id = %s",
            $cell->key
        ));
        wp_cache_delete($name, 'options');
        wp_cache_delete('alloptions', 'options');
    }
}
