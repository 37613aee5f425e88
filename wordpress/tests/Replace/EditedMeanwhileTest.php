<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Text;

/**
 * Somebody edits an image in another request while it is being replaced. This process does not hear of it: what it remembers is old.
 *
 * @group acceptance-A13
 */
final class EditedMeanwhileTest extends StepsTestCase
{
    private const EDITED = 'photo-e1700000000000.png';

    /** @return iterable<string, array{string}> */
    public static function steps(): iterable
    {
        foreach (['backup', 'stage', 'names', 'swap', 'describe', 'metadata', 'references', 'verify', 'retire'] as $step) {
            yield $step => [$step];
        }
    }

    /** @dataProvider steps */
    public function testAnEditInTheImageEditorStays(string $step): void
    {
        $old = $this->bytes('photo.png');
        $url = $this->url($this->id);
        $post = $this->post("<img src=\"{$url}\">");
        $this->when($step, fn () => $this->crop());
        $outcome = $this->replacer->apply($this->change($this->id, 'webp', 'Red bike'))[$this->id];
        self::assertFalse($outcome->ok(), $outcome->reason);
        wp_cache_flush();
        $attachment = Attachment::load($this->id);
        self::assertSame(
            [self::EDITED, 'medium of the edit', 'image/png'],
            [basename($attachment->file), $attachment->names()['medium'] ?? '', get_post_mime_type($this->id)]
        );
        self::assertSame([self::EDITED, 'photo.png'], $this->files(), 'and no file of ours');
        self::assertSame(['edited', $old], [$this->bytes(self::EDITED), $this->bytes('photo.png')]);
        self::assertSame("<img src=\"{$url}\">", get_post($post)?->post_content);
        self::assertSame([], $this->replacer->resume(), 'nothing is left to be done');
    }

    public function testAnEditOfOurFileKeepsItsType(): void
    {
        $this->when('verify', function (): void {
            file_put_contents("{$this->folder}/red-bike-e1700000000000.webp", 'edited');
            $file = _wp_relative_upload_path("{$this->folder}/red-bike-e1700000000000.webp");
            $this->meta('_wp_attached_file', $file);
            $this->meta('_wp_attachment_metadata', serialize(['width' => 20, 'height' => 20, 'file' => $file, 'sizes' => []]));
        });
        self::assertSame(OutcomeState::Changed, $this->replacer->apply($this->change($this->id, 'webp', 'Red bike'))[$this->id]->state);
        wp_cache_flush();
        self::assertSame(
            ['red-bike-e1700000000000.webp', 'image/webp'],
            [basename(Attachment::load($this->id)->file), get_post_mime_type($this->id)]
        );
    }

    public function testAFileThatWasOverwrittenIsNotOverwrittenAgain(): void
    {
        $this->when('names', fn () => file_put_contents("{$this->folder}/photo.png", 'another upload of this name'));
        $outcome = $this->replacer->apply($this->change($this->id, 'png'))[$this->id];
        self::assertSame(OutcomeState::Changed, $outcome->state, $outcome->reason);
        self::assertStringContainsString('Optimize it again', $outcome->reason);
        self::assertSame('another upload of this name', $this->bytes('photo.png'));
        self::assertSame([], $this->replacer->resume());
    }

    public function testAnOldFileThatWasOverwrittenIsNotDeleted(): void
    {
        $this->when('verify', fn () => file_put_contents("{$this->folder}/photo.png", 'another upload of this name'));
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        self::assertSame(['photo.png', 'red-bike.webp'], $this->files());
        self::assertSame('another upload of this name', $this->bytes('photo.png'));
    }

    public function testATextThatSomebodyWroteMeanwhileStays(): void
    {
        add_post_meta($this->id, '_wp_attachment_image_alt', 'old');
        $write = fn () => $this->meta('_wp_attachment_image_alt', 'written by hand');
        $text = new Text('ours');
        foreach ([$this->change($this->id, 'webp', 'Red bike', $text), new Change($this->id, '', text: $text)] as $change) {
            $this->meta('_wp_attachment_image_alt', 'old');
            $this->when('describe', $write);
            self::assertSame(OutcomeState::Changed, $this->replacer->apply($change)[$this->id]->state);
            wp_cache_flush();
            self::assertSame('written by hand', get_post_meta($this->id, '_wp_attachment_image_alt', true));
            self::assertSame(['photo.png'], $this->files());
        }
    }

    public function testWhatThisProcessRemembersOfTheImageDoesNotCount(): void
    {
        $change = $this->change($this->id, 'webp', 'Red bike');
        Attachment::load($this->id);
        $this->crop();
        $outcome = $this->replacer->apply($change)[$this->id];
        self::assertStringContainsString('changed after it was sent', $outcome->reason);
        wp_cache_flush();
        self::assertSame(self::EDITED, basename(Attachment::load($this->id)->file));
    }

    public function testAPluginThatTakesItsTimeWithNewMetadataHidesNoEdit(): void
    {
        add_filter('wp_update_attachment_metadata', function (array $meta): array {
            $this->crop();
            return $meta;
        });
        self::assertSame(OutcomeState::Changed, $this->replacer->apply($this->change($this->id, 'webp', 'Red bike'))[$this->id]->state);
        wp_cache_flush();
        self::assertSame('medium of the edit', Attachment::load($this->id)->names()['medium']);
        self::assertSame([self::EDITED, 'photo.png'], $this->files());
    }

    /** Once, as soon as a step is written down. */
    private function when(string $step, callable $act): void
    {
        $isDone = false;
        add_action('picture_optimizer_step', static function (string $now) use ($step, $act, &$isDone): void {
            if ($now === $step && !$isDone) {
                $isDone = true;
                $act();
            }
        });
    }

    /** As the image editor leaves it, seen from another process: in the database and on the disk, and in no cache of this one. */
    private function crop(): void
    {
        file_put_contents("{$this->folder}/" . self::EDITED, 'edited');
        $file = _wp_relative_upload_path("{$this->folder}/" . self::EDITED);
        $this->meta('_wp_attached_file', $file);
        $this->meta('_wp_attachment_metadata', serialize(['width' => 20, 'height' => 20, 'file' => $file,
            'sizes' => ['medium' => ['file' => 'medium of the edit', 'width' => 10, 'height' => 10, 'mime-type' => 'image/png']]]));
        $this->meta('_wp_attachment_backup_sizes', serialize(['full-orig' => ['file' => 'photo.png', 'width' => 30, 'height' => 20]]));
    }

    private function meta(string $key, string $value): void
    {
        global $wpdb;
        $row = ['post_id' => $this->id, 'meta_key' => $key];
        $count = "SELECT COUNT(*) FROM {$wpdb->postmeta} WHERE post_id = %d AND meta_key = %s";
        $wpdb->get_var($wpdb->prepare($count, ...array_values($row))) ? $wpdb->update($wpdb->postmeta, ['meta_value' => $value], $row)
            : $wpdb->insert($wpdb->postmeta, $row + ['meta_value' => $value]);
    }
}
