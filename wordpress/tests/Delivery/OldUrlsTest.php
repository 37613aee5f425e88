<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\OldUrls;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/** @group acceptance-B6 */
final class OldUrlsTest extends ReplaceTestCase
{
    public function testEveryOldNameLeadsToTheFileOfTheSameSize(): void
    {
        $id = $this->addPicture();
        $before = Attachment::load($id);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        $after = Attachment::load($id);
        $urls = new OldUrls($this->plugin->redirects());
        $base = wp_get_upload_dir()['baseurl'];
        foreach ($before->names() as $size => $old) {
            $expected = "{$base}/{$after->relative($after->names()[$size])}";
            self::assertSame($expected, $urls->target($before->relative($old)), $size);
        }
        self::assertNull($urls->target($after->relative('red-bike.webp')));
        self::assertNull($urls->target($after->relative('never-was.jpg')));
    }

    public function testThereAreNoChainsAndAfterARevertTheWayIsBack(): void
    {
        $id = $this->addPicture();
        $folder = Attachment::load($id)->folder();
        $urls = new OldUrls($this->plugin->redirects());
        $this->applied($this->change($id, 'webp', 'First'));
        $this->applied($this->change($id, 'webp', 'Second'));
        self::assertStringEndsWith('/second.webp', (string) $urls->target("{$folder}/photo.jpg"));
        self::assertStringEndsWith('/second.webp', (string) $urls->target("{$folder}/first.webp"));
        $this->reverted($id);
        self::assertNull($urls->target("{$folder}/photo.jpg"));
        self::assertStringEndsWith('/photo.jpg', (string) $urls->target("{$folder}/first.webp"));
        self::assertStringEndsWith('/photo.jpg', (string) $urls->target("{$folder}/second.webp"));
        self::assertStringEndsWith('/photo-300x200.jpg', (string) $urls->target("{$folder}/second-300x200.webp"));
    }
}
