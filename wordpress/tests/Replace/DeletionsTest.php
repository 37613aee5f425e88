<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Replace\OutcomeState;

/**
 * An image that is deleted is gone, whatever was done to it before, and what another attachment shares with it stays.
 *
 * @group acceptance-A4
 */
final class DeletionsTest extends ReplaceTestCase
{
    /** Many servers answer "not found" for images without asking WordPress: there the old files stay beside the new ones. */
    public function testOldFilesThatStayedGoWithTheImage(): void
    {
        $this->withoutRedirects();
        $id = $this->addPicture('photo.jpg', 400, 300);
        $neighbor = $this->addPicture('photo-of-a-dog.jpg', 400, 300, 2);
        $before = $this->filesWithHashes();
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertSame([], array_diff_assoc($before, $this->filesWithHashes()), 'they stay');

        wp_delete_attachment($id, true);
        self::assertSame(array_filter(
            $before,
            static fn (string $name): bool => str_contains($name, 'photo-of-a-dog'),
            ARRAY_FILTER_USE_KEY
        ), $this->filesWithHashes());
        self::assertFileExists((string) get_attached_file($neighbor));
    }

    /** As converters do: a copy beside each file, which the server sends in its place, and which goes when WordPress deletes the file. */
    private function addCopies(): void
    {
        foreach (glob(wp_get_upload_dir()['path'] . '/*.jpg') ?: [] as $file) {
            file_exists("{$file}.webp") || file_put_contents("{$file}.webp", 'a copy');
        }
        remove_all_filters('wp_delete_file');
        add_filter('wp_delete_file', static function (string $file): string {
            file_exists("{$file}.webp") && unlink("{$file}.webp");
            return $file;
        });
    }

    public function testCopiesThatAPluginMadeOfFormerFilesGoWithTheImage(): void
    {
        $before = $this->filesWithHashes();
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->addCopies();
        $this->applied($this->change($id, 'jpg', 'Red bike'));
        $this->addCopies();
        self::assertFileExists(wp_get_upload_dir()['path'] . '/photo.jpg.webp', 'a revert brings its file back');
        wp_delete_attachment($id, true);
        self::assertSame($before, $this->filesWithHashes());
    }

    /** Their plugins look for them by the names that the image has when it is deleted. */
    public function testCopiesUnderNamesOfTheirOwnGoIfTheyShowTheImage(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $folder = wp_get_upload_dir()['path'];
        $copies = ['photo@2x.jpg', 'photo-300x225@2x.jpg', 'photo-updraft-pre-smush-original.jpg', 'photo-unsmushed.jpg', 'photo.bk.jpg'];
        array_map(static fn (string $name): bool => copy("{$folder}/photo.jpg", "{$folder}/{$name}"), $copies);
        imagewebp(imagecreatefromjpeg("{$folder}/photo.jpg"), "{$folder}/photo.webp", 70);
        copy("{$folder}/photo.webp", "{$folder}/photo-150x150.webp"); // another shape than that size has
        copy($this->makeJpeg(400, 300, 5), "{$folder}/photo-300x225.bk.jpg");
        $this->addAttachment('photo-300x225-unsmushed.jpg', $this->makeJpeg(300, 225, 1));
        $others = [...glob("{$folder}/photo-300x225-unsmushed*") ?: [], "{$folder}/photo-150x150.webp", "{$folder}/photo-300x225.bk.jpg"];
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertSame($copies, array_values(array_filter($copies, static fn (string $name): bool => is_file("{$folder}/{$name}"))));
        wp_delete_attachment($id, true);
        $left = [...glob("{$folder}/photo*") ?: [], ...glob("{$folder}/red-bike*") ?: []];
        sort($others);
        sort($left);
        self::assertSame($others, $left);
    }

    /** Imagify deletes the copies of the files that an image has, and does not hear of former ones. */
    public function testCopiesOfFormerFilesGoAlsoWhereTheirPluginDoesNotHearOfIt(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $folder = wp_get_upload_dir()['path'];
        $this->applied($this->change($id, 'webp', 'Red bike'));
        array_map(static fn (string $name) => file_put_contents("{$folder}/{$name}", 'a copy'), ['photo.jpg.webp', 'photo.jpg.avif']);
        copy($folder . '/red-bike.webp', "{$folder}/photo-300x225.jpg.webp");
        $other = wp_insert_attachment(['post_mime_type' => 'image/webp', 'post_title' => 'x'], "{$folder}/photo-300x225.jpg.webp");
        wp_delete_attachment($id, true);
        self::assertFileDoesNotExist("{$folder}/photo.jpg.webp");
        self::assertFileDoesNotExist("{$folder}/photo.jpg.avif");
        self::assertFileExists("{$folder}/photo-300x225.jpg.webp", 'an image of its own');
        wp_delete_attachment($other, true);
    }

