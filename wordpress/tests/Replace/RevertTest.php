<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Text;

/** Three-way: what nobody touched is restored to the byte, what others wrote stays, and conflicts are told. */
final class RevertTest extends ReplaceTestCase
{
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

    public function testAPostThatUsesThePictureOnlySinceThenIsLedBackToo(): void
    {
        $id = $this->addPicture();
        $old = $this->url($id, 'medium');
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $post = $this->post("<img src=\"{$this->url($id, 'medium')}\">");
        $this->reverted($id);
        self::assertSame("<img src=\"{$old}\">", get_post($post)->post_content);
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
        self::assertStringContainsString('post_title was edited since', implode(' ', $outcome->notes));
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

    public function testAPictureThatSomethingElseReplacedSinceIsNotTouched(): void
    {
        $id = $this->addPicture();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $upload = wp_upload_bits('theirs.jpg', null, (string) file_get_contents($this->makeJpeg(300, 200, 9)));
        update_attached_file($id, $upload['file']);
        $before = $this->stateOfSite();
        $outcome = $this->replacer->revert($id)[$id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('replaced by something else', $outcome->reason);
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
