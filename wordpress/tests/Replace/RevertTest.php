<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Plugin;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Text;

/** Three-way: what nobody touched is restored to the byte, what others wrote stays, and conflicts are told. */
final class RevertTest extends ReplaceTestCase
{
    /**
     * A copy of the site in the same database, as WP Staging makes it, or a site whose tables were renamed: the journal names tables
     * of before, which are another site's now.
     */
    public function testTablesOfAFormerPrefixAreLeftAloneAndTodaysAreReverted(): void
    {
        global $wpdb;
        $id = $this->addPicture();
        update_option('slides', ['first' => $this->url($id)]);
        $this->post("<img src=\"{$this->url($id, 'large')}\">");
        $before = $this->stateOfSite();
        $this->applied($this->change($id, 'webp', 'Red bike', new Text('A red bike')));
        $journal = "{$wpdb->prefix}picopt_changes";
        $length = strlen($wpdb->prefix) + 1;
        $wpdb->query("UPDATE {$journal} SET tbl = CONCAT('live_', SUBSTRING(tbl, {$length}))");
        $asked = [];
        add_filter('query', static function (string $query) use (&$asked): string {
            str_contains($query, '`live_') && $asked[] = $query;
            return $query;
        });
        $replacer = (new Plugin($this->plugin->file))->replacement()->replacer;
        self::assertSame(OutcomeState::Reverted, $replacer->revert($id)[$id]->state);
        self::assertSame([], $asked);
        self::assertSame($before, $this->stateOfSite());
        self::assertSame('0', $wpdb->get_var("SELECT COUNT(*) FROM {$journal} WHERE tbl LIKE 'live%'"));
    }

    public function testAnEditedPostKeepsTheEditAndGetsTheOldUrlsBack(): void
    {
        $id = $this->addPicture();
        $old = "<p>Before</p><img src=\"{$this->url($id, 'large')}\" class=\"wp-image-{$id}\" alt=\"\">";
        $post = $this->post($old);
        $this->applied($this->change($id, 'webp', 'Red bike', new Text('A red bike')));
        $edited = str_replace('Before', 'Edited since', get_post($post)->post_content);
        wp_update_post(wp_slash(['ID' => $post, 'post_content' => $edited]));
        $this->reverted($id);
        self::assertSame(str_replace('Before', 'Edited since', $old), get_post($post)->post_content);
    }

    /** Social networks are shown one copy of an AVIF, whichever size they were shown before; each goes back to its own. */
    public function testSizesThatBecameOneFileAreToldApartAlsoInAValueOfSeveralImages(): void
    {
        [$one, $two] = [$this->addPicture('one-bike.jpg'), $this->addPicture('two-bikes.jpg')];
        $option = ['twitter_image' => $this->url($one, 'medium'), 'other' => $this->url($two), 'og_image' => $this->url($one),
            'home' => ['facebook_image' => $this->url($one, 'large'), 'og_image' => $this->url($two, 'medium')]];
        $post = wp_insert_post(['post_title' => 'x', 'post_status' => 'publish']);
        add_post_meta($post, 'seo', wp_slash((string) wp_json_encode($option)));
        update_option('my_seo', $option);
        $this->replacer->apply($this->change($one, 'avif'), $this->change($two, 'avif'));
        self::assertStringEndsWith('one-bike-social.jpg', get_option('my_seo')['twitter_image']);
        $this->reverted($one);
        self::assertSame($option['twitter_image'], get_option('my_seo')['twitter_image']);
        self::assertStringEndsWith('two-bikes.avif', get_option('my_seo')['other']);
        $this->reverted($two);
        self::assertSame($option, get_option('my_seo'));
        self::assertSame($option, json_decode(get_post_meta($post, 'seo', true), true));
    }

    public function testAPostThatUsesThePictureOnlySinceThenIsLedBackToo(): void
    {
        $id = $this->addPicture();
        $old = $this->url($id, 'medium');
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $post = $this->post("<img src=\"{$this->url($id, 'medium')}\">");
        $this->reverted($id);
        self::assertSame("<img src=\"{$old}\">", get_post($post)->post_content);
    }