    public function testARevertLeavesNoCopiesOfOurs(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $this->addCopies();
        $before = $this->filesWithHashes();
        $this->applied($this->change($id, 'jpg', 'Red bike'));
        $this->addCopies();
        $this->reverted($id);
        self::assertSame($before, $this->filesWithHashes());
    }

    public function testFilesThatAnotherProgramCompressedAgainGoWithTheImage(): void
    {
        $this->withoutRedirects();
        $before = $this->filesWithHashes();
        $id = $this->addPicture('photo.jpg', 400, 300);
        $names = glob(wp_get_upload_dir()['path'] . '/photo*.jpg') ?: [];
        $this->applied($this->change($id, 'webp', 'Red bike'));
        foreach ($names as $file) {
            imagejpeg(imagecreatefromstring((string) file_get_contents($file)), $file, 45);
        }
        wp_delete_attachment($id, true);
        self::assertSame($before, $this->filesWithHashes());
    }

    public function testAnotherFileThatHasAnOldNameNowStays(): void
    {
        $this->withoutRedirects();
        $id = $this->addPicture('photo.jpg', 400, 300);
        $old = (string) get_attached_file($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        file_put_contents($old, 'brought by FTP');
        wp_delete_attachment($id, true);
        self::assertSame('brought by FTP', file_get_contents($old));
    }

    public function testAPersonsVersionThatHasAnOldNameNowStays(): void
    {
        $this->withoutRedirects();
        $id = $this->addPicture('photo.jpg', 400, 300);
        $old = (string) get_attached_file($id);
        $gray = imagecreatefromstring((string) file_get_contents($old));
        $this->applied($this->change($id, 'webp', 'Red bike'));
        imagefilter($gray, IMG_FILTER_GRAYSCALE);
        imagejpeg($gray, $old, 90);
        wp_delete_attachment($id, true);
        self::assertFileExists($old);
    }

    /** @return iterable<string, array{string}> the step before which somebody deletes the image */
    public static function steps(): iterable
    {
        foreach (['names', 'metadata', 'retire'] as $step) {
            yield $step => [$step];
        }
    }

    /** @dataProvider steps */
    public function testAnImageThatIsDeletedWhileItIsReplacedLeavesNothing(string $step): void
    {
        $other = $this->addPicture('other.jpg', 400, 300, 2);
        $files = $this->filesWithHashes();
        $id = $this->addPicture('photo.jpg', 400, 300);
        add_action('picture_optimizer_step', static fn (string $now, int $of) => $now === $step && $of === $id
            && get_post($id) !== null && wp_delete_attachment($id, true), 10, 2);
        $outcomes = $this->replacer->apply($this->change($id, 'webp', 'Red bike'), $this->change($other, 'webp', 'Blue bike'));
        self::assertSame('This image is no longer in the Media Library.', $outcomes[$id]->reason);
        self::assertSame(OutcomeState::Applied, $outcomes[$other]->state);
        self::assertSame([], $this->replacer->resume(), 'nothing is left to be done');
        self::assertNotContains($id, $this->replacer->revertible());
        $this->reverted($other);
        self::assertSame($files, $this->filesWithHashes());
    }

    /** Translation plugins make several attachments of one file, and keep it while one of them is there. */
    public function testWhatWasDoneGoesOverToTheTranslation(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $old = (string) get_post_meta($id, '_wp_attached_file', true);
        $translation = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'Foto'], get_attached_file($id));
        foreach (['_wp_attached_file', '_wp_attachment_metadata'] as $key) {
            update_post_meta($translation, $key, get_post_meta($id, $key, true));
        }
        $original = hash_file('sha256', (string) get_attached_file($id));
        $this->applied($this->change($id, 'webp', 'Red bike'));

        add_filter('wp_delete_file', '__return_empty_string');
        wp_delete_attachment($id, true);
        self::assertStringEndsWith('red-bike.webp', (string) get_attached_file($translation));
        self::assertSame($translation, $this->plugin->redirects()->resolve([$old])[$old]['attachment'] ?? 0, 'old links lead to it');
        $this->plugin->originals()->expireBackups(0); // not this one: it holds the only original
        $this->reverted($translation);
        self::assertSame($old, get_post_meta($translation, '_wp_attached_file', true));
        self::assertSame($original, hash_file('sha256', (string) get_attached_file($translation)));
    }

    private function withoutRedirects(): void
    {
        add_filter('pre_http_request', static fn (mixed $answer, array $request, string $url): mixed
            => str_contains($url, 'picture-optimizer-probe-') ? ['response' => ['code' => 404], 'headers' => []] : $answer, 10, 3);
        foreach (['jpg', 'webp'] as $extension) {
            delete_transient('picture_optimizer_probe_' . md5(gmdate('Y/m') . "/{$extension}"));
        }
    }
}
