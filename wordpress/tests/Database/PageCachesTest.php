<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\Cell;
use PictureOptimizer\Hooks;
use PictureOptimizer\Tests\TestCase;

/** A page that somebody keeps whole shows more than its post: what stands elsewhere can be on any of them. */
final class PageCachesTest extends TestCase
{
    private \wpdb $db;
    private Caches $caches;

    /** @var list<int> */
    private array $purged = [];
    private int $purgedAll = 0;

    protected function setUp(): void
    {
        parent::setUp();
        $this->db = $this->plugin->db();
        $this->caches = new Caches($this->db);
        $this->permalinks('/%postname%/');
        add_action('picture_optimizer_purge', function (array $posts): void {
            $this->purged = $posts;
        });
        add_action('picture_optimizer_purge_site', function (): void {
            $this->purgedAll++;
        });
    }

    protected function tearDown(): void
    {
        $this->permalinks('');
        parent::tearDown();
    }

    private function permalinks(string $structure): void
    {
        $GLOBALS['wp_rewrite']->set_permalink_structure($structure);
    }

    private function changed(string $table, string $key, string $id, string $column, int $post = 0): void
    {
        $this->caches->forget(new Cell($table, $key, $id, $column, $post));
        $this->caches->purgePages();
    }

    private function changedPost(int $post): void
    {
        $this->changed($this->db->posts, 'ID', (string) $post, 'post_content', $post);
    }

    /**
     * @runInSeparateProcess
     * @preserveGlobalState disabled
     */
    public function testNitroPackHearsOfPagesAndOfTheWholeSite(): void
    {
        eval('function nitropack_invalidate($url = null, $tag = null, $reason = null) { $GLOBALS["nitropack"][] = [$url, $tag]; }');
        $post = (int) wp_insert_post(['post_title' => 'A page', 'post_status' => 'publish']);
        $this->changedPost($post);
        self::assertSame([[null, ["single:{$post}", "post:{$post}"]]], $GLOBALS['nitropack']);
        $this->changed($this->db->options, 'option_name', 'blogname', 'option_value');
        self::assertSame([null, null], end($GLOBALS['nitropack']));
    }

    /**
     * @runInSeparateProcess
     * @preserveGlobalState disabled
     */
    public function testSurgeHearsOfTheWholeSite(): void
    {
        eval('namespace Surge; function expire($flag = null) { $GLOBALS["surge"][] = $flag; }');
        $this->changed($this->db->options, 'option_name', 'blogname', 'option_value');
        self::assertSame(['/'], $GLOBALS['surge']);
    }

    /** @return iterable<string, array{string, string, string, string}> */
    public static function anywhere(): iterable
    {
        yield 'an option' => ['options', 'option_name', 'blogname', 'option_value'];
        yield 'meta of a term' => ['termmeta', 'meta_id', '999999', 'meta_value'];
        yield 'a table of another plugin' => ['a_plugins_slides', 'id', '5', 'url'];
    }

    /** @dataProvider anywhere */
    public function testWhatAnyPageCanShowPurgesThemAll(string $table, string $key, string $id, string $column): void
    {
        $this->changed($this->db->prefix . $table, $key, $id, $column);
        self::assertSame(1, $this->purgedAll);
        $this->caches->purgePages();
        self::assertSame(1, $this->purgedAll, 'nothing changed since');
    }

    /** @return iterable<string, array{string}> */
    public static function unseen(): iterable
    {
        yield 'an index of an SEO plugin' => ['yoast_seo_links'];
        yield 'tasks' => ['actionscheduler_actions'];
    }

    /** @dataProvider unseen */
    public function testWhatNoPageShowsPurgesNone(string $table): void
    {
        $this->changed($this->db->prefix . $table, 'id', '5', 'url');
        self::assertSame([0, []], [$this->purgedAll, $this->purged]);
    }

    /** @return iterable<string, array{string, int}> type of a post, how often all pages are purged */
    public static function types(): iterable
    {
        yield 'a post' => ['post', 0];
        yield 'a page' => ['page', 0];
        yield 'a pattern' => ['wp_block', 1];
        yield 'a template' => ['wp_template_part', 1];
        yield 'an item of a menu' => ['nav_menu_item', 1];
        yield 'a popup of a plugin that is off' => ['a_plugins_popup', 1];
    }

    /** @dataProvider types */
    public function testAPostThatOthersShowPurgesThemAll(string $type, int $times): void
    {
        $post = (int) wp_insert_post(['post_title' => 'x', 'post_type' => $type, 'post_status' => 'publish']);
        $this->changedPost($post);
        self::assertSame([$times, [$post]], [$this->purgedAll, $this->purged]);
    }

    public function testACommentIsOnThePageOfItsPost(): void
    {
        $post = (int) wp_insert_post(['post_title' => 'x']);
        $comment = (int) wp_insert_comment(['comment_post_ID' => $post, 'comment_content' => 'photo.jpg']);
        $this->changed($this->db->comments, 'comment_ID', (string) $comment, 'comment_content', $post);
        self::assertSame([0, [$post]], [$this->purgedAll, $this->purged]);
    }