    /**
     * @testWith ["https", "new.example.org"]
     *           ["http", "a-much-longer-name.of-another-host.example"]
     */
    public function testASiteThatMovedToAnotherAddressIsLedBackThere(string $scheme, string $host): void
    {
        $id = $this->addPicture();
        $old = ['image' => $this->url($id, 'large'), 'nested' => serialize([$this->url($id)]), 'json' => wp_json_encode([$this->url($id)])];
        $post = $this->post("<p>Before</p><img src=\"{$old['image']}\" class=\"wp-image-{$id}\">");
        update_option('a_builder', $old);
        $before = get_post($post)->post_content;
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $moved = fn (string $text): string => str_replace(home_url(), "{$scheme}://{$host}", $text);
        $movedValue = function (array $value) use ($moved): array {
            $nested = array_map($moved, unserialize($value['nested']));
            $json = array_map($moved, json_decode($value['json'], true));
            return ['image' => $moved($value['image']), 'nested' => serialize($nested), 'json' => wp_json_encode($json)];
        };
        $expected = [$moved($before), $movedValue($old)];
        // What a search and replace of the database does, with the addresses of the site.
        wp_update_post(wp_slash(['ID' => $post, 'post_content' => $moved(get_post($post)->post_content)]));
        update_option('a_builder', $movedValue(get_option('a_builder')));
        $address = static fn (): string => "{$scheme}://{$host}";
        add_filter('option_home', $address);
        add_filter('option_siteurl', $address);
        add_filter('upload_dir', $uploads = static fn (array $dir): array => array_merge($dir, [
            'baseurl' => "{$scheme}://{$host}/wp-content/uploads",
            'url' => "{$scheme}://{$host}/wp-content/uploads{$dir['subdir']}",
        ]));
        try {
            $this->reverted($id);
        } finally {
            remove_filter('option_home', $address);
            remove_filter('option_siteurl', $address);
            remove_filter('upload_dir', $uploads);
        }
        self::assertSame($expected, [get_post($post)->post_content, get_option('a_builder')]);
        delete_option('a_builder');
    }

