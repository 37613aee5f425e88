<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\Cell;
use PictureOptimizer\Tests\TestCase;

/** After a value was changed behind WordPress' back, nobody is served a copy of the old one. */
final class CachesTest extends TestCase
{
    private \wpdb $db;
    private Caches $caches;

    protected function setUp(): void
    {
        parent::setUp();
        $this->db = $this->plugin->db();
        $this->caches = new Caches($this->db);
    }

    /**
     * Writes past WordPress, forgets the value's copy and asks WordPress.
     *
     * @param callable(): mixed $ask
     */
    private function assertSeen(Cell $cell, string $new, callable $ask): void
    {
        $ask(); // now WordPress holds a copy
        $this->db->update($cell->table, [$cell->column => $new], [$cell->keyColumn => $cell->key]);
        self::assertNotSame($new, $ask(), 'nothing was cached: this test proves nothing');
        $this->caches->forget($cell);
        self::assertSame($new, $ask());
    }

    /** @return iterable<string, array{string}> */
    public static function kindsOfMeta(): iterable
    {
        foreach (['post', 'term', 'comment', 'user'] as $type) {
            yield $type => [$type];
        }
    }

    /** @dataProvider kindsOfMeta */
    public function testMetaOfAnything(string $type): void
    {
        $owner = match ($type) {
            'post' => (int) wp_insert_post(['post_title' => 'x']),
            'term' => (int) wp_insert_term('x', 'category')['term_id'],
            'comment' => (int) wp_insert_comment(['comment_content' => 'x']),
            default => 1,
        };
        $id = (int) add_metadata($type, $owner, 'picture', 'photo.jpg');
        $table = $this->db->{"{$type}meta"};
        $cell = new Cell($table, $type === 'user' ? 'umeta_id' : 'meta_id', (string) $id, 'meta_value');
        $this->assertSeen($cell, 'bike.webp', static fn (): mixed => get_metadata($type, $owner, 'picture', true));
    }

    public function testMetaWhoseOwnerIsKnownIsNotLookedUp(): void
    {
        $post = (int) wp_insert_post(['post_title' => 'x']);
        $id = (int) add_post_meta($post, 'picture', 'photo.jpg');
        get_post_meta($post, 'picture', true);
        $before = $this->db->num_queries;
        $this->caches->forget(new Cell($this->db->postmeta, 'meta_id', (string) $id, 'meta_value', $post));
        self::assertSame($before, $this->db->num_queries);
        self::assertFalse(wp_cache_get($post, 'post_meta'));
    }

    public function testPosts(): void
    {
        $post = (int) wp_insert_post(['post_title' => 'x', 'post_content' => 'photo.jpg']);
        $cell = new Cell($this->db->posts, 'ID', (string) $post, 'post_content');
        $this->assertSeen($cell, 'bike.webp', static fn (): ?string => get_post($post)?->post_content);
    }

    public function testCommentsAndUsers(): void
    {
        $comment = (int) wp_insert_comment(['comment_content' => 'photo.jpg']);
        $cell = new Cell($this->db->comments, 'comment_ID', (string) $comment, 'comment_content');
        $this->assertSeen($cell, 'bike.webp', static fn (): ?string => get_comment($comment)?->comment_content);
        $cell = new Cell($this->db->users, 'ID', '1', 'user_url');
        $this->assertSeen($cell, 'http://bike.webp', static fn (): string => (string) get_userdata(1)?->user_url);
    }

    public function testDescriptionsOfTerms(): void
    {
        $term = wp_insert_term('x', 'category', ['description' => 'photo.jpg']);
        $cell = new Cell($this->db->term_taxonomy, 'term_taxonomy_id', (string) $term['term_taxonomy_id'], 'description');
        $this->assertSeen($cell, 'bike.webp', static fn (): ?string => get_term($term['term_id'])?->description);
        $this->caches->forget(new Cell($this->db->term_taxonomy, 'term_taxonomy_id', '999999', 'description'));
    }

