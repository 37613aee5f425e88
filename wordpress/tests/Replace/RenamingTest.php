<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\OutcomeState;

/**
 * Plugins rename files of the Media Library: on the disk, in the metadata, and in content.
 *
 * @group acceptance-A4
 */
final class RenamingTest extends ReplaceTestCase
{
    private int $id;
    private int $post;

    protected function setUp(): void
    {
        parent::setUp();
        add_filter('big_image_size_threshold', static fn (): int => 500);
        $this->id = $this->addPicture('photo.jpg', 900, 600);
        $this->post = $this->post("<img src=\"{$this->url($this->id, 'medium')}\"><a href=\"{$this->url($this->id)}\">large</a>");
    }

    /** As Media File Renamer does, the upload that WordPress keeps included. */
    private function rename(string $stem): void
    {
        global $wpdb;
        $image = Attachment::load($this->id);
        $meta = $image->meta;
        $from = pathinfo($image->names()['full'], PATHINFO_FILENAME);
        $renamed = static fn (string $name): string => $stem . '-' . str_replace($from, 'x', $name);
        foreach (array_unique($image->existing()) as $name) {
            rename($image->absolute($name), $image->absolute($renamed($name)));
            $wpdb->query($wpdb->prepare("UPDATE {$wpdb->posts} SET post_content = REPLACE(post_content, %s, %s)", $name, $renamed($name)));
        }
        $meta['file'] = $image->relative($renamed(basename($meta['file'])));
        $meta['original_image'] = $renamed($meta['original_image']);
        foreach ($meta['sizes'] as $size => $data) {
            $meta['sizes'][$size]['file'] = $renamed($data['file']);
        }
        update_post_meta($this->id, '_wp_attached_file', $meta['file']);
        update_post_meta($this->id, '_wp_attachment_metadata', $meta);
        wp_cache_flush();
    }

    /** As plugins with folders on the disk do. */
    private function move(string $folder): void
    {
        global $wpdb;
        $image = Attachment::load($this->id);
        wp_mkdir_p(Attachment::uploads() . "/{$folder}");
        foreach (array_unique($image->existing()) as $name) {
            $wpdb->query($wpdb->prepare(
                "UPDATE {$wpdb->posts} SET post_content = REPLACE(post_content, %s, %s)",
                "/{$image->relative($name)}",
                "/{$folder}/{$name}"
            ));
            rename($image->absolute($name), Attachment::uploads() . "/{$folder}/{$name}");
        }
        update_post_meta($this->id, '_wp_attached_file', "{$folder}/" . basename($image->file));
        update_post_meta($this->id, '_wp_attachment_metadata', ['file' => "{$folder}/" . basename($image->file)] + $image->meta);
        wp_cache_flush();
    }

    /** Whether all that the image and its page name is there. */
    private function assertWhole(): void
    {
        $image = Attachment::load($this->id);
        foreach ($image->names() as $size => $name) {
            self::assertFileExists($image->absolute($name), $size);
        }
        preg_match_all('~/uploads/([^"]+)~', (string) get_post($this->post)->post_content, $named);
        foreach ($named[1] as $path) {
            self::assertFileExists(Attachment::uploads() . "/{$path}");
        }
    }

    /** @return iterable<string, array{bool}> whether it is optimized once more afterward */
    public static function times(): iterable
    {
        yield 'once' => [false];
        yield 'twice' => [true];
    }

