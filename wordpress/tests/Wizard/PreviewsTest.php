<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Wizard;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Tests\ServiceTestCase;
use PictureOptimizer\Wizard\Previews;

final class PreviewsTest extends ServiceTestCase
{
    public function testAPreviewIsFreeAndChangesNothing(): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        $before = hash_file('sha256', (string) get_attached_file($id));
        $preview = $this->previews()->make($id, Chosen::from(['format' => 'avif']));
        self::assertStringStartsWith('data:image/', $preview['after']);
        self::assertStringStartsWith('data:image/webp;base64,', $preview['before']);
        self::assertGreaterThan($preview['after_bytes'], $preview['before_bytes']);
        self::assertSame($before, hash_file('sha256', (string) get_attached_file($id)));
        self::assertSame(0, self::$service->get('charged'));
        self::assertSame([], self::$service->get('jobs'));
    }

    public function testABadAnswerIsNoPreview(): void
    {
        self::$service->fail('POST /v1/previews', 'html');
        $this->expectException(ApiError::class);
        $this->previews()->make($this->addPicture('photo.jpg', 400, 300), Chosen::from());
    }

    private function previews(): Previews
    {
        return new Previews($this->plugin->originals(), $this->uploader(), $this->plugin->client(), $this->plugin->settings());
    }
}