    public function testAPageThatNamesAnImageByItsIdIsPurgedWithIt(): void
    {
        $image = $this->addPlainImage();
        $post = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish']);
        set_post_thumbnail($post, $image);
        $product = (int) wp_insert_post(['post_title' => 'y', 'post_status' => 'publish']);
        add_post_meta($product, '_product_image_gallery', "999999,{$image}");
        add_post_meta((int) wp_insert_post(['post_title' => 'z']), '_product_image_gallery', '999998,999999');
        $meta = (string) $this->db->get_var("SELECT meta_id FROM {$this->db->postmeta} WHERE post_id = {$image} LIMIT 1");
        $this->changed($this->db->postmeta, 'meta_id', $meta, 'meta_value', $image);
        self::assertSame([0, [$image, $post, $product]], [$this->purgedAll, $this->purged]);
    }

    /** @return iterable<string, array{callable(int, int): mixed, bool}> what names an image on a post; whether its page shows it */
    public static function namedById(): iterable
    {
        yield 'a field' => [static fn (int $post, int $image) => add_post_meta($post, 'hero', $image), true];
        yield 'a list' => [static fn (int $post, int $image) => add_post_meta($post, 'slides', ['999999', (string) $image]), true];
        yield 'a list with commas' => [static fn (int $post, int $image) => add_post_meta($post, 'slides', "999999, {$image}"), true];
        yield 'a block without an address' => [static fn (int $post, int $image) => wp_update_post(['ID' => $post, 'post_content' =>
            "<!-- wp:acf/hero {\"name\":\"acf/hero\",\"data\":{\"image\":{$image}}} /-->"]), true];
        yield 'a list in a block' => [static fn (int $post, int $image) => wp_update_post(['ID' => $post, 'post_content' =>
            "<!-- wp:a-plugin/slides {\"ids\":[{$image}]} /-->"]), true];
        yield 'a number that only is the same' => [static function (int $post, int $image): void {
            foreach ([$image, 9_999_990, 9_999_991, 9_999_992] as $price) {
                add_post_meta($post, '_price', $price);
            }
        }, false];
        yield 'another image' => [static fn (int $post, int $image) => add_post_meta($post, 'hero', "1{$image}"), false];
    }

    /**
     * @dataProvider namedById
     * @param callable(int, int): mixed $name
     */
    public function testAPageIsPurgedWhateverNamesAnImageThereByItsId(callable $name, bool $isPurged): void
    {
        $image = $this->addPlainImage();
        $post = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish']);
        $name($post, $image);
        $this->changedPost($image);
        self::assertSame([0, $isPurged ? [$image, $post] : [$image]], [$this->purgedAll, $this->purged]);
    }

    /** MySQL compares no bytes with a pattern of letters, and reads patterns as ICU does: not all that MariaDB takes. */
    public function testMySqlUnderstandsThePatternsForIdsToo(): void
    {
        $asked = [];
        add_filter('query', static function (string $query) use (&$asked): string {
            $asked[] = $query;
            return $query;
        });
        $this->changedPost($this->addPlainImage());
        $patterns = implode("\n", preg_grep('~ REGEXP ~', $asked) ?: []);
        self::assertStringContainsString('<!-- wp:', $patterns);
        self::assertDoesNotMatchRegularExpression('~BINARY\)? REGEXP ~', $patterns);
        self::assertDoesNotMatchRegularExpression('~\[\[(?!:\w+:\])~', $patterns);
    }

    /** @return iterable<string, array{callable(int): mixed}> */
    public static function namedByIdForAll(): iterable
    {
        yield 'the logo' => [static fn (int $image) => set_theme_mod('custom_logo', $image)];
        yield 'an option' => [static fn (int $image) => update_option('options_footer_image', $image)];
        yield 'a field of a term' => [static fn (int $image) => add_term_meta(1, 'banner', $image)];
        yield 'a portrait' => [static fn (int $image) => add_user_meta(1, 'portrait', $image)];
    }

    /**
     * @dataProvider namedByIdForAll
     * @param callable(int): mixed $name
     */
    public function testSoAreAllWhereAnyCanShowIt(callable $name): void
    {
        $image = $this->addPlainImage();
        $name($image);
        $this->changedPost($image);
        self::assertSame(1, $this->purgedAll);
    }

    public function testANumberThatOnlyIsTheSameIsNoImageOfTheWholeSite(): void
    {
        $image = $this->addPlainImage();
        update_option('large_size_w', $image);
        update_option('a_limit', $image);
        foreach ([$image, 9_999_990, 9_999_991] as $count) {
            add_term_meta(1, 'count', $count);
            add_user_meta(1, 'points', $count);
        }
        $this->changedPost($image);
        self::assertSame(0, $this->purgedAll);
    }

