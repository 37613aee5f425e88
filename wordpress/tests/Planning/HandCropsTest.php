<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Planning\HandCrops;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\ServiceTestCase;

/**
 * Sub-sizes that a person has cropped stay that person's.
 *
 * @group acceptance-A13
 */
final class HandCropsTest extends ServiceTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        require_once ABSPATH . 'wp-admin/includes/image-edit.php';
        $some = static fn (array $sizes): array => array_intersect_key($sizes, ['thumbnail' => 1, 'medium' => 1, 'card' => 1]);
        add_filter('intermediate_image_sizes_advanced', $some);
        add_image_size('card', 240, 120, true);
    }

    protected function tearDown(): void
    {
        parent::tearDown();
        remove_image_size('card');
    }

    /** @return iterable<string, array{int, int}> measures of an image */
    public static function images(): iterable
    {
        yield 'wide' => [900, 600];
        yield 'tall' => [600, 900];
        yield 'square' => [500, 500];
        yield 'panorama, whose medium size is too flat to compare with' => [1600, 500];
        yield 'larger than what is compared' => [2000, 1500];
    }

    /** @dataProvider images */
    public function testWhatWordPressHasCutOutIsNobodys(int $width, int $height): void
    {
        self::assertSame([], HandCrops::of(Attachment::load($this->addPicture('photo.jpg', $width, $height))));
    }

    /** @dataProvider images */
    public function testAnotherPartUnderTheSameNameIs(int $width, int $height): void
    {
        $id = $this->addPicture('photo.jpg', $width, $height);
        $this->cropInPlace($id, 'card', 0, 0, 120, 60);
        self::assertSame(['card'], HandCrops::of(Attachment::load($id)));
    }

    /** @return iterable<string, array{string}> */
    public static function targets(): iterable
    {
        yield 'the thumbnail alone' => ['thumbnail'];
        yield 'all but the thumbnail' => ['nothumb'];
    }

    /** @dataProvider targets */
    public function testAThumbnailThatIsEditedApartIs(string $target): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        $_REQUEST = ['history' => wp_slash('[{"f":1}]'), 'target' => $target, 'context' => '', 'do' => 'save'];
        add_filter('image_edit_thumbnails_separately', '__return_true');
        self::assertFalse(isset(wp_save_image($id)->error));
        self::assertSame(['thumbnail'], HandCrops::of(Attachment::load($id)));
    }

    public function testOneOfOtherMeasuresOnlyIsOld(): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        add_image_size('card', 200, 200, ['left', 'top']);
        self::assertSame([], HandCrops::of(Attachment::load($id)), 'the theme has other rules now');
    }

    /** @return iterable<string, array{string}> what lies in the place of a size */
    public static function files(): iterable
    {
        yield 'nothing' => [''];
        yield 'no image' => ['<html>404</html>'];
        yield 'a cut-off image' => ["\xff\xd8\xff\xe0\0\x10JFIF\0"];
        yield 'an image that says that it is huge' => ["GIF89a\xff\xff\xff\xff\x80\0\0" . str_repeat("\0", 20)];
    }

    /** @dataProvider files */
    public function testWhatCannotBeLookedAtIsNobodys(string $bytes): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        $attachment = Attachment::load($id);
        file_put_contents($attachment->absolute($attachment->names()['card']), $bytes);
        self::assertSame([], HandCrops::of($attachment));
    }

    public function testNamesSayNothingWhereAllAreOfAnotherKind(): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        $attachment = Attachment::load($id);
        rename($attachment->absolute($attachment->names()['full']), $attachment->absolute('renamed-by-a-plugin.jpg'));
        update_post_meta($id, '_wp_attached_file', $attachment->relative('renamed-by-a-plugin.jpg'));
        self::assertSame([], HandCrops::of(Attachment::load($id)));
    }

    /** The whole way: it is not ordered, it is there afterwards, also after a second time, and a revert leaves it alone. */
    public function testItOutlivesTheOptimization(): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        $path = $this->cropInPlace($id, 'thumbnail', 0, 0, 200, 200);
        $bytes = hash_file('sha256', $path);
        $this->process([$id], Pipeline::AnalyzeExport);
        $this->process([$id], Pipeline::Export, ['reprocess' => true, 'format' => 'jpeg']);
        $items = array_map(static fn (array $quote): array => $quote['items'][0], self::$service->get('quotes'));
        $asked = array_map(static fn (array $item): array => array_column($item['sizes'], 'name'), $items);
        self::assertSame([['medium', 'card']], array_values(array_unique($asked, SORT_REGULAR)));
        $sizes = wp_get_attachment_metadata($id)['sizes'];
        self::assertSame(basename($path), $sizes['thumbnail']['file']);
        self::assertNotSame('photo-240x120.jpg', $sizes['card']['file']);
        self::assertSame($bytes, hash_file('sha256', $path));
        $this->plugin->replacer()->revert($id);
        self::assertSame($bytes, hash_file('sha256', $path));
    }

    public function testWhoKnowsBetterSaysSo(): void
    {
        $id = $this->addPicture('photo.jpg', 900, 600);
        add_filter('picture_optimizer_hand_crops', static fn (array $names, int $of): array => $of === $id ? ['medium', 7] : $names, 10, 2);
        self::assertSame(['medium'], HandCrops::of(Attachment::load($id)));
    }

    /** As plugins for crops do it: another part of the image, in the place of the former file. */
    private function cropInPlace(int $id, string $size, int $x, int $y, int $width, int $height): string
    {
        $attachment = Attachment::load($id);
        $path = $attachment->absolute($attachment->names()[$size]);
        $editor = wp_get_image_editor((string) get_attached_file($id));
        $of = $attachment->meta['sizes'][$size];
        self::assertTrue($editor->crop($x, $y, $width, $height, $of['width'], $of['height']));
        $editor->save($path);
        return $path;
    }
}