    /** @dataProvider times */
    public function testAnImageThatWasMovedToAnotherFolderSinceStaysThereUnderItsFormerNames(bool $again): void
    {
        $image = Attachment::load($this->id);
        $names = $image->names();
        $bytes = array_map(static fn (string $name): string => hash_file('sha256', $image->absolute($name)), $names);
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $between = Attachment::fresh($this->id)->file;
        $this->move('2026/albums');
        $again && $this->applied($this->change($this->id, 'avif'));
        self::assertSame([], $this->reverted($this->id)->notes);
        $live = Attachment::fresh($this->id);
        self::assertSame(['2026/albums', $names], [$live->folder(), $live->names()]);
        self::assertSame($bytes, array_map(static fn (string $name): string => hash_file('sha256', $live->absolute($name)), $names));
        $there = array_map('basename', glob(Attachment::uploads() . '/2026/albums/*'));
        self::assertEqualsCanonicalizing(array_values(array_unique($names)), $there, 'nothing else is left there');
        self::assertSame([], array_filter(array_map($image->absolute(...), $names), is_file(...)), 'nor where it was');
        $this->assertWhole();
        $old = $this->plugin->redirects()->resolve([$image->file, $between]);
        self::assertSame([$live->file, $live->file], array_column($old, 'path'), 'all names lead there');
    }

    /** Its former names are reserved where it was, not where it is now: another image there can even show the same. */
    public function testAMovedImageTakesNoNameOfAnotherOne(): void
    {
        $before = Attachment::load($this->id);
        $name = $before->names()['full'];
        $upload = (string) file_get_contents($before->absolute($name));
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->move('2026/albums');
        $path = Attachment::uploads() . "/2026/albums/{$name}";
        wp_insert_attachment(['post_title' => 'x', 'post_mime_type' => 'image/jpeg'], $path);
        imagejpeg(imagecreatefromstring($upload), $path, 40);
        foreach ([(string) file_get_contents($path), $upload] as $theirs) {
            file_put_contents($path, $theirs);
            $state = $this->stateOfSite();
            $outcome = $this->replacer->revert($this->id)[$this->id];
            self::assertStringContainsString('used by another file', $outcome->reason);
            self::assertSame($state, $this->stateOfSite());
        }
    }

    public function testTheWayBackOfAMovedImageGoesOnWhereverItWasBroken(): void
    {
        $names = Attachment::load($this->id)->names();
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->move('2026/albums');
        self::assertSame(2, $this->revertInPieces('_wp_attached_file', givesUp: true));
        $live = Attachment::fresh($this->id);
        self::assertSame(['2026/albums', $names, $live->file], [$live->folder(), $live->names(), $live->meta['file']]);
        $this->assertWhole();
    }

    public function testTheWayBackOfARenamedImageGoesOnWhereItWasBroken(): void
    {
        $before = $this->stateOfSite();
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->rename('holiday');
        self::assertSame(1, $this->revertInPieces('_wp_attachment_metadata'));
        self::assertSame($before, $this->stateOfSite());
    }

    /**
     * Fails where each new value is about to be written for the first time.
     *
     * @param bool $givesUp Whether it is asked for once more each time, as after too many attempts.
     * @return int how often
     */
    private function revertInPieces(string $meta, bool $givesUp = false): int
    {
        $broken = [];
        add_filter('update_post_metadata', static function (mixed $check, int $id, string $key, mixed $value) use (&$broken, $meta): mixed {
            if ($key === $meta && !in_array($value, $broken, true)) {
                $broken[] = $value;
                throw new \RuntimeException('Killed.');
            }
            return $check;
        }, 10, 4);
        for ($times = 0; $this->replacer->revert($this->id)[$this->id]->state !== OutcomeState::Reverted;) {
            self::assertLessThan(4, ++$times);
            $givesUp && $GLOBALS['wpdb']->update("{$GLOBALS['wpdb']->prefix}picopt_replacements", ['state' => 'abandoned'], [
                'attachment_id' => $this->id,
                'state' => 'reverting',
            ]);
        }
        return count($broken);
    }

