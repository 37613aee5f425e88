<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Hooks;

/** Plugins fire WordPress' hooks by hand, and databases hold what WordPress would not write: neither ends in an error of ours. */
final class ForeignHooksTest extends TestCase
{
    /** What we listen to for every post, with whatever somebody may tell. */
    private const HOOKS = ['clean_post_cache', 'clean_attachment_cache', 'delete_attachment', 'attachment_updated', 'added_post_meta',
        'updated_post_meta', 'update_post_meta', 'delete_post_meta', 'deleted_post_meta', 'pre_get_posts', 'added_term_meta',
        'updated_user_meta', 'created_term', 'edited_term', 'wp_insert_comment', 'edit_comment', 'added_option'];

    private const FILTERS = ['wp_generate_attachment_metadata', 'wp_update_attachment_metadata', 'pre_update_option',
        'attachment_url_to_postid'];

    protected function setUp(): void
    {
        parent::setUp();
        foreach ([...self::HOOKS, ...self::FILTERS] as $hook) {
            remove_all_filters($hook);
        }
        $this->plugin->register();
        $this->plugin->chronicle()->register();
    }

    /** @group acceptance-F3 */
    public function testAPostWhoseMetaHasNoKeyCanBeDeleted(): void
    {
        $db = $this->plugin->db();
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_status' => 'inherit'], '2026/11/keyless.jpg');
        $db->query("INSERT INTO {$db->postmeta} (post_id, meta_key, meta_value) VALUES ({$id}, NULL, 'left by an import')");
        self::assertTrue(delete_metadata_by_mid('post', $db->insert_id));
        $db->query("INSERT INTO {$db->postmeta} (post_id, meta_key, meta_value) VALUES ({$id}, NULL, 'left by an import')");
        self::assertInstanceOf(\WP_Post::class, wp_delete_attachment($id, true));
    }

    /** @return iterable<string, array{list<mixed>}> */
    public static function told(): iterable
    {
        yield 'nothing' => [[]];
        yield 'null' => [[null]];
        yield 'a number alone' => [['7']];
        yield 'a number and nulls' => [[7, null, null, null]];
        yield 'words' => [['x', 'y', 'z', 'w']];
        yield 'no' => [[false]];
        yield 'objects' => [[(object) [], (object) [], (object) [], (object) []]];
    }

    /**
     * @dataProvider told
     * @param list<mixed> $told
     */
    public function testWhateverIsToldByHandIsBorne(array $told): void
    {
        foreach (self::HOOKS as $hook) {
            do_action($hook, ...$told);
        }
        foreach (self::FILTERS as $filter) {
            self::assertSame('kept', apply_filters($filter, 'kept', ...$told));
        }
    }

    public function testWhatFitsIsHeardAsPhpConvertsIt(): void
    {
        $heard = [];
        $hear = Hooks::on(static function (int $id, string $key, ?\WP_Post $post = null, mixed ...$more) use (&$heard): void {
            $heard[] = [$id, $key, $post, $more];
        });
        foreach ([['12', 5], [12.0, 'a', null, 'b', 'c'], ['x', 'a'], [1], [1, 'a', 'no post'], [1, ['a']]] as $told) {
            $hear(...$told);
        }
        self::assertSame([[12, '5', null, []], [12, 'a', null, ['b', 'c']]], $heard);
        $longer = Hooks::onTexts(static fn (string $text, int $by): string => str_repeat($text, $by));
        self::assertSame(['aa', 'a', 'a', null, 3], [$longer('a', '2'), $longer('a'), $longer('a', null), $longer(), $longer(3, 2)]);
    }
}
