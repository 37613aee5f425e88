<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Replace\Change;

/** What WordPress knows about the new files. */
final class MetadataTest extends ReplaceTestCase
{
    public function testAScaledPictureKeepsItsLargeOriginal(): void
    {
        add_filter('big_image_size_threshold', static fn (): int => 900);
        $id = $this->addPicture('big.jpg', 1200, 800);
        $original = (string) wp_get_original_image_path($id);
        self::assertStringEndsWith('big-scaled.jpg', (string) get_attached_file($id));
        self::assertSame(hash_file('sha256', $original), $this->workshop->originals->sourceFor($id)->sha256);
        $post = $this->post("<a href=\"{$this->url($id)}\"></a><a href=\"" . wp_get_original_image_url($id) . '"></a>');
        $before = $this->stateOfSite();
        $served = array_diff(Attachment::load($id)->existing(), ['big.jpg']);
        $bytes = array_sum(array_map(static fn (string $name): int => filesize(dirname($original) . "/{$name}"), $served));
        $outcome = $this->applied($this->change($id, 'webp', 'Large thing'));
        self::assertSame($bytes, $outcome->bytesBefore, 'what no page shows is no saving and no cost');
        self::assertLessThan($bytes, $outcome->bytesAfter);
        self::assertStringEndsWith('/large-thing.webp', $this->url($id));
        self::assertSame($original, wp_get_original_image_path($id));
        self::assertFileExists($original);
        self::assertStringContainsString('/large-thing.webp', get_post($post)->post_content);
        self::assertStringContainsString('/big.jpg', get_post($post)->post_content);
        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testBreakpointsAreOfferedToBrowsers(): void
    {
        $id = $this->addPicture('photo.jpg', 1200, 800);
        $change = $this->change($id, 'webp', 'Red bike');
        $source = $this->workshop->originals->sourceFor($id)->path;
        $files = [
            ...$change->files,
            $this->result('breakpoint-480', $source, 480, 320, 'webp', 60),
            $this->result('breakpoint-900', $source, 900, 600, 'webp', 60),
        ];
        $this->applied(new Change($id, $change->originalSha256, $files, 'Red bike'));
        $srcset = (string) wp_get_attachment_image_srcset($id);
        self::assertStringContainsString('red-bike-480x320.webp 480w', $srcset);
        self::assertStringContainsString('red-bike-900x600.webp 900w', $srcset);
        $image = "<img src=\"{$this->url($id, 'large')}\" class=\"wp-image-{$id} size-large\" width=\"1024\" height=\"683\">";
        $html = wp_filter_content_tags($image);
        self::assertStringContainsString('480w', $html);
        $before = array_keys($this->filesWithHashes());
        $this->reverted($id);
        self::assertSame([], array_intersect(array_keys($this->filesWithHashes()), preg_grep('/red-bike/', $before)));
    }

    /** As “Modern Image Formats” of WordPress' performance team keeps them, for the image and for each size. */
    public function testOtherFormatsOfTheFormerFileAreNotShownForTheNewOne(): void
    {
        $id = $this->addPicture('photo.jpg', 1200, 800);
        $meta = wp_get_attachment_metadata($id);
        $sources = static fn (string $stem): array => ['image/jpeg' => ['file' => "{$stem}.jpg", 'filesize' => 9],
            'image/webp' => ['file' => "{$stem}-jpg.webp", 'filesize' => 7]];
        $meta['sources'] = $sources('photo');
        $meta['sizes']['medium']['sources'] = $sources('photo-300x200');
        wp_update_attachment_metadata($id, $meta);
        file_put_contents($other = Attachment::load($id)->absolute('photo-jpg.webp'), 'theirs');
        $before = $this->stateOfSite();
        $this->applied($this->change($id, 'avif', 'Red bike'));
        $now = wp_get_attachment_metadata($id);
        self::assertArrayNotHasKey('sources', $now);
        self::assertArrayNotHasKey('sources', $now['sizes']['medium']);
        self::assertFileExists($other);
        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testASizeThatWasNotMadeKeepsItsFile(): void
    {
        $id = $this->addPicture('photo.jpg', 1200, 800);
        $change = $this->change($id, 'webp', 'Red bike');
        $files = array_values(array_filter($change->files, static fn ($file): bool => $file->name !== 'medium'));
        $medium = $this->url($id, 'medium');
        $post = $this->post("<img src=\"{$medium}\"><img src=\"{$this->url($id)}\">");
        $this->applied(new Change($id, $change->originalSha256, $files, 'Red bike'));
        self::assertSame($medium, $this->url($id, 'medium'));
        self::assertFileExists(Attachment::load($id)->absolute('photo-300x200.jpg'));
        self::assertSame("<img src=\"{$medium}\"><img src=\"{$this->url($id)}\">", get_post($post)->post_content);
        self::assertSame('image/jpeg', Attachment::load($id)->meta['sizes']['medium']['mime-type']);
        $this->reverted($id);
    }

    /** @group acceptance-C1 */
    /**
     * WordPress' own lie on their side then; what was not made is shown by a larger one.
     *
     * @group acceptance-A12
     */
    public function testOfAnImageThatWasTurnedOnlyUprightSizesAreKnown(): void
    {
        $id = $this->addPicture('photo.jpg', 1200, 800);
        $before = $this->stateOfSite();
        $change = $this->change($id, 'webp', 'Red bike');
        $source = $this->workshop->originals->sourceFor($id)->path;
        $files = [$this->result('full', $source, 800, 1200, 'webp', 60), $this->result('thumbnail', $source, 150, 150, 'webp', 60)];
        $this->applied(new Change($id, $change->originalSha256, $files, 'Red bike'));
        $meta = Attachment::load($id)->meta;
        self::assertSame([800, 1200, ['thumbnail']], [$meta['width'], $meta['height'], array_keys($meta['sizes'])]);
        self::assertStringEndsWith('red-bike.webp', $this->url($id, 'medium'));
        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testNobodyTurnsAnUprightPictureAgain(): void
    {
        $id = $this->addPicture('photo.jpg', 600, 400);
        $meta = wp_get_attachment_metadata($id);
        $meta['image_meta']['orientation'] = '6';
        wp_update_attachment_metadata($id, $meta);
        $this->applied($this->change($id));
        self::assertSame('1', wp_get_attachment_metadata($id)['image_meta']['orientation']);
        $this->reverted($id);
        self::assertSame('6', wp_get_attachment_metadata($id)['image_meta']['orientation']);
    }

    public function testFeaturedPicturesAndGalleriesByIdGoOnWorking(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $post = $this->post("[gallery ids=\"{$id}\"]");
        set_post_thumbnail($post, $id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertStringContainsString('red-bike', get_the_post_thumbnail($post));
        self::assertStringContainsString('red-bike', gallery_shortcode(['ids' => (string) $id, 'id' => $post]));
        $this->reverted($id);
    }

    /** @group acceptance-F2 */
    public function testAttachmentsThatShareAFileFollowIt(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $copy = wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'Übersetzt'], (string) get_attached_file($id));
        wp_update_attachment_metadata($copy, wp_get_attachment_metadata($id));
        $before = $this->stateOfSite();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertSame($this->url($id, 'medium'), $this->url($copy, 'medium'));
        self::assertSame('image/webp', get_post_mime_type($copy));
        self::assertSame('Übersetzt', get_post($copy)->post_title);
        self::assertFileExists((string) get_attached_file($copy));
        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testAPictureThatIsNotOnThisServerIsRefused(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        update_post_meta($id, '_wp_attached_file', 's3://bucket/photo.jpg');
        $outcome = $this->replacer->apply(new Change($id, str_repeat('0', 64)))[$id];
        self::assertStringContainsString('not in the uploads folder', $outcome->reason);
    }
}