    public function testAnImageThatWasRenamedBetweenTwoReplacementsGoesBackToItsFirstNames(): void
    {
        $before = $this->stateOfSite();
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->rename('holiday');
        $this->applied($this->change($this->id, 'avif'));
        self::assertSame([], $this->reverted($this->id)->notes);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testFilesThatWereRenamedSinceGoBackAndLeaveNothing(): void
    {
        $before = $this->stateOfSite();
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->rename('holiday');
        $live = Attachment::load($this->id);
        self::assertSame([], $this->reverted($this->id)->notes);
        self::assertSame($before, $this->stateOfSite());
        self::assertNotSame([], $this->plugin->redirects()->resolve([$live->file]), 'the name between leads there, too');
    }

    /** As Phoenix Media Rename does: the file is renamed, and WordPress makes its sizes anew. */
    public function testSizesThatWereMadeAnewUnderTheNewNameGoToo(): void
    {
        $before = $this->stateOfSite();
        $live = $this->renamedWithSizesMadeAnew();
        self::assertSame([], $this->reverted($this->id)->notes);
        self::assertFileDoesNotExist($live->absolute($live->names()['medium']));
        self::assertSame($before, $this->stateOfSite());
    }

    public function testWhereTheFormerFilesCannotComeBackEverySizeIsStillThere(): void
    {
        $before = $this->stateOfSite();
        $upload = Attachment::load($this->id)->absolute(Attachment::load($this->id)->names()['full']);
        $this->renamedWithSizesMadeAnew();
        self::assertFileDoesNotExist($upload);
        copy($this->makeJpeg(500, 333, 9), $upload); // Another one's.
        $outcome = $this->replacer->revert($this->id)[$this->id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertStringContainsString('used by another file', $outcome->reason);
        $image = Attachment::load($this->id);
        foreach ($image->names() as $size => $name) {
            self::assertFileExists($image->absolute($name), $size);
        }
        unlink($upload);
        self::assertSame([], $this->reverted($this->id)->notes);
        self::assertSame($before, $this->stateOfSite());
    }

    private function renamedWithSizesMadeAnew(): Attachment
    {
        $image = Attachment::load($this->id);
        $shown = array_map(
            static fn (array $size): \GdImage => imagecreatefromjpeg($image->absolute($size['file'])),
            $image->meta['sizes']
        );
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->rename('holiday');
        $live = Attachment::load($this->id);
        foreach ($live->meta['sizes'] as $name => $size) {
            isset($shown[$name]) && imagewebp($shown[$name], $live->absolute($size['file']), 90);
        }
        return $live;
    }

    public function testASizeThatShowsSomethingElseSinceIsNotTakenForOurs(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->rename('holiday');
        $live = Attachment::load($this->id);
        $medium = $live->absolute($live->names()['medium']);
        $bytes = (string) file_get_contents($this->makeJpeg(300, 200, 9));
        file_put_contents($medium, $bytes);
        $this->reverted($this->id);
        self::assertSame($bytes, file_get_contents($medium), 'it stays');
        self::assertSame('photo-scaled.jpg', basename(Attachment::load($this->id)->file));
    }

    /** As Phoenix Media Rename leaves it where it fails on the way. */
    public function testANameThatNoFileHasIsNobodys(): void
    {
        $before = $this->stateOfSite();
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $full = Attachment::load($this->id)->absolute(basename((string) get_attached_file($this->id)));
        rename($full, dirname($full) . '/holiday.webp');
        update_post_meta($this->id, '_wp_attached_file', 'holiday');
        self::assertSame([], $this->reverted($this->id)->notes);
        unlink(dirname($full) . '/holiday.webp');
        self::assertSame($before, $this->stateOfSite());
    }

    public function testARenamedFileThatIsNotOursAnyMoreIsLeftAlone(): void
    {
        $this->applied($this->change($this->id, 'webp', 'Red bike'));
        $this->rename('holiday');
        copy($this->makeJpeg(900, 600, 9), (string) get_attached_file($this->id));
        $before = $this->stateOfSite();
        $outcome = $this->replacer->revert($this->id)[$this->id];
        self::assertSame(OutcomeState::Failed, $outcome->state);
        self::assertSame($before, $this->stateOfSite());
    }
}
