<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Plugin;

/**
 * A drop-in has put a class of its own in the place of wpdb: Query Monitor's, LudicrousDB, HyperDB. Rows come by wpdb's methods then.
 *
 * @group acceptance-B2
 * @group acceptance-B13
 */
final class DatabaseDropInTest extends ReplaceTestCase
{
    private \wpdb $before;
    private string $table;

    protected function setUp(): void
    {
        $this->before = $GLOBALS['wpdb'];
        // Before the transaction, which that would end.
        $this->table = "{$this->before->prefix}dropin_cards";
        $this->before->query("CREATE TABLE {$this->table} (name VARCHAR(100), place VARCHAR(20), body TEXT, PRIMARY KEY (name, place))");
        parent::setUp();
        $GLOBALS['wpdb'] = new class ($GLOBALS['wpdb']) extends \wpdb {
            public bool $asksPrimary = false;

            public function __construct(\wpdb $of)
            {
                // The same connection, with the transaction of the test.
                foreach (get_object_vars($of) as $name => $value) {
                    $this->$name = $value;
                }
                $this->dbh = $of->dbh;
                $this->result = null;
            }

            /** As HyperDB and LudicrousDB have it. */
            public function send_reads_to_masters(): void // phpcs:ignore PSR1.Methods.CamelCapsMethodName -- theirs
            {
                $this->asksPrimary = true;
            }
        };
        $this->plugin = new Plugin(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php');
        $this->workshop = $this->plugin->replacement();
        $this->replacer = $this->workshop->replacer;
    }

    protected function tearDown(): void
    {
        $GLOBALS['wpdb'] = $this->before;
        parent::tearDown();
        $this->before->query("DROP TABLE {$this->table}");
    }

    public function testACopyThatIsBehindIsNotAsked(): void
    {
        global $wpdb;
        $id = $this->addPlainImage();
        self::assertFalse($wpdb->asksPrimary, 'nor anybody else’s pages slowed');
        $this->replacer->revert($id);
        self::assertTrue($wpdb->asksPrimary);
    }

    public function testEveryPlaceIsFoundAndGoesBack(): void
    {
        global $wpdb;
        $id = $this->addPicture('photo.jpg', 400, 300);
        $url = $this->url($id);
        $post = $this->post("<img class=\"wp-image-{$id}\" src=\"{$url}\">", ['post_excerpt' => "<a href=\"{$url}\">x</a>"]);
        add_post_meta($post, 'hero', ['url' => $url]);
        wp_insert_comment(['comment_post_ID' => $post, 'comment_content' => $url]);
        update_option('my_header', ['url' => $url]);
        $wpdb->insert($this->table, ['name' => $url, 'place' => 'top', 'body' => "<img src=\"{$url}\">"]);
        $values = fn (): array => [
            $wpdb->get_row("SELECT post_content, post_excerpt FROM {$wpdb->posts} WHERE ID = {$post}", ARRAY_A),
            $wpdb->get_col("SELECT meta_value FROM {$wpdb->postmeta} WHERE post_id = {$post} AND meta_key = 'hero'"),
            $wpdb->get_col("SELECT comment_content FROM {$wpdb->comments} WHERE comment_post_ID = {$post}"),
            $wpdb->get_col("SELECT option_value FROM {$wpdb->options} WHERE option_name = 'my_header'"),
            $wpdb->get_row("SELECT name, body FROM {$this->table}", ARRAY_A),
        ];
        $before = $values();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $after = serialize($values());
        self::assertStringNotContainsString('photo.jpg', $after);
        self::assertSame(7, substr_count($after, 'red-bike.webp'));
        $this->reverted($id);
        self::assertSame($before, $values());
    }
}