    public function testAnImageOfACategoryCanBeOnAnyPage(): void
    {
        $image = $this->addPlainImage();
        add_term_meta((int) wp_insert_term('x', 'category')['term_id'], 'thumbnail_id', $image);
        $this->changedPost($image);
        self::assertSame(1, $this->purgedAll);
    }

    public function testSeveralChangesInAShortTimePurgeAllPagesAtOnceAndOnceMore(): void
    {
        foreach (range(1, 3) as $slide) {
            $this->changed("{$this->db->prefix}a_plugins_slides", 'id', (string) $slide, 'url');
        }
        self::assertSame(1, $this->purgedAll);
        self::assertNotFalse(wp_next_scheduled(Hooks::PURGE));
        delete_transient('picture_optimizer_pages_purged'); // Its time is over when the task is due.
        $this->plugin->register();
        do_action(Hooks::PURGE);
        self::assertSame(2, $this->purgedAll);
    }

    /** @return iterable<string, array{list<string>}> hooks that are called, and whether for all pages */
    public static function plugins(): iterable
    {
        yield 'Hummingbird' => [['wphb_clear_page_cache', 'wphb_clear_page_cache of all']];
        yield 'Cache Enabler' => [['cache_enabler_clear_page_cache_by_post', 'cache_enabler_clear_site_cache of all']];
        yield 'Jetpack Boost' => [['jetpack_boost_clear_page_cache_post', 'jetpack_boost_clear_page_cache_all of all']];
        yield 'Cachify' => [['cachify_remove_post_cache', 'cachify_flush_cache of all']];
        yield 'Breeze, which knows no post' => [['breeze_clear_all_cache of all']];
        yield 'Super Page Cache' => [['swcfpc_purge_cache of all']];
        yield 'LiteSpeed, which knows the lists' => [['litespeed_purge_post']];
    }

    /**
     * @dataProvider plugins
     * @param list<string> $calls
     */
    public function testAPostIsOnItsOwnPageAndInLists(array $calls): void
    {
        $post = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish']);
        $heard = $this->listen($calls);
        $this->changedPost($post);
        self::assertSame($calls, $heard->getArrayCopy());
    }

    public function testWhatNobodySeesIsOnNoPage(): void
    {
        $heard = $this->listen(['breeze_clear_all_cache', 'wphb_clear_page_cache']);
        $this->changedPost((int) wp_insert_post(['post_title' => 'a draft']));
        self::assertSame([], $heard->getArrayCopy());
    }

    public function testAnImageCanHaveAPageAndIsInNoList(): void
    {
        $heard = $this->listen(['breeze_clear_all_cache', 'wphb_clear_page_cache']);
        $this->changedPost($this->addPlainImage());
        self::assertSame(['wphb_clear_page_cache'], $heard->getArrayCopy());
    }

    public function testAllPagesAreThrownAwayOnceWhereAPostChangedToo(): void
    {
        $heard = $this->listen(['breeze_clear_all_cache']);
        $post = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish']);
        $this->caches->forget(new Cell($this->db->options, 'option_name', 'blogname', 'option_value', 0));
        $this->changedPost($post);
        self::assertSame([['breeze_clear_all_cache of all'], 1], [$heard->getArrayCopy(), $this->purgedAll]);
        self::assertFalse(wp_next_scheduled(Hooks::PURGE));
    }

    public function testAPluginWithoutAHookIsToldByItsMethod(): void
    {
        $post = (int) wp_insert_post(['post_title' => 'x', 'post_status' => 'publish']);
        $nginx = new class {
            /** @var list<int> */
            public array $purged = [];

            public function purge_post(int $post): void // phpcs:ignore PSR1.Methods.CamelCapsMethodName -- the name is Nginx Helper's
            {
                $this->purged[] = $post;
            }
        };
        $GLOBALS['nginx_purger'] = $nginx;
        try {
            $this->changedPost($post);
        } finally {
            unset($GLOBALS['nginx_purger']);
        }
        self::assertSame([$post], $nginx->purged);
    }

    /**
     * @param list<string> $calls
     * @return \ArrayObject<int, string> The hooks that are called, in their order.
     */
    private function listen(array $calls): \ArrayObject
    {
        /** @var \ArrayObject<int, string> $heard */
        $heard = new \ArrayObject();
        foreach (array_unique(str_replace(' of all', '', $calls)) as $hook) {
            add_action($hook, static fn (mixed $post = '') => $heard->append($hook . ((int) $post > 0 ? '' : ' of all')));
        }
        return $heard;
    }

    public function testWhereNobodyKeepsPagesNothingIsNoted(): void
    {
        remove_all_actions('picture_optimizer_purge_site');
        $this->changed($this->db->options, 'option_name', 'blogname', 'option_value');
        $this->changed($this->db->options, 'option_name', 'blogname', 'option_value');
        self::assertFalse(get_transient('picture_optimizer_pages_purged'));
        self::assertFalse(wp_next_scheduled(Hooks::PURGE));
    }
}
