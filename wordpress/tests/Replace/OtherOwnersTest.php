<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Files\Attachment;

/**
 * Other attachments that have a file of an image, or nearly: each keeps what is its own.
 *
 * @group acceptance-B11
 * @group acceptance-A13
 */
final class OtherOwnersTest extends ReplaceTestCase
{
    /**
     * The database takes these for the same text, the disk does not: they are two files.
     *
     * @testWith ["Photo.jpg"]
     *           ["phóto.jpg"]
     *           ["photo.JPG"]
     */
    public function testNamesThatTheDatabaseTakesForOneAreTwoImages(string $name): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300, 1);
        $other = $this->addOwner($name);
        $before = $this->knownOf($other);

        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertSame($before, $this->knownOf($other));
        $this->reverted($id);
        self::assertSame($before, $this->knownOf($other));

        $this->applied($this->change($other, 'webp', 'Blue bike'));
        self::assertStringEndsWith('/photo.jpg', $this->url($id));
        self::assertFileExists((string) get_attached_file($id));
    }

    /** On macOS and Windows, and on their shares, both names are one file; here a second link to it takes the place of such a disk. */
    public function testANameInAnotherCaseIsTheSameFileWhereTheDiskTakesItForThat(): void
    {
        $id = $this->addPicture('Photo.jpg', 400, 300, 1);
        $file = (string) get_attached_file($id);
        link($file, dirname($file) . '/photo.jpg');
        $other = $this->addOwner('photo.jpg', dirname($file) . '/photo.jpg');

        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertFileExists($file, 'the file of the other attachment');
        $this->reverted($id);

        $this->applied($this->change($other, 'jpg'));
        $this->reverted($other);
        $this->applied($this->change($id, 'webp'));
        $new = (string) get_attached_file($id);
        link($new, dirname($new) . '/photo.webp'); // beside photo.jpg it looks like a copy of that
        wp_delete_attachment($other, true);
        self::assertFileExists(dirname($new) . '/photo.webp', 'the file of the image that is left');
    }

    /** WordPress did not always keep new uploads from names like sub-sizes have. */
    public function testASizeThatIsAnotherImagesOwnFileStays(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $size = basename($this->url($id, 'medium'));
        $other = $this->addOwner($size, Attachment::load($id)->absolute($size));
        $file = (string) get_attached_file($other);
        $bytes = hash_file('sha256', $file);

        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertFileExists($file);
        $this->reverted($id);
        self::assertSame($bytes, hash_file('sha256', $file));
    }

    public function testAnImageWhoseFileIsASizeOfAnotherStaysToo(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $size = basename($this->url($id, 'medium'));
        $file = Attachment::load($id)->absolute($size);
        $other = $this->addOwner($size, $file);

        $this->applied($this->change($other, 'webp', 'Red bike'));
        self::assertFileExists($file, 'a size of the first image');
        self::assertStringEndsWith("/{$size}", $this->url($id, 'medium'));
        $this->reverted($other);
    }

    /** Plugins delete posts and leave their meta; that is nobody's image. */
    public function testMetaWithoutItsPostIsNoOwner(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $gone = wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], (string) get_attached_file($id));
        $GLOBALS['wpdb']->delete($GLOBALS['wpdb']->posts, ['ID' => $gone]);
        clean_post_cache($gone);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertStringEndsWith('/photo.jpg', (string) get_post_meta($gone, '_wp_attached_file', true));
        $this->reverted($id);
    }

    /** Old importers kept whole paths. */
    public function testAnAttachmentThatKnowsTheFileByItsWholePathKeepsIt(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $file = (string) get_attached_file($id);
        $other = wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x']);
        add_post_meta($other, '_wp_attached_file', $file);

        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertFileExists($file);
        $this->reverted($id);
    }

    /** A translation plugin may make another attachment of the file that an image has now. */
    public function testAnAttachmentThatWasMadeSinceKeepsTheNewFile(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $file = (string) get_attached_file($id);
        $other = wp_insert_attachment(['post_mime_type' => 'image/webp', 'post_title' => 'x'], $file);
        wp_update_attachment_metadata($other, wp_get_attachment_metadata($id));

        $this->reverted($id);
        self::assertStringEndsWith('/photo.jpg', $this->url($id));
        self::assertFileExists($file);
        self::assertFileExists(Attachment::load($other)->absolute(basename($this->url($other, 'medium'))));
    }

    /** Files that a plugin has moved to another storage are not in the folder, and their names are taken all the same. */
    public function testNamesOfImagesThatAreStoredElsewhereAreTaken(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $folder = Attachment::load($id)->folder();
        $away = (int) wp_insert_attachment(['post_mime_type' => 'image/webp', 'post_title' => 'x'], ltrim("{$folder}/Red-Bike.webp", '/'));

        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertStringEndsWith('/red-bike-1.webp', $this->url($id));
        self::assertStringEndsWith('/Red-Bike.webp', (string) wp_get_attachment_url($away));
        $this->reverted($id);
    }

    /** @param string|null $file Where its bytes are already; null to make others. */
    private function addOwner(string $name, ?string $file = null): int
    {
        if ($file === null) {
            $source = $this->makeJpeg(400, 300, 2);
            $file = wp_upload_dir()['path'] . "/{$name}";
            rename($source, $file);
        }
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x', 'post_status' => 'inherit'], $file);
        wp_update_attachment_metadata($id, ['width' => 400, 'height' => 300, 'file' => _wp_relative_upload_path($file), 'sizes' => []]);
        return $id;
    }

    /** @return array<mixed> */
    private function knownOf(int $id): array
    {
        $file = (string) get_attached_file($id);
        return [$file, wp_get_attachment_metadata($id), get_post_mime_type($id), is_file($file) ? hash_file('sha256', $file) : ''];
    }
}
