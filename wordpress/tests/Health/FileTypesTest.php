<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Health;

use PictureOptimizer\Health\Check;
use PictureOptimizer\Health\FileTypes;
use PictureOptimizer\Tests\TestCase;

/** A server that does not know AVIF or WebP sends them as something to be downloaded. */
final class FileTypesTest extends TestCase
{
    /** @return iterable<string, array{string, int, string, bool}> type of an image, status and type that are sent, whether all is well */
    public static function answers(): iterable
    {
        yield 'AVIF as AVIF' => ['image/avif', 200, 'image/avif', true];
        yield 'AVIF as bytes' => ['image/avif', 200, 'application/octet-stream', false];
        yield 'WebP as text' => ['image/webp', 200, 'text/plain; charset=UTF-8', false];
        yield 'no type at all' => ['image/webp', 200, '', true];
        yield 'a JPEG is none of these' => ['image/jpeg', 200, 'application/octet-stream', true];
        yield 'a page that asks who you are' => ['image/avif', 401, 'text/html', true];
    }

    /** @dataProvider answers */
    public function testTheNewestImageIsAskedFor(string $type, int $status, string $sent, bool $isWell): void
    {
        $id = $this->addPicture('photo.jpg', 400, 300);
        wp_update_post(['ID' => $id, 'post_mime_type' => $type]);
        $asked = [];
        $answer = static function (mixed $none, array $arguments, string $url) use ($status, $sent, &$asked): array {
            $asked[] = "{$arguments['method']} {$url}";
            return ['response' => ['code' => $status, 'message' => ''], 'headers' => ['content-type' => $sent], 'cookies' => [],
                'filename' => null, 'body' => ''];
        };
        add_filter('pre_http_request', $answer, 10, 3);
        $check = (new FileTypes($this->plugin->db()))->check();
        self::assertSame($isWell ? Check::GOOD : Check::RECOMMENDED, $check->status);
        self::assertSame($type === 'image/jpeg' ? [] : ['HEAD ' . wp_get_attachment_url($id)], $asked);
        $isWell || self::assertStringContainsString("AddType {$type} ." . substr($type, 6), $check->text);
    }
}