    public function testOfTwoPicturesInOneCellOnlyTheRevertedOneGoesBack(): void
    {
        $first = $this->addPicture('first.jpg', 700, 500, 1);
        $second = $this->addPicture('second.jpg', 700, 500, 2);
        [$oldFirst, $oldSecond] = [$this->url($first), $this->url($second)];
        $post = $this->post('x');
        add_post_meta($post, 'both', ['a' => $oldFirst, 'b' => serialize([$oldSecond])]);
        $before = $this->stateOfSite();
        $this->replacer->apply($this->change($first, 'webp', 'One'), $this->change($second, 'webp', 'Two and longer'));
        $this->reverted($first);
        $expected = ['a' => $oldFirst, 'b' => serialize([$this->url($second)])];
        self::assertSame($expected, get_post_meta($post, 'both', true));
        $this->reverted($second);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testTextThatAPersonWroteSinceStaysAndIsTold(): void
    {
        $id = $this->addPicture();
        $this->applied($this->change($id, 'webp', 'Red bike', new Text('Ours', 'Our title', null, null, ['ours'])));
        wp_update_post(['ID' => $id, 'post_title' => 'Theirs']);
        wp_set_object_terms($id, ['theirs'], 'picture_tag');
        $outcome = $this->reverted($id);
        self::assertSame('Theirs', get_post($id)->post_title);
        self::assertSame(['theirs'], $this->plugin->tags()->of($id));
        self::assertFalse(metadata_exists('post', $id, '_wp_attachment_image_alt'));
        self::assertCount(2, $outcome->notes);
        self::assertStringContainsString('post_title has been edited since', implode(' ', $outcome->notes));
    }

    public function testKeysThatOtherPluginsKeepInTheMetadataStay(): void
    {
        $id = $this->addPicture();
        $before = wp_get_attachment_metadata($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $meta = wp_get_attachment_metadata($id);
        wp_update_attachment_metadata($id, ['other_plugin' => ['x' => 1]] + $meta);
        $this->reverted($id);
        self::assertEquals(['other_plugin' => ['x' => 1]] + $before, wp_get_attachment_metadata($id));
    }

    public function testWhatOthersChangeDeepInTheMetadataStaysAndOursGoes(): void
    {
        $id = $this->addPicture();
        $before = wp_get_attachment_metadata($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $meta = wp_get_attachment_metadata($id);
        self::assertNotSame($before['image_meta']['orientation'], $meta['image_meta']['orientation']);
        $meta['image_meta']['resized_images'] = ['500x300_c'];
        wp_update_attachment_metadata($id, $meta);
        $this->reverted($id);
        $before['image_meta']['resized_images'] = ['500x300_c'];
        self::assertSame($before, wp_get_attachment_metadata($id));
    }

    /**
     * As page builders keep a whole page in one value.
     *
     * @dataProvider structures
     * @group acceptance-B14
     */
    public function testAltsThatWereFilledInGoOutOfAStructureThatOtherPicturesAreIn(callable $write): void
    {
        $first = $this->addPicture('first.jpg', 700, 500, 1);
        $second = $this->addPicture('second.jpg', 700, 500, 2);
        $html = "<img class=\"wp-image-{$first}\" src=\"{$this->url($first, 'medium')}\" alt=\"\">"
            . "<img class=\"wp-image-{$second}\" src=\"{$this->url($second, 'medium')}\" alt=\"\">";
        $post = $this->post('x');
        add_post_meta($post, 'page', wp_slash($write($html)));
        $this->post('<!-- wp:acme/layout ' . serialize_block_attributes(['data' => $write($html)]) . ' /-->');
        $before = $this->stateOfSite();
        $this->replacer->apply(
            $this->change($first, 'webp', 'One', new Text('“One” & only')),
            $this->change($second, 'webp', 'Two', new Text('Two'))
        );
        self::assertStringContainsString('Two', (string) wp_json_encode(get_post_meta($post, 'page', true)));
        $this->reverted($first);
        $half = (string) wp_json_encode(get_post_meta($post, 'page', true));
        self::assertStringNotContainsString('only', $half);
        self::assertStringContainsString('Two', $half);
        $this->reverted($second);
        self::assertSame($before, $this->stateOfSite());
    }

    /** @return iterable<string, array{callable(string): mixed}> */
    public static function structures(): iterable
    {
        yield 'array' => [static fn (string $html): array => ['widgets' => [['text' => $html]]]];
        yield 'objects' => [static fn (string $html): array => ['n' => (object) ['settings' => (object) ['text' => $html]]]];
        yield 'JSON' => [static fn (string $html): string => (string) json_encode([['settings' => ['editor' => $html]]])];
        yield 'JSON in an array' => [static fn (string $html): array => ['data' => (string) json_encode([['editor' => $html]])]];
        yield 'an array in an array' => [static fn (string $html): array => ['data' => serialize(['editor' => $html])]];
    }

    public function testWhatWasSaidOfTheReplacementIsNotSaidOfTheRevert(): void
    {
        $id = $this->addPicture();
        add_post_meta($this->post('x'), 'alone', ['photo.jpg']);
        self::assertNotSame([], $this->applied($this->change($id, 'webp', 'Red bike'))->notes);
        self::assertSame([], $this->reverted($id)->notes);
    }

    public function testAPictureThatSomethingElseReplacedSinceIsNotTouched(): void
    {
        $id = $this->addPicture();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $upload = wp_upload_bits('theirs.jpg', null, (string) file_get_contents($this->makeJpeg(300, 200, 9)));
        update_attached_file($id, $upload['file']);
        $before = $this->stateOfSite();
        $outcome = $this->replacer->revert($id)[$id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('Something else has replaced', $outcome->reason);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testAFormerNameThatAnotherFileTookIsNotOverwritten(): void
    {
        $id = $this->addPicture();
        $old = Attachment::load($id)->absolute('photo.jpg');
        $this->applied($this->change($id, 'webp', 'Red bike'));
        file_put_contents($old, 'somebody else');
        $outcome = $this->replacer->revert($id)[$id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertSame('somebody else', file_get_contents($old));
        self::assertFileExists((string) get_attached_file($id));
        unlink($old);
        $this->reverted($id);
    }

    /** @group acceptance-A6 */
    public function testAPictureWithTextOnlyCanBeReverted(): void
    {
        $id = $this->addPicture();
        $before = $this->stateOfSite();
        $this->applied(new \PictureOptimizer\Replace\Change($id, '', [], null, new Text('Alt', 'Title')));
        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testABatchIsRevertedAtOnce(): void
    {
        $ids = [$this->addPicture('a.jpg', 400, 300, 1), $this->addPicture('b.jpg', 400, 300, 2), $this->addPicture('c.jpg', 400, 300, 3)];
        $this->post(implode('', array_map(fn (int $id): string => "<img src=\"{$this->url($id)}\">", $ids)));
        $before = $this->stateOfSite();
        $this->replacer->apply(...array_map(fn (int $id) => $this->change($id, 'webp', "New {$id}"), $ids));
        self::assertSame($ids, $this->workshop->journal->revertible());
        $outcomes = $this->replacer->revert(...$ids);
        self::assertSame(['reverted'], array_values(array_unique(array_column(array_column($outcomes, 'state'), 'value'))));
        self::assertSame($before, $this->stateOfSite());
    }

    public function testRevertWorksAfterDeactivationAndActivation(): void
    {
        $id = $this->addPicture();
        $before = $this->stateOfSite();
        $this->applied($this->change($id, 'webp', 'Red bike', new Text('Alt', tags: ['x'])));
        $this->plugin->lifecycle()->deactivate();
        unregister_taxonomy('picture_tag');
        $this->plugin->lifecycle()->activate();
        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite());
    }
}
