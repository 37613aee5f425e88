<?php

declare(strict_types=1);

// phpcs:disable Generic.Files.LineLength -- fixtures stand here as sites store them, in one line.

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\References\Finder;
use PictureOptimizer\References\Place;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/**
 * Everything that names a picture in a site, in the shapes of WordPress and of page builders. The builders themselves are not
 * needed: what they store is written here as they store it.
 */
final class PlacesTest extends ReplaceTestCase
{
    private int $id;

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPicture();
    }

    /**
     * Puts a text into places, replaces the picture, and expects the same text with the new URLs; after a revert, the old.
     *
     * @param callable(string, string): array<string, string> $texts Of the URLs of the full picture and its medium size.
     * @param callable(string, string): void                  $store By name.
     * @param callable(string): string                        $read  By name.
     */
    private function assertRewritten(callable $texts, callable $store, callable $read): void
    {
        $old = $texts($this->url($this->id), $this->url($this->id, 'medium'));
        array_map($store, array_keys($old), $old);
        $outcome = $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame([], array_filter($outcome->notes, static fn (string $note): bool => str_contains($note, 'alone')));
        self::assertStringContainsString('red-bike', $this->url($this->id));
        $new = $texts($this->url($this->id), $this->url($this->id, 'medium'));
        foreach ($new as $name => $text) {
            self::assertSame($text, $read($name), $name);
        }
        $this->reverted($this->id);
        foreach ($old as $name => $text) {
            self::assertSame($text, $read($name), "{$name}, reverted");
        }
    }

    /** @group acceptance-B2 */
    public function testBlocksAndShortcodes(): void
    {
        $posts = [];
        $id = $this->id;
        $this->assertRewritten(
            static fn (string $full, string $small): array => [
                'image' => "<!-- wp:image {\"id\":{$id},\"linkDestination\":\"media\"} -->\n<figure class=\"wp-block-image\"><a href=\"{$full}\">"
                    . "<img src=\"{$small}\" alt=\"Mine\" class=\"wp-image-{$id}\"/></a></figure>\n<!-- /wp:image -->",
                'cover' => "<!-- wp:cover {\"url\":\"{$full}\",\"id\":{$id},\"alt\":\"Mine\"} -->\n<div class=\"wp-block-cover\">"
                    . "<img class=\"wp-block-cover__image-background wp-image-{$id}\" alt=\"Mine\" src=\"{$full}\"/></div>\n<!-- /wp:cover -->",
                'gallery' => "<!-- wp:gallery --><figure class=\"wp-block-gallery\"><!-- wp:image {\"id\":{$id}} --><figure><img src=\"{$small}\" "
                    . "alt=\"x\" class=\"wp-image-{$id}\" data-full-url=\"{$full}\"/></figure><!-- /wp:image --></figure><!-- /wp:gallery -->",
                'media-text' => "<!-- wp:media-text {\"mediaId\":{$id},\"mediaLink\":\"{$full}\",\"mediaType\":\"image\"} --><div>"
                    . "<figure style=\"background-image:url({$full});background-position:50%\"></figure></div><!-- /wp:media-text -->",
                'group' => '<!-- wp:group {"style":{"background":{"backgroundImage":{"url":"' . $full . "\",\"id\":{$id}}}}} -->"
                    . '<div class="wp-block-group"></div><!-- /wp:group -->',
                'escaped' => '<!-- wp:acme/card {"html":"\u003cimg src=\u0022' . $small . '\u0022 alt=\u0022a\u002d\u002db\u0022\u003e"} /-->',
                'video poster' => "<video poster=\"{$full}\" src=\"x.mp4\"></video>",
                'classic' => "[caption id=\"attachment_{$id}\"]<a href=\"{$full}\"><img src=\"{$small}\" srcset=\"{$small} 300w, {$full} 1200w\"></a>[/caption]",
                'Divi' => "[et_pb_section background_image=\"{$full}\"][et_pb_image src=\"{$small}\" _builder_version=\"4.16\"][/et_pb_section]",
                'WPBakery' => "[vc_row css=\".vc_custom_1{background-image: url({$full}?id={$id}) !important;}\"][vc_raw_html]"
                    . base64_encode(rawurlencode("<p><img src=\"{$small}\"></p>")) . '[/vc_raw_html][/vc_row]',
            ],
            function (string $name, string $text) use (&$posts): void {
                $posts[$name] = $this->post($text, ['post_excerpt' => "See {$text}"]);
            },
            static function (string $name) use (&$posts): string {
                $post = get_post($posts[$name]);
                self::assertSame("See {$post->post_content}", $post->post_excerpt);
                return $post->post_content;
            }
        );
    }

    /** @group acceptance-B2 */
    public function testMetaOfPageBuildersFieldsAndShops(): void
    {
        $post = $this->post('');
        $id = $this->id;
        $this->assertRewritten(
            static fn (string $full, string $small): array => [
                '_elementor_data' => (string) json_encode([['id' => '1a', 'settings' => ['ratio' => 1.0, 'image' => ['url' => $full, 'id' => $id],
                    'editor' => "<p><img src=\"{$small}\"></p>"], 'elements' => []]]),
                '_fl_builder_data' => serialize(['n1' => (object) ['node' => 'n1', 'settings' => (object) [
                    'photo' => $id, 'photo_src' => $full, 'data' => (object) ['sizes' => (object) ['medium' => (object) ['url' => $small]]]]]]),
                '_bricks_page_content_2' => serialize([['id' => 'x', 'name' => 'image', 'settings' => ['image' => ['id' => $id, 'url' => $full]]]]),
                'acf_id' => (string) $id,
                'acf_url' => $full,
                'acf_array' => serialize(['ID' => $id, 'url' => $full, 'sizes' => ['medium' => $small, 'medium-width' => 300]]),
                '_product_image_gallery' => "12,{$id},99",
                '_yoast_wpseo_opengraph-image' => $full,
                'oembed' => "<blockquote>{$full}</blockquote>",
                'nested' => serialize([serialize([serialize(['deep' => $small])]), json_encode(['url' => $full])]),
                'double_json' => (string) json_encode(['a' => json_encode(['b' => json_encode(['url' => $full])])]),
                'base64' => base64_encode("<a href='{$full}'>x</a>"),
                'serialized in JSON' => (string) json_encode(['settings' => serialize(['url' => $full, 'json' => json_encode([$small])])]),
                'media object' => (string) json_encode([['id' => $id, 'filename' => basename($full), 'url' => $full, 'title' => 'photo']]),
                'copied metadata' => serialize(['file' => _wp_relative_upload_path(str_replace(content_url('uploads/'), '', $full)),
                    'sizes' => ['medium' => ['file' => basename($small), 'width' => 300]]]),
            ],
            static function (string $key, string $text) use ($post): void {
                global $wpdb;
                $wpdb->insert($wpdb->postmeta, ['post_id' => $post, 'meta_key' => $key, 'meta_value' => $text]);
            },
            static function (string $key) use ($post): string {
                global $wpdb;
                return (string) $wpdb->get_var($wpdb->prepare(
                    "SELECT meta_value FROM {$wpdb->postmeta} WHERE post_id = %d AND meta_key = %s",
                    $post,
                    $key
                ));
            }
        );
    }

    /** @group acceptance-B2 */
    public function testOtherAddressesOfTheSite(): void
    {
        add_filter('picture_optimizer_upload_urls', static fn (): array => ['https://cdn.example.net/media', '//img.example.net', '', null, 'x']);
        $posts = [];
        $this->assertRewritten(
            static function (string $full, string $small): array {
                $texts = [];
                foreach (['https://cdn.example.net/media', '//img.example.net', 'http:\/\/cdn.example.net\/media'] as $base) {
                    $put = static fn (string $url): string => str_replace(wp_get_upload_dir()['baseurl'], $base, $url);
                    $texts[$base] = "<img src=\"{$put($full)}\" srcset=\"{$put($small)} 300w\"> {$full} https://other.example.net/media/photo.jpg";
                }
                return $texts;
            },
            function (string $name, string $text) use (&$posts): void {
                $posts[$name] = $this->post($text);
            },
            static function (string $name) use (&$posts): string {
                return get_post($posts[$name])->post_content;
            }
        );
    }

    /** A name alone says nothing; it is listed, so that people can look. */
    public function testANameWithoutFolderIsListedAndStays(): void
    {
        global $wpdb;
        $post = $this->post('<p>photo.jpg</p>');
        $alone = add_post_meta($post, 'alone', 'photo.jpg');
        $other = add_post_meta($post, 'other', ['name' => 'photo-300x200.jpg', 'url' => 'https://other.example.com/photo.jpg']);
        $places = $this->places();
        self::assertSame([Finder::NAME_ONLY], $places["{$wpdb->postmeta} {$alone} meta_value"]);
        self::assertSame([Finder::NAME_ONLY], $places["{$wpdb->postmeta} {$other} meta_value"]);
        self::assertCount(2, $places);
        $before = get_post_meta($post);
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame($before, get_post_meta($post));
    }

    /** @group acceptance-B2 */
    public function testOptionsWidgetsTermsUsersCommentsLinks(): void
    {
        global $wpdb;
        $term = wp_insert_term('A term', 'category')['term_id'];
        $comment = wp_insert_comment(['comment_post_ID' => 1, 'comment_content' => 'x']);
        $wpdb->insert($wpdb->links, ['link_url' => 'https://example.com', 'link_name' => 'x', 'link_rss' => '']);
        $link = $wpdb->insert_id;
        $cells = [
            'widget' => [$wpdb->options, 'option_value', ['option_name' => 'widget_block']],
            'theme mods' => [$wpdb->options, 'option_value', ['option_name' => 'theme_mods_x']],
            'transient' => [$wpdb->options, 'option_value', ['option_name' => '_transient_x']],
            'term' => [$wpdb->term_taxonomy, 'description', ['term_id' => $term]],
            'term meta' => [$wpdb->termmeta, 'meta_value', ['term_id' => $term, 'meta_key' => 'x']],
            'comment' => [$wpdb->comments, 'comment_content', ['comment_ID' => $comment]],
            'comment meta' => [$wpdb->commentmeta, 'meta_value', ['comment_id' => $comment, 'meta_key' => 'x']],
            'user' => [$wpdb->users, 'user_url', ['ID' => 1]],
            'user meta' => [$wpdb->usermeta, 'meta_value', ['user_id' => 1, 'meta_key' => 'picture']],
            'link' => [$wpdb->links, 'link_image', ['link_id' => $link]],
        ];
        $this->assertRewritten(
            static fn (string $full, string $small): array => [
                'widget' => serialize([2 => ['content' => "<!-- wp:html --><img src=\"{$small}\"><!-- /wp:html -->"], '_multiwidget' => 1]),
                'theme mods' => serialize(['header_image' => $full, 'header_image_data' => (object) ['url' => $full], 'x' => false]),
                'transient' => "<img src='{$full}'>",
                'term' => "A <img src=\"{$small}\">",
                'term meta' => $full,
                'comment' => "<a href=\"{$full}\">x</a>",
                'comment meta' => $full,
                'user' => $full,
                'user meta' => serialize(['avatar' => $small]),
                'link' => $full,
            ],
            static function (string $name, string $text) use ($cells, $wpdb): void {
                [$table, $column, $where] = $cells[$name];
                $rows = $wpdb->update($table, [$column => $text], $where);
                $rows === 1 || $wpdb->insert($table, [$column => $text] + $where);
            },
            static function (string $name) use ($cells, $wpdb): string {
                [$table, $column, $where] = $cells[$name];
                $conditions = implode(' AND ', array_map(static fn (string $key): string => "{$key} = %s", array_keys($where)));
                $sql = "SELECT {$column} FROM {$table} WHERE {$conditions}";
                return (string) $wpdb->get_var($wpdb->prepare($sql, ...array_values($where)));
            }
        );
    }

    /** @group acceptance-B3 */
    public function testPostsOfEveryStatusAndType(): void
    {
        register_post_status('in-review');
        $posts = [];
        $kinds = [
            'draft' => ['post_status' => 'draft'],
            'private' => ['post_status' => 'private'],
            'scheduled' => ['post_status' => 'future', 'post_date' => '2099-01-01 00:00:00'],
            'custom status' => ['post_status' => 'in-review'],
            'trash' => ['post_status' => 'trash'],
            'reusable block' => ['post_type' => 'wp_block'],
            'template' => ['post_type' => 'wp_template'],
            'template part' => ['post_type' => 'wp_template_part'],
            'navigation' => ['post_type' => 'wp_navigation'],
            'global styles' => ['post_type' => 'wp_global_styles'],
            'custom CSS' => ['post_type' => 'custom_css'],
            'unknown type' => ['post_type' => 'acme_thing'],
        ];
        $this->assertRewritten(
            static fn (string $full, string $small): array => array_fill_keys(array_keys($kinds), "<a href=\"{$full}\"><img src=\"{$small}\"></a>"),
            function (string $name, string $text) use ($kinds, &$posts): void {
                global $wpdb;
                $posts[$name] = $this->post('x', array_diff_key($kinds[$name], ['post_type' => 1]));
                $wpdb->update($wpdb->posts, ['post_content' => $text] + $kinds[$name], ['ID' => $posts[$name]]);
                clean_post_cache($posts[$name]);
            },
            static function (string $name) use (&$posts): string {
                return get_post($posts[$name])->post_content;
            }
        );
    }

    /** @group acceptance-B3 */
    public function testRevisionsAreListedAndStay(): void
    {
        $post = $this->post("<img src=\"{$this->url($this->id)}\">");
        wp_update_post(['ID' => $post, 'post_content' => "<img src=\"{$this->url($this->id)}\"> more"]);
        $revision = array_values(wp_get_post_revisions($post))[0];
        $found = $this->places();
        self::assertContains('revision', $found["{$GLOBALS['wpdb']->posts} {$revision->ID} post_content"]);
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        clean_post_cache($revision->ID);
        self::assertSame($revision->post_content, get_post($revision->ID)->post_content);

        wp_restore_post_revision($revision->ID);
        self::assertStringContainsString($this->url($this->id), get_post($post)->post_content);
        self::assertStringNotContainsString('photo', get_post($post)->post_content);
    }

    /** Featured Image from URL makes attachments whose path is an address, which can be that of an image of this site. */
    public function testAnAttachmentThatIsOnlyAnAddressIsFollowed(): void
    {
        $fake = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'From elsewhere']);
        $url = $this->url($this->id, 'medium');
        update_post_meta($fake, '_wp_attached_file', $url);
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame($this->url($this->id, 'medium'), get_post_meta($fake, '_wp_attached_file', true));
        $this->reverted($this->id);
        self::assertSame($url, get_post_meta($fake, '_wp_attached_file', true));
    }

    public function testTheFinderListsEveryPlaceWithItsKind(): void
    {
        global $wpdb;
        $url = $this->url($this->id);
        $post = $this->post("<img src=\"{$url}\">");
        set_post_thumbnail($post, $this->id);
        add_post_meta($post, '_product_image_gallery', "1,{$this->id}");
        $json = add_post_meta($post, 'json', wp_slash((string) json_encode(['u' => $url])));
        $serialized = add_post_meta($post, 'serialized', [$url]);
        $unknown = add_post_meta($post, 'unknown', 'x');
        $wpdb->update(
            $wpdb->postmeta,
            ['meta_value' => 'O:4:"Acme":1:{s:1:"u";s:' . strlen($url) . ":\"{$url}\";}"],
            ['meta_id' => $unknown]
        );
        $places = $this->places();
        self::assertSame(['html'], $places["{$wpdb->posts} {$post} post_content"]);
        self::assertSame(['json'], $places["{$wpdb->postmeta} {$json} meta_value"]);
        self::assertSame(['serialized'], $places["{$wpdb->postmeta} {$serialized} meta_value"]);
        self::assertSame(['unknown class Acme'], $places["{$wpdb->postmeta} {$unknown} meta_value"]);
        self::assertCount(2, array_keys($places, ['id'], true));
        self::assertCount(6, $places);
    }

    public function testTablesOfPluginsAreSearchedThroughAFilter(): void
    {
        global $wpdb;
        add_filter('picture_optimizer_reference_tables', static fn (array $tables): array => [
            ...$tables,
            ['table' => $wpdb->prefix . 'picopt_changes', 'key' => 'id', 'columns' => ['edits']],
            ['table' => 'not; a table', 'key' => 'id', 'columns' => ['x']],
            ['table' => 'not_there', 'key' => 'id', 'columns' => ['x']],
        ]);
        $wpdb->insert($wpdb->prefix . 'picopt_changes', ['tbl' => 'x', 'edits' => $this->url($this->id)]);
        self::assertArrayHasKey("{$wpdb->prefix}picopt_changes {$wpdb->insert_id} edits", $this->places());
    }

    /** @return array<string, list<string>> Kinds by "table key column". */
    private function places(): array
    {
        $places = [];
        foreach ($this->plugin->finder()->find($this->id) as $place) {
            self::assertInstanceOf(Place::class, $place);
            $places["{$place->table} {$place->key} {$place->column}"][] = $place->kind;
        }
        return $places;
    }
}
