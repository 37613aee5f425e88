<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;

/** What an image's page is told. */
final class ImageFactsTest extends RestTestCase
{
    /** @return array<string, mixed> */
    private function facts(int $id): array
    {
        $answer = $this->call('GET', "/pictures/{$id}/facts");
        self::assertSame(200, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
        return json_decode((string) wp_json_encode($answer->get_data()), true);
    }

    public function testAnImageThatNothingWasDoneTo(): void
    {
        $id = $this->addPicture('photo.jpg', 800, 600);
        $facts = $this->facts($id);
        self::assertSame('unprocessed', $facts['status']['name']);
        self::assertFalse($facts['replaced']);
        self::assertSame([], $facts['history']);
        self::assertSame('From the file name', array_column($facts['texts'], 'by', 'field')['title']);
        self::assertContains('full', array_column($facts['sizes'], 'name'));
        self::assertSame('Full size', array_column($facts['sizes'], 'label', 'name')['full']);
        self::assertGreaterThan(0, min(array_column($facts['sizes'], 'bytes')));
    }

    public function testFilesTextMoneyAndHistoryAfterAJob(): void
    {
        $id = $this->addPicture('photo.jpg', 800, 600);
        update_post_meta($id, '_wp_attachment_image_alt', 'Grandmother in 1953');
        $ann = $this->user('editor');
        wp_update_user(['ID' => $ann, 'display_name' => 'Ann']);
        wp_set_current_user($ann);
        $this->process([$id]);
        $facts = $this->facts($id);
        self::assertTrue($facts['replaced']);
        self::assertSame(2, $facts['credits']);
        self::assertSame(['image/webp'], array_values(array_unique(array_column($facts['sizes'], 'mime'))));
        self::assertSame(['GPS location', 'Alt text', 'newer_than_this_plugin'], array_column($facts['metadata'], 'label'));
        $texts = array_column($facts['texts'], null, 'field');
        self::assertSame('Your team', $texts['alt']['by']);
        self::assertSame('Picture Optimizer', $texts['title']['by']);
        self::assertSame('photo', $texts['title']['before']);
        self::assertEquals(['Analyze & Export' => 'Ann', 'Result applied' => 'Ann'], array_column($facts['history'], 'by', 'what'));
    }

    public function testTheOriginalIsShownFromTheBackup(): void
    {
        $id = $this->addPicture('photo.jpg', 1600, 1200);
        $this->process([$id], Pipeline::Export);
        $image = $this->call('GET', "/pictures/{$id}/original")->get_data()['image'];
        self::assertStringStartsWith('data:image/jpeg;base64,', $image);
        [$width, $height] = (array) getimagesizefromstring((string) base64_decode(explode(',', $image)[1]));
        self::assertSame([1024, 768], [$width, $height]);
    }

    public function testAnAuthorSeesNothingOfOthersImages(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        add_filter('picture_optimizer_capability', static fn (): string => 'upload_files');
        wp_set_current_user($this->user('author'));
        foreach (['facts', 'original', 'places'] as $what) {
            self::assertSame(403, $this->call('GET', "/pictures/{$id}/{$what}")->get_status(), $what);
        }
    }
}
