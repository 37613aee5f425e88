<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Queue\ReplacedFiles;
use PictureOptimizer\Store\PictureStatus;

/** A file that somebody else has put in place of ours, as rows tell it; ReplacedFilesTest does what plugins do. */
final class FilesOfOthersTest extends RowsTestCase
{
    /** @return iterable<string, array{string, string, string, bool}> known hash, status, bytes that lie there, whether it is new work */
    public static function replaced(): iterable
    {
        yield 'another file' => ['original', 'exported', 'somebody’s', true];
        yield 'our file' => ['original', 'exported', 'ours', false];
        yield 'the original' => ['original', 'exported', 'original', false];
        yield 'an image that was only seen' => ['', 'seen', 'somebody’s', false];
    }

    /** @dataProvider replaced */
    public function testAFileThatSomebodyPutThereIsNewWork(string $known, string $status, string $bytes, bool $isNew): void
    {
        $upload = wp_upload_bits('photo.jpg', null, $bytes);
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], $upload['file']);
        $this->plugin->pictures()->save($id, ['status' => $status, 'original_sha256' => $known === '' ? '' : hash('sha256', $known),
            'applied_sha256' => hash('sha256', 'ours')]);
        $replaced = new ReplacedFiles($this->plugin->pictures(), $this->plugin->events(), $this->plugin->originals());
        self::assertSame($isNew ? [$id] : [], $replaced->settle([$id => false, 9_999_999 => false]));
        self::assertSame($isNew ? PictureStatus::Seen : PictureStatus::from($status), $this->plugin->pictures()->get($id)?->status);
        unlink($upload['file']);
        self::assertSame([], $replaced->settle([$id => false]), 'a file that is gone was not replaced');
    }

    /** @return iterable<string, array{string, bool, string}> file, whether the image is known, type afterwards */
    public static function followed(): iterable
    {
        yield 'the original comes back' => ['2026/05/photo.jpg', true, 'image/jpeg'];
        yield 'the same type' => ['2026/05/bike.webp', true, 'image/webp'];
        yield 'an image of somebody else' => ['2026/05/photo.jpg', false, 'image/webp'];
        yield 'no image' => ['2026/05/photo.pdf', true, 'image/webp'];
        yield 'no type' => ['2026/05/photo', true, 'image/webp'];
    }

    /** @dataProvider followed */
    public function testTheTypeFollowsTheFile(string $file, bool $isKnown, string $type): void
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/webp', 'post_title' => 'x'], '2026/05/bike.webp');
        $isKnown && $this->plugin->pictures()->save($id, ['status' => 'exported']);
        (new ReplacedFiles($this->plugin->pictures(), $this->plugin->events(), $this->plugin->originals()))->followType($id, $file);
        self::assertSame($type, get_post_mime_type($id));
    }
}
