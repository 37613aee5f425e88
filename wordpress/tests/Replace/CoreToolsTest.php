<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Text;

/**
 * WordPress' own image editor and its kin, before and after us, in any order.
 *
 * @group acceptance-A13
 */
final class CoreToolsTest extends ReplaceTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        require_once ABSPATH . 'wp-admin/includes/image-edit.php';
    }

    /** Plugins that watch these values expect what WordPress gives them; some answer with nothing. */
    public function testFiltersOfWordPressAreAskedAsItAsksThem(): void
    {
        $seen = [];
        add_filter('update_attached_file', static function (string $file) use (&$seen): string {
            $seen[] = $file;
            return $file;
        });
        add_filter('wp_update_attachment_metadata', '__return_false');
        $id = $this->addPlainImage();
        $file = get_post_meta($id, '_wp_attached_file', true);
        add_post_meta($id, '_wp_attachment_metadata', ['width' => 30, 'height' => 20, 'file' => $file, 'sizes' => []]);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertSame(get_attached_file($id), end($seen));
        self::assertStringStartsWith('20', (string) get_post_meta($id, '_wp_attached_file', true));
        self::assertSame(30, wp_get_attachment_metadata($id)['width'] ?? null);
        $this->reverted($id);
    }

    /** Plugins that copy files to another storage take the name of the image's file from WordPress when they hear of new metadata. */
    public function testOtherStoragesHearOfNewFilesAndOfFormerOnes(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $before = get_post_meta($id, '_wp_attachment_metadata', true);
        $told = [];
        add_filter('wp_update_attachment_metadata', static function (array $meta, int $of) use (&$told): array {
            $told[] = [basename((string) get_attached_file($of)), basename($meta['file']), basename($meta['sizes']['medium']['file'])];
            return ['spoiled' => true] + $meta;
        }, 10, 2);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertSame([['red-bike.webp', 'red-bike.webp', 'red-bike-300x225.webp']], $told);
        $this->reverted($id);
        self::assertSame(['photo.jpg', 'photo.jpg', 'photo-300x225.jpg'], end($told));
        self::assertSame($before, get_post_meta($id, '_wp_attachment_metadata', true), 'and it is what it was');
    }

    /** One image of a batch, and the one plugin that fails at it. */
    public function testAPluginThatFailsStopsItsOwnImageOnly(): void
    {
        [$id, $other] = [$this->addPicture('photo.jpg', 400, 300), $this->addPicture('other.jpg', 400, 300, 2)];
        $post = $this->post("<img src=\"{$this->url($id)}\"><img src=\"{$this->url($other)}\">");
        $old = $this->url($id);
        add_filter('wp_update_attachment_metadata', static fn (array $meta, int $of): array
            => $of === $id ? throw new \TypeError('not my image') : $meta, 10, 2);
        add_action('clean_post_cache', static fn (int $of) => $of === $post ? throw new \Error('no cache here') : null);
        set_error_handler(static fn (int $code, string $said): bool => str_contains($said, 'no cache here'));
        try {
            $outcomes = $this->replacer->apply($this->change($id, 'webp', 'Red bike'), $this->change($other, 'webp', 'Blue bike'));
        } finally {
            restore_error_handler();
        }
        self::assertSame([OutcomeState::Failed, OutcomeState::Applied], [$outcomes[$id]->state, $outcomes[$other]->state]);
        self::assertStringContainsString('Another plugin failed while handling the new file: not my image', $outcomes[$id]->reason);
        self::assertSame($old, $this->url($id));
        self::assertSame("<img src=\"{$old}\"><img src=\"{$this->url($other)}\">", $GLOBALS['wpdb']->get_var(
            "SELECT post_content FROM {$GLOBALS['wpdb']->posts} WHERE ID = {$post}"
        ));
        self::assertSame([], $this->replacer->resume(), 'nothing is left to be done');
    }

    public function testEditRestoreExportRestoreRevert(): void
    {
        $id = $this->addPicture();
        $this->edit($id);
        $this->restoreOriginal($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $this->knownToTheQueue($id);
        $this->restoreOriginal($id);
        $this->assertWhole($id);
        $this->reverted($id);
        $this->assertWhole($id);
        self::assertStringEndsWith('.jpg', (string) get_attached_file($id));
    }

    public function testExportEditRestoreRevertRestore(): void
    {
        $id = $this->addPicture();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $this->knownToTheQueue($id);
        $this->edit($id);
        $this->assertWhole($id);
        self::assertStringContainsString('first select “Restore original image”', $this->replacer->revert($id)[$id]->reason);
        $this->restoreOriginal($id);
        $this->assertWhole($id);
        $this->reverted($id);
        $this->assertWhole($id);
        self::assertStringEndsWith('.jpg', (string) get_attached_file($id));
        wp_restore_image($id); // It has nothing to do, which WordPress calls an error.
        $this->assertWhole($id);
    }

    public function testEditExportRevertRestore(): void
    {
        $id = $this->addPicture();
        $this->edit($id);
        $edited = (string) get_attached_file($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $this->knownToTheQueue($id);
        $this->assertWhole($id);
        $this->reverted($id);
        self::assertSame($edited, get_attached_file($id));
        $this->assertWhole($id);
        $this->restoreOriginal($id);
        $this->assertWhole($id);
    }

    /** WordPress keeps the upload beside a large image, and goes on calling it the original of what was cut out of it. */
    public function testWhatWasCutAwayOfALargeImageDoesNotComeBack(): void
    {
        add_filter('big_image_size_threshold', static fn (): int => 500);
        $id = $this->addPicture();
        $upload = (string) wp_get_original_image_path($id);
        self::assertSame($upload, $this->workshop->originals->sourceFor($id)->path);
        $this->edit($id, '[{"c":{"x":50,"y":50,"w":100,"h":200}}]');
        $edited = (string) get_attached_file($id);
        self::assertSame($edited, $this->workshop->originals->sourceFor($id)->path);
        $bytes = hash_file('sha256', $edited);

        $this->applied($this->change($id, 'webp', 'Red bike'));
        $this->knownToTheQueue($id);
        self::assertSame($bytes, $this->workshop->originals->sourceFor($id)->sha256, 'once more');
        $this->reverted($id);
        self::assertSame($edited, get_attached_file($id));
        $this->assertWhole($id);
        $this->restoreOriginal($id);
        self::assertSame($upload, $this->workshop->originals->sourceFor($id)->path, 'nothing is cut away any more');
    }

    public function testRegeneratedSizesAreNamedAfterARevert(): void
    {
        $id = $this->addPicture();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, (string) get_attached_file($id)));
        $this->assertWhole($id);
        $outcome = $this->reverted($id);
        $this->assertWhole($id);
        $left = preg_grep('/^red-bike/', scandir(dirname((string) get_attached_file($id))) ?: []) ?: [];
        foreach ($left as $name) {
            self::assertStringContainsString($name, implode(' ', $outcome->notes), 'what stays is said');
        }
    }

    public function testSizesThatAreATextAreNone(): void
    {
        $id = $this->addPicture();
        $meta = wp_get_attachment_metadata($id);
        update_post_meta($id, '_wp_attachment_metadata', ['sizes' => ''] + $meta);
        $before = get_post_meta($id, '_wp_attachment_metadata', true);
        $source = $this->workshop->originals->sourceFor($id);
        $full = $this->result('full', $source->path, 1200, 800, 'webp', 60);
        $this->applied(new \PictureOptimizer\Replace\Change($id, $source->sha256, [$full], 'Red bike'));
        $this->reverted($id);
        self::assertSame($before, get_post_meta($id, '_wp_attachment_metadata', true));
    }

    public function testARevertLeavesNoTagsThatNothingHas(): void
    {
        $id = $this->addPicture('one.jpg', 400, 300, 1);
        $other = $this->addPicture('two.jpg', 400, 300, 2);
        wp_insert_term('kept by somebody', 'picture_tag');
        $this->applied($this->change($id, 'webp', null, new Text(tags: ['red', 'bike', 'kept by somebody'])));
        $this->applied($this->change($other, 'webp', null, new Text(tags: ['red'])));
        $this->reverted($id);
        $names = get_terms(['taxonomy' => 'picture_tag', 'hide_empty' => false, 'fields' => 'names']);
        sort($names);
        self::assertSame(['kept by somebody', 'red'], $names);
        $this->reverted($other);
    }

    private function edit(int $id, string $changes = '[{"r":90}]'): void
    {
        $_REQUEST = ['history' => wp_slash($changes), 'target' => 'all', 'context' => '', 'do' => 'save'];
        self::assertFalse(isset(wp_save_image($id)->error));
    }

    private function restoreOriginal(int $id): void
    {
        $result = wp_restore_image($id);
        self::assertFalse(isset($result->error), (string) ($result->error ?? ''));
    }

    /** As the queue writes it down when it has applied a result. */
    private function knownToTheQueue(int $id): void
    {
        $this->plugin->pictures()->save($id, ['status' => 'exported']);
    }

    private function assertWhole(int $id): void
    {
        clean_post_cache($id);
        $attachment = Attachment::load($id);
        foreach ($attachment->names() as $size => $name) {
            self::assertFileExists($attachment->absolute($name), (string) $size);
        }
        self::assertSame(wp_get_image_mime((string) get_attached_file($id)), get_post_mime_type($id));
        foreach ($attachment->meta['sizes'] ?? [] as $size => $data) {
            self::assertSame(wp_get_image_mime($attachment->absolute($data['file'])), $data['mime-type'], (string) $size);
        }
        foreach (get_post_meta($id, '_wp_attachment_backup_sizes', true) ?: [] as $kept) {
            self::assertFileExists($attachment->absolute($kept['file']), 'kept for going back');
        }
    }
}
