<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Delivery\AutoSizes;
use PictureOptimizer\Health\Leaving;
use PictureOptimizer\Health\SiteHealth;
use PictureOptimizer\Media\Details;
use PictureOptimizer\Media\Library;
use PictureOptimizer\Settings\RowLinks;

/** Other plugins, and WordPress itself, hand on what no documentation promises: no page may die of that. */
final class OtherPluginsTest extends TestCase
{
    private const PLUGIN = 'picture-optimizer/picture-optimizer.php';

    protected function setUp(): void
    {
        parent::setUp();
        $plugin = $this->plugin;
        $this->freshStatuses()->register();
        (new Library($plugin->pictures(), $plugin->statuses(), $plugin->acceptedTypes()))->register();
        (new Details($plugin->statuses(), $plugin->history(), $plugin->acceptedTypes()))->register();
        (new RowLinks($plugin->file))->register();
        (new Leaving($plugin->file, $plugin->lastingNames(), $plugin->redirects()))->register();
        (new SiteHealth($plugin->checks(), $plugin->connection(), $plugin->pictures(), $plugin->replacer()))->register();
        AutoSizes::register();
    }

    /** @return iterable<string, array{string, list<mixed>}> filter, what comes after the value */
    public static function filters(): iterable
    {
        $names = ['wp_get_attachment_image_attributes', 'wp_content_img_tag', 'manage_media_columns', 'bulk_actions-upload',
            'ajax_query_attachments_args', 'cron_schedules', 'site_status_tests', 'debug_information', 'picture_optimizer_capability',
            'plugin_action_links_' . self::PLUGIN,
            'network_admin_plugin_action_links_' . self::PLUGIN, 'wpseo_opengraph_image'];
        $more = ['the_posts' => [new \WP_Query()], 'wp_unique_filename' => ['.jpg', '/tmp', null, [], ''],
            'wp_calculate_image_srcset_meta' => [[1, 1], '', 1], 'wp_generate_attachment_metadata' => [1, 'create'],
            'wp_update_attachment_metadata' => [1], 'render_block_core/gallery' => [['attrs' => []], null], 'wpmu_drop_tables' => [1],
            'admin_post_thumbnail_html' => [1, null], 'posts_clauses' => [new \WP_Query()], 'pre_update_option' => ['some_option', ''],
            'media_row_actions' => [new \WP_Post((object) ['ID' => 1]), false],
            'attachment_fields_to_edit' => [new \WP_Post((object) ['ID' => 1])],
            'wp_prepare_attachment_for_js' => [new \WP_Post((object) ['ID' => 1]), false],
            'handle_bulk_actions-upload' => ['picopt_optimize', []]];
        foreach (array_fill_keys($names, []) + $more as $name => $arguments) {
            yield $name => [$name, $arguments];
        }
    }

    /**
     * @dataProvider filters
     * @param list<mixed> $more
     */
    public function testWhatIsNotOursPassesThrough(string $filter, array $more): void
    {
        self::assertNotFalse(has_filter($filter));
        foreach ([null, false, 0, new \WP_Error('other', 'of another plugin')] as $value) {
            self::assertSame($value, apply_filters($filter, $value, ...$more));
        }
    }

    public function testAnImageWithoutMetadataHasNoSrcsetAndBreaksNoPage(): void
    {
        $id = wp_insert_attachment(['post_mime_type' => 'image/svg+xml', 'post_title' => 'logo'], '2020/01/logo.svg');
        self::assertFalse(wp_get_attachment_metadata($id));
        self::assertFalse(wp_get_attachment_image_srcset($id));
        self::assertStringContainsString('logo.svg', wp_get_attachment_image($id));
    }

    public function testOlderVersionsOfAReplacingPluginSayNoImage(): void
    {
        $this->expectNotToPerformAssertions();
        do_action('enable-media-replace-upload-done', 'https://example.test/new.jpg', 'https://example.test/old.jpg');
        do_action('updated_post_meta', null, 1, 'a_key', 'a value');
        do_action('added_post_meta', null, 1, 'a_key', 'a value');
    }
}
