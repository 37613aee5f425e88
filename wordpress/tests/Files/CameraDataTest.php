<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Files;

use PictureOptimizer\Files\Orientation;
use PictureOptimizer\Tests\TestCase;

/** Heads of files as cameras, programs and attackers write them; nothing here is a picture that could be decoded. */
final class CameraDataTest extends TestCase
{
    private string $file;

    protected function setUp(): void
    {
        parent::setUp();
        $this->file = get_temp_dir() . 'picopt-camera-' . bin2hex(random_bytes(4));
    }

    protected function tearDown(): void
    {
        @unlink($this->file);
        parent::tearDown();
    }

    /** A TIFF head with one directory, in the byte order of Motorola (n, N) or Intel (v, V). */
    private static function exif(int $orientation, string $order = 'n', int $before = 0, int $at = 8): string
    {
        $long = strtr($order, 'nv', 'NV');
        $entries = str_repeat(pack("{$order}{$order}{$long}{$long}", 0x010F, 3, 1, 0), $before)
            . pack("{$order}{$order}{$long}{$order}{$order}", 0x0112, 3, 1, $orientation, 0);
        return ($order === 'n' ? "MM\0*" : "II*\0") . pack($long, $at) . str_repeat("\0", $at - 8)
            . pack($order, $before + 1) . $entries . pack($long, 0);
    }

    private static function segment(string $marker, string $data): string
    {
        return "\xFF{$marker}" . pack('n', strlen($data) + 2) . $data;
    }

    private static function jpeg(string ...$segments): string
    {
        return "\xFF\xD8" . implode('', $segments) . "\xFF\xDA";
    }

    private static function png(string ...$chunks): string
    {
        return "\x89PNG\r\n\x1A\n" . implode('', $chunks);
    }

    private static function chunk(string $name, string $data): string
    {
        return pack('N', strlen($data)) . $name . $data . pack('N', 0);
    }

    private static function webp(string ...$chunks): string
    {
        return 'RIFF' . pack('V', 100) . 'WEBP' . implode('', $chunks);
    }

    private static function riff(string $name, string $data): string
    {
        return $name . pack('V', strlen($data)) . $data . (strlen($data) % 2 ? "\0" : '');
    }

    /** @return iterable<string, array{string, string, bool}> media type, bytes, whether sides are swapped */
    public static function files(): iterable
    {
        $head = "Exif\0\0";
        foreach (['n' => 'Motorola', 'v' => 'Intel'] as $order => $name) {
            yield "JPEG of {$name}" => ['image/jpeg', self::jpeg(self::segment("\xE1", $head . self::exif(6, $order))), true];
            yield "TIFF of {$name}" => ['image/tiff', self::exif(8, $order), true];
            yield "TIFF of {$name}, not swapped" => ['image/tiff', self::exif(3, $order), false];
        }
        $turned = self::exif(6);
        $in = static fn (string ...$segments): string => self::jpeg(...$segments);
        yield 'JPEG with XMP first' => ['image/jpeg', $in(
            self::segment("\xE1", "http://ns.adobe.com/xap/1.0/\0<x/>"),
            self::segment("\xE1", $head . $turned)
        ), true];
        yield 'JPEG with JFIF first' => ['image/jpeg', $in(self::segment("\xE0", 'JFIF'), self::segment("\xE1", $head . $turned)), true];
        yield 'JPEG with EXIF behind the image' => ['image/jpeg', $in() . self::segment("\xE1", $head . $turned), false];
        yield 'JPEG whose first EXIF counts' => ['image/jpeg', $in(
            self::segment("\xE1", $head . self::exif(1)),
            self::segment("\xE1", $head . $turned)
        ), false];
        yield 'JPEG with an empty segment' => ['image/jpeg', $in("\xFF\xE1\0\2", self::segment("\xE1", $head . $turned)), true];
        yield 'JPEG with a length of nothing' => ['image/jpeg', "\xFF\xD8\xFF\xE1\0\0", false];
        yield 'JPEG cut off in EXIF' => ['image/jpeg', substr($in(self::segment("\xE1", $head . $turned)), 0, 24), false];
        yield 'an entry behind many' => ['image/tiff', self::exif(5, 'v', 400), true];
        yield 'an entry behind too many' => ['image/tiff', self::exif(5, 'v', 500), false];
        yield 'a directory further behind' => ['image/tiff', self::exif(7, 'n', 2, 4000), true];
        yield 'a directory behind the end' => ['image/tiff', "MM\0*" . pack('N', 999_999) . str_repeat("\0", 20), false];
        yield 'a directory in its own head' => ['image/tiff', "MM\0*" . pack('N', 0) . str_repeat("\0", 20), false];
        yield 'a directory at the largest number' => ['image/tiff', "II*\0" . pack('V', 0xFFFFFFFF) . str_repeat("\0", 20), false];
        yield 'an order that is none' => ['image/tiff', 'XX' . substr($turned, 2), false];
        yield 'a value that is none' => ['image/tiff', self::exif(9), false];
        yield 'PNG' => ['image/png', self::png(self::chunk('IHDR', str_repeat("\0", 13)), self::chunk('eXIf', $turned)), true];
        yield 'PNG with a head that does not belong there' => ['image/png', self::png(self::chunk('eXIf', $head . $turned)), true];
        yield 'PNG of another chunk' => ['image/png', self::png(self::chunk('tEXt', $turned)), false];
        yield 'PNG with a chunk longer than the file' => ['image/png', self::png(pack('N', 0x7FFFFFFF) . 'IDAT', $turned), false];
        yield 'WebP' => ['image/webp', self::webp(self::riff('VP8X', '0123456789'), self::riff('EXIF', $turned)), true];
        yield 'WebP with an odd chunk before' => ['image/webp', self::webp(self::riff('VP8 ', '12345'), self::riff('EXIF', $turned)), true];
        yield 'WebP without' => ['image/webp', self::webp(self::riff('VP8 ', '12345')), false];
        yield 'a type that has none' => ['image/gif', $turned, false];
        yield 'no type' => ['', $turned, false];
        yield 'nothing' => ['image/jpeg', '', false];
    }

    /** @dataProvider files */
    public function testSidesAreSwappedWhereTheHeadSaysSo(string $mime, string $bytes, bool $swapped): void
    {
        file_put_contents($this->file, $bytes);
        self::assertSame($swapped, Orientation::swapsSides($this->file, $mime));
    }

    public function testAFileThatIsNotThereIsNotTurned(): void
    {
        self::assertFalse(Orientation::swapsSides("{$this->file}-not", 'image/jpeg'));
    }
}
