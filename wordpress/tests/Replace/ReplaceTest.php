<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Text;

final class ReplaceTest extends ReplaceTestCase
{
    public function testEverythingIsReplacedAndFound(): void
    {
        $id = $this->addPicture();
        $old = $this->url($id);
        $oldLarge = $this->url($id, 'large');
        $post = $this->post("<!-- wp:image {\"id\":{$id}} -->\n<figure class=\"wp-block-image\"><img src=\"{$oldLarge}\" alt=\"\" "
            . "class=\"wp-image-{$id}\"/></figure>\n<!-- /wp:image -->");
        add_post_meta($post, 'serialized', ['url' => $old, 'nested' => serialize(['u' => $oldLarge])]);
        add_post_meta($post, '_elementor_data', wp_slash((string) json_encode([['settings' => ['image' => ['url' => $old]]]])));
        update_option('theme_mods_test', ['header' => $old]);
        $guid = get_post($id)->guid;

        $text = new Text('A red bike', 'Red bike', 'A bike, red', 'A longer text', ['bike', 'red']);
        $outcome = $this->applied($this->change($id, 'webp', 'A red bike', $text));

        self::assertStringEndsWith('/a-red-bike.webp', $this->url($id));
        self::assertSame('image/webp', get_post_mime_type($id));
        self::assertSame($guid, get_post($id)->guid);
        self::assertSame('A red bike', get_post_meta($id, '_wp_attachment_image_alt', true));
        self::assertSame(['Red bike', 'A bike, red', 'A longer text'], [
            get_post($id)->post_title,
            get_post($id)->post_excerpt,
            get_post($id)->post_content,
        ]);
        self::assertSame(['bike', 'red'], $this->plugin->tags()->of($id));
        $content = get_post($post)->post_content;
        self::assertStringContainsString($this->url($id, 'large'), $content);
        self::assertStringContainsString(' alt="A red bike"', $content);
        self::assertStringNotContainsString('photo', $content);
        $large = $this->url($id, 'large');
        self::assertSame(
            ['url' => $this->url($id), 'nested' => serialize(['u' => $large])],
            get_post_meta($post, 'serialized', true)
        );
        self::assertSame($this->url($id), json_decode(get_post_meta($post, '_elementor_data', true))[0]->settings->image->url);
        self::assertSame(['header' => $this->url($id)], get_option('theme_mods_test'));
        self::assertGreaterThan(8, $outcome->places);
        self::assertLessThan($outcome->bytesBefore, $outcome->bytesAfter);
        foreach (Attachment::load($id)->meta['sizes'] as $size) {
            $path = dirname((string) get_attached_file($id)) . '/' . $size['file'];
            self::assertSame('image/webp', $size['mime-type']);
            self::assertSame(filesize($path), $size['filesize']);
        }
        self::assertStringContainsString('a-red-bike-300x200.webp 300w', (string) wp_get_attachment_image_srcset($id));
    }

    /** @group acceptance-A4 */
    public function testRevertLeadsBackToTheByte(): void
    {
        $id = $this->addPicture();
        $other = $this->addPicture('other.jpg', 800, 600, 2);
        $images = "<img src=\"{$this->url($id, 'large')}\" class=\"wp-image-{$id}\" alt=\"\"> and "
            . "<img src=\"{$this->url($other)}\" class=\"wp-image-{$other}\">";
        $post = $this->post($images, ['post_excerpt' => $images]);
        add_post_meta($post, 'data', ['a' => [$this->url($id), $this->url($other)]]);
        $before = $this->stateOfSite();

        $new = $this->change($id, 'webp', 'A red bike', new Text('Alt', 'Title', 'Caption', 'Description', ['one', 'two']));
        $this->applied($new);
        $this->applied($this->change($other, 'webp', 'Something else', new Text('Other alt')));
        self::assertNotEquals($before, $this->stateOfSite());
        $this->reverted($id);
        $this->reverted($other);

        self::assertSame($before, $this->stateOfSite());
        self::assertSame(OutcomeState::Unchanged, $this->replacer->revert($id)[$id]->state);
        self::assertSame($before, $this->stateOfSite());
    }

    /** @group acceptance-A5 */
    public function testOptimisingAndRevertingThreeTimesChangesNoNames(): void
    {
        add_filter('big_image_size_threshold', static fn (): int => 900);
        $id = $this->addPicture('big.jpg', 1200, 800);
        $before = $this->stateOfSite();
        $names = [];
        for ($i = 0; $i < 3; $i++) {
            $this->applied($this->change($id, 'webp', null, null, 40 + $i));
            $names[] = Attachment::load($id)->names();
            $this->reverted($id);
            self::assertSame($before, $this->stateOfSite());
        }
        self::assertSame($names[0], $names[1]);
        self::assertSame($names[1], $names[2]);
        self::assertSame('big-scaled.webp', $names[0]['full']);
        self::assertSame('big.jpg', $names[0]['original']);
    }

    public function testAFileOfTheSameNameIsReplacedInItsPlace(): void
    {
        $id = $this->addPicture();
        $before = $this->stateOfSite();
        $this->applied($this->change($id, 'jpg', null, null, 30));
        self::assertSame(array_keys($before['files']), array_keys($this->filesWithHashes()));
        $first = $this->filesWithHashes();
        $this->applied($this->change($id, 'jpg', null, null, 20));
        self::assertNotSame($first, $this->filesWithHashes());
        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testAnalyzeOnlyTouchesNoFile(): void
    {
        $id = $this->addPicture();
        $post = $this->post("<img class='wp-image-{$id}' src='{$this->url($id)}' alt=''>");
        $before = $this->stateOfSite();
        $change = new \PictureOptimizer\Replace\Change($id, '', [], null, new Text('New alt'));
        $this->applied($change);
        self::assertSame($before['files'], $this->filesWithHashes());
        self::assertStringContainsString('alt="New alt"', get_post($post)->post_content);
        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite());
    }

    /** @group acceptance-A2 */
    public function testWithoutABackupNothingIsReplaced(): void
    {
        $id = $this->addPicture();
        $change = $this->change($id);
        $before = $this->stateOfSite();
        update_option('picture_optimizer_folders', ['backups' => '/proc/nowhere'] + get_option('picture_optimizer_folders'));
        $outcome = $this->replacer->apply($change)[$id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertSame($before, $this->stateOfSite());
    }

    /** @group acceptance-A3 */
    public function testADamagedDownloadIsNotApplied(): void
    {
        $id = $this->addPicture();
        $change = $this->change($id);
        file_put_contents($change->files[1]->path, 'x', FILE_APPEND);
        $before = $this->stateOfSite();
        $outcome = $this->replacer->apply($change)[$id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('not complete', $outcome->reason);
        self::assertSame($before, $this->stateOfSite());
    }
}