    public function testNamesOfTermsAndLinks(): void
    {
        $term = (int) wp_insert_term('photo.jpg', 'category')['term_id'];
        $cell = new Cell($this->db->terms, 'term_id', (string) $term, 'name');
        $this->assertSeen($cell, 'bike.webp', static fn (): ?string => get_term($term)?->name);
        $this->db->insert($this->db->links, ['link_name' => 'x', 'link_image' => 'photo.jpg', 'link_url' => 'x']);
        $link = $this->db->insert_id;
        $cell = new Cell($this->db->links, 'link_id', (string) $link, 'link_image');
        $this->assertSeen($cell, 'bike.webp', static fn (): ?string => get_bookmark($link)?->link_image);
    }

    /** @return iterable<string, array{bool, string}> autoloaded, key column */
    public static function options(): iterable
    {
        yield 'autoloaded, by name' => [true, 'option_name'];
        yield 'autoloaded, by number' => [true, 'option_id'];
        yield 'by name' => [false, 'option_name'];
        yield 'by number' => [false, 'option_id'];
    }

    /** @dataProvider options */
    public function testOptions(bool $autoload, string $keyColumn): void
    {
        add_option('picopt_test_option', 'photo.jpg', '', $autoload);
        $id = (string) $this->db->get_var("SELECT option_id FROM {$this->db->options} WHERE option_name = 'picopt_test_option'");
        $key = $keyColumn === 'option_name' ? 'picopt_test_option' : $id;
        $cell = new Cell($this->db->options, $keyColumn, $key, 'option_value');
        $this->assertSeen($cell, 'bike.webp', static fn (): mixed => get_option('picopt_test_option'));
    }

    public function testPagesArePurgedOnceEachWithWhatPageBuildersKeepOfThem(): void
    {
        $first = (int) wp_insert_post(['post_title' => 'x']);
        $second = (int) wp_insert_post(['post_title' => 'y']);
        add_post_meta($first, '_elementor_css', 'old');
        add_post_meta($first, '_elementor_element_cache', 'old');
        $meta = (int) add_post_meta($second, 'picture', 'photo.jpg');
        $heard = ['litespeed_purge_post' => [], 'cache_enabler_clear_page_cache_by_post' => [], 'picture_optimizer_purge' => []];
        foreach (array_keys($heard) as $hook) {
            add_action($hook, static function (mixed $what) use ($hook, &$heard): void {
                $heard[$hook][] = $what;
            });
        }
        $this->caches->forget(new Cell($this->db->posts, 'ID', (string) $first, 'post_content'));
        $this->caches->forget(new Cell($this->db->posts, 'ID', (string) $first, 'post_excerpt'));
        $this->caches->forget(new Cell($this->db->postmeta, 'meta_id', (string) $meta, 'meta_value'));
        $this->caches->forget(new Cell($this->db->options, 'option_name', 'blogname', 'option_value'));
        self::assertSame([], $heard['picture_optimizer_purge'], 'not before all is done');
        $this->caches->purgePages();
        self::assertSame(['litespeed_purge_post' => [$first, $second], 'cache_enabler_clear_page_cache_by_post' => [$first, $second],
            'picture_optimizer_purge' => [[$first, $second]]], $heard);
        self::assertSame(['', ''], [get_post_meta($first, '_elementor_css', true),
            get_post_meta($first, '_elementor_element_cache', true)]);
        $this->caches->purgePages();
        self::assertCount(1, $heard['picture_optimizer_purge'], 'nothing changed since');
    }

    public function testTablesOfOtherPluginsHaveNoCopies(): void
    {
        $before = $this->db->num_queries;
        $this->caches->forget(new Cell("{$this->db->prefix}a_plugins_table", 'id', '5', 'url'));
        $this->caches->purgePages();
        self::assertSame($before, $this->db->num_queries);
    }
}
