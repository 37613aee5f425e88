<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/** @group acceptance-B5 */
final class SavedTextsTest extends ReplaceTestCase
{
    public function testAPostThatWasOpenInTheEditorIsSavedWithTodaysNames(): void
    {
        $id = $this->addPicture();
        $old = "<!-- wp:image {\"id\":{$id}} --><figure><img src=\"{$this->url($id, 'medium')}\" alt=\"\\\"\" class=\"wp-image-{$id}\"/>"
            . "</figure><!-- /wp:image --> C:\\path";
        $post = $this->post($old);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        // The editor still holds the old text, and somebody has written a word.
        $request = new \WP_REST_Request('POST', "/wp/v2/posts/{$post}");
        $request->set_param('content', "{$old} One word.");
        self::assertSame(200, rest_do_request($request)->get_status());
        $expected = str_replace('photo-300x200.jpg', 'red-bike-300x200.webp', "{$old} One word.");
        self::assertSame($expected, get_post($post)->post_content);
    }

    public function testPageBuilderDataAndOptionsAreSavedWithTodaysNames(): void
    {
        $id = $this->addPicture();
        $url = $this->url($id);
        $post = $this->post('x');
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $now = $this->url($id);
        update_post_meta($post, '_elementor_data', wp_slash((string) json_encode(['image' => ['url' => $url]])));
        update_post_meta($post, 'array', ['url' => $url, 'x' => 1.5]);
        update_option('theme_mods_y', ['header' => $url, 'flag' => true]);
        update_option('plain_option', $url);
        self::assertSame($now, json_decode(get_post_meta($post, '_elementor_data', true))->image->url);
        self::assertSame(['url' => $now, 'x' => 1.5], get_post_meta($post, 'array', true));
        self::assertSame(['header' => $now, 'flag' => true], get_option('theme_mods_y'));
        self::assertSame($now, get_option('plain_option'));
    }

    public function testAfterARevertTheNewerNamesAreLedBack(): void
    {
        $id = $this->addPicture();
        $url = $this->url($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $newer = $this->url($id);
        $this->reverted($id);
        self::assertSame("<img src=\"{$url}\">", get_post($this->post("<img src=\"{$newer}\">"))->post_content);
        self::assertSame("<img src=\"{$url}\">", get_post($this->post("<img src=\"{$url}\">"))->post_content);
    }

    public function testANewUploadDoesNotTakeAFormerName(): void
    {
        $id = $this->addPicture();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertFileDoesNotExist(Attachment::load($id)->absolute('photo.jpg'));
        $other = $this->addPicture('photo.jpg', 400, 300, 5);
        self::assertStringEndsWith('/photo-1.jpg', $this->url($other));
    }

    /** A picture that came under an old name past WordPress is the one that is meant. */
    public function testANameThatIsInUseAgainIsNotMapped(): void
    {
        $id = $this->addPicture();
        $url = $this->url($id);
        $file = Attachment::load($id)->file;
        $this->applied($this->change($id, 'webp', 'Red bike'));
        wp_insert_attachment(['post_mime_type' => 'image/jpeg'], Attachment::uploads() . "/{$file}");
        self::assertSame("<img src=\"{$url}\">", get_post($this->post("<img src=\"{$url}\">"))->post_content);
    }

    /** @group acceptance-B15 */
    public function testStaleSavesOfEveryKindAreLedToTodaysNames(): void
    {
        global $wpdb;
        $id = $this->addPicture();
        $url = $this->url($id);
        $wpdb->insert($wpdb->terms, ['name' => 'Of a plugin that is gone', 'slug' => 'gone']); // A term's two numbers differ.
        $term = wp_insert_term('A term', 'category')['term_id'];
        $post = $this->post('x');
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $now = $this->url($id);
        $object = (object) ['image' => $url, 'deep' => (object) ['list' => [$url]], 'n' => 1];
        $expected = (object) ['image' => $now, 'deep' => (object) ['list' => [$now]], 'n' => 1];

        wp_update_term($term, 'category', ['description' => "See {$url} it's here"]);
        self::assertSame("See {$now} it's here", get_term($term)->description);
        $comment = wp_insert_comment(['comment_post_ID' => $post, 'comment_content' => "<img src=\"{$url}\">"]);
        self::assertSame("<img src=\"{$now}\">", get_comment($comment)->comment_content);
        wp_update_comment(wp_slash(['comment_ID' => $comment, 'comment_content' => "Again {$url}"]));
        self::assertSame("Again {$now}", get_comment($comment)->comment_content);
        foreach (['term' => $term, 'user' => 1, 'comment' => $comment, 'post' => $post] as $type => $owner) {
            add_metadata($type, $owner, 'picture_url', wp_slash($url));
            self::assertSame($now, get_metadata($type, $owner, 'picture_url', true), $type);
            update_metadata($type, $owner, 'picture_array', ['a' => [$url, 7]]);
            update_metadata($type, $owner, 'picture_array', ['a' => [$url, 8]]);
            self::assertSame(['a' => [$now, 8]], get_metadata($type, $owner, 'picture_array', true), $type);
            update_metadata($type, $owner, 'picture_object', $object);
            self::assertEquals($expected, get_metadata($type, $owner, 'picture_object', true), $type);
        }
        add_option('new_option', ['x' => $url]);
        self::assertSame(['x' => $now], get_option('new_option'));
        update_option('option_with_objects', [$object]);
        self::assertEquals([$expected], get_option('option_with_objects'));
        update_option('_private_option', $url);
        self::assertSame($now, get_option('_private_option'));
        set_theme_mod('picture_mod', $object);
        self::assertEquals($expected, get_theme_mod('picture_mod'));
        update_option('widget_picture_text', [2 => ['text' => "<img src=\"{$url}\">"], '_multiwidget' => 1]);
        self::assertSame("<img src=\"{$now}\">", get_option('widget_picture_text')[2]['text']);
    }
}
