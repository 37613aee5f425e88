<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Files;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Files\IsoBoxes;
use PictureOptimizer\Files\Orientation;

/**
 * Heads of files, byte by byte: how an image is turned is read from what cameras write, and from what nobody should have written.
 *
 * @group acceptance-A12
 */
final class BoxesTest extends TestCase
{
    private string $file;

    protected function setUp(): void
    {
        $this->file = get_temp_dir() . 'picopt-head-' . bin2hex(random_bytes(6));
    }

    protected function tearDown(): void
    {
        @unlink($this->file);
    }

    private static function box(string $type, string $content, bool $large = false): string
    {
        return $large ? pack('N', 1) . $type . pack('J', 16 + strlen($content)) . $content
            : pack('N', 8 + strlen($content)) . $type . $content;
    }

    /**
     * A head of AVIF.
     *
     * @param list<string> $properties boxes
     * @param array<int, list<int>> $of numbers of properties, from 1, by item
     */
    private static function head(
        array $properties,
        array $of,
        int $primary = 1,
        int $version = 0,
        bool $wide = false,
        bool $large = false,
    ): string {
        $id = $version === 0 ? 'n' : 'N';
        $entries = '';
        foreach ($of as $item => $numbers) {
            $entries .= pack($id, $item) . chr(count($numbers));
            foreach ($numbers as $number) {
                $entries .= $wide ? pack('n', $number | 0x8000) : chr($number | 0x80);
            }
        }
        $ipma = chr($version) . "\0\0" . chr($wide ? 1 : 0) . pack('N', count($of)) . $entries;
        $iprp = self::box('ipco', implode('', $properties), $large) . self::box('ipma', $ipma);
        $pitm = chr($version) . "\0\0\0" . pack($id, $primary);
        return self::box('ftyp', 'avif') . self::box('meta', "\0\0\0\0" . self::box('pitm', $pitm) . self::box('iprp', $iprp), $large)
            . self::box('mdat', 'pixels');
    }

    private static function size(int $width, int $height): string
    {
        return self::box('ispe', pack('NNN', 0, $width, $height));
    }

    private static function rotated(int $turns): string
    {
        return self::box('irot', chr($turns));
    }

    /** @return iterable<string, array{string, bool, array{int, int}}> head, whether it is turned, size */
    public static function heads(): iterable
    {
        $size = self::size(400, 300);
        yield 'not turned' => [self::head([$size], [1 => [1]]), false, [400, 300]];
        yield 'turned by 0' => [self::head([$size, self::rotated(0)], [1 => [1, 2]]), false, [400, 300]];
        yield 'turned by 90' => [self::head([$size, self::rotated(1)], [1 => [1, 2]]), true, [400, 300]];
        yield 'turned by 180' => [self::head([$size, self::rotated(2)], [1 => [1, 2]]), false, [400, 300]];
        yield 'turned by 270' => [self::head([$size, self::rotated(3)], [1 => [1, 2]]), true, [400, 300]];
        yield 'another item is turned' => [self::head([$size, self::rotated(1)], [1 => [1], 2 => [2]]), false, [400, 300]];
        yield 'the second item is the image' => [self::head([$size, self::rotated(1)], [1 => [1], 2 => [2]], 2), true, [0, 0]];
        yield 'numbers of two bytes' => [self::head([$size, self::rotated(1)], [1 => [1, 2]], wide: true), true, [400, 300]];
        yield 'items of four bytes' => [self::head([$size, self::rotated(1)], [70000 => [1, 2]], 70000, 1), true, [400, 300]];
        yield 'lengths of eight bytes' => [self::head([$size, self::rotated(1)], [1 => [1, 2]], large: true), true, [400, 300]];
        yield 'properties of others between' => [self::head([self::box('colr', 'nclx'), self::rotated(3), $size], [1 => [1, 2, 3]]),
            true, [400, 300]];
        yield 'a number beyond the list' => [self::head([$size], [1 => [1, 9]]), false, [400, 300]];
        yield 'number nought' => [self::head([$size], [1 => [0, 1]]), false, [400, 300]];
        yield 'an empty rotation' => [self::head([$size, self::box('irot', '')], [1 => [1, 2]]), false, [400, 300]];
        yield 'a size that is too short' => [self::head([self::box('ispe', 'xxxx')], [1 => [1]]), false, [0, 0]];
        $clean = static fn (int ...$numbers): string => self::box('clap', pack('N*', ...$numbers));
        yield 'a clean aperture' => [self::head([$size, $clean(399, 1, 597, 2, 0, 1, 0, 1)], [1 => [1, 2]]), false, [399, 299]];
        yield 'an aperture of nothing' => [self::head([$size, $clean(399, 0, 0, 1, 0, 1, 0, 1)], [1 => [1, 2]]), false, [400, 300]];
        yield 'an aperture that is too short' => [self::head([$size, $clean(9, 1)], [1 => [1, 2]]), false, [400, 300]];
        yield 'no properties' => [self::head([], []), false, [0, 0]];
        yield 'nothing' => ['', false, [0, 0]];
        yield 'noise' => [str_repeat("\xff", 500), false, [0, 0]];
        yield 'a box without end' => [pack('N', 0) . 'meta' . "\0\0\0\0", false, [0, 0]];
        yield 'a box shorter than its head' => [pack('N', 3) . 'meta', false, [0, 0]];
        yield 'a length beyond the file' => [pack('N', 0x7fffffff) . 'meta' . "\0\0\0\0", false, [0, 0]];
        $endless = self::box('iprp', self::box('ipma', "\0\0\0\0" . pack('N', 0xffffffff)));
        yield 'a count without end' => [self::box('meta', "\0\0\0\0{$endless}"), false, [0, 0]];
    }

    /**
     * @dataProvider heads
     * @param array{int, int} $size
     */
    public function testAHeadOfAvifIsRead(string $head, bool $turned, array $size): void
    {
        self::assertSame($turned, IsoBoxes::turnsPrimaryItem($head));
        self::assertSame($size, IsoBoxes::sizeOfPrimaryItem($head));
        file_put_contents($this->file, $head);
        self::assertSame($turned, Orientation::swapsSides($this->file, 'image/avif'));
        self::assertSame($turned, Orientation::swapsSides($this->file, 'image/heic'));
        self::assertFalse(Orientation::swapsSides($this->file, 'image/gif'), 'a type that is never turned');
        for ($cut = 0; $cut < min(strlen($head), 200); $cut += 7) {
            self::assertIsBool(IsoBoxes::turnsPrimaryItem(substr($head, 0, $cut)), 'a head that is cut off');
        }
    }

    /** @param list<array{int, int}> $tags tag and value */
    private static function exif(array $tags, bool $little = true): string
    {
        [$short, $long] = $little ? ['v', 'V'] : ['n', 'N'];
        $entries = '';
        foreach ($tags as [$tag, $value]) {
            $entries .= pack($short, $tag) . pack($short, 3) . pack($long, 1) . pack($short, $value) . "\0\0";
        }
        return ($little ? "II*\0" : "MM\0*") . pack($long, 8) . pack($short, count($tags)) . $entries . pack($long, 0);
    }

    private static function jpeg(string ...$segments): string
    {
        return "\xff\xd8" . implode('', $segments) . "\xff\xda" . 'pixels';
    }

    private static function segment(int $marker, string $content): string
    {
        return "\xff" . chr($marker) . pack('n', strlen($content) + 2) . $content;
    }

    private static function chunk(string $type, string $content): string
    {
        return pack('N', strlen($content)) . $type . $content . pack('N', crc32($type . $content));
    }

    private static function riff(string $type, string $content): string
    {
        return $type . pack('V', strlen($content)) . $content . (strlen($content) % 2 ? "\0" : '');
    }

    /** @return iterable<string, array{string, string, bool}> type, bytes, whether it is turned */
    public static function files(): iterable
    {
        foreach (
            [1 => false, 2 => false, 3 => false, 4 => false, 5 => true, 6 => true, 7 => true, 8 => true, 0 => false,
            9 => false] as $value => $turned
        ) {
            $exif = self::exif([[0x010f, 1], [0x0112, $value]]);
            yield "JPEG, {$value}" => ['image/jpeg', self::jpeg(self::segment(0xe1, "Exif\0\0{$exif}")), $turned];
            yield "PNG, {$value}" => ['image/png', "\x89PNG\r\n\x1a\n" . self::chunk('IHDR', 'x') . self::chunk('eXIf', $exif), $turned];
            yield "WebP, {$value}" => ['image/webp',
                'RIFF' . pack('V', 0) . 'WEBP' . self::riff('VP8X', 'x') . self::riff('EXIF', $exif), $turned];
            yield "TIFF, {$value}" => ['image/tiff', $exif, $turned];
        }
        $turned = self::exif([[0x0112, 6]]);
        yield 'the other byte order' => ['image/tiff', self::exif([[0x0112, 6]], false), true];
        yield 'behind other segments' => ['image/jpeg',
            self::jpeg(
                self::segment(0xe0, 'JFIF'),
                self::segment(0xe1, 'http://ns.adobe.com/xap/1.0/'),
                self::segment(0xe1, "Exif\0\0{$turned}")
            ), true];
        yield 'behind the pixels' => ['image/jpeg', self::jpeg() . self::segment(0xe1, "Exif\0\0{$turned}"), false];
        yield 'WebP with a head of JPEG' => ['image/webp', 'RIFF' . pack('V', 0) . 'WEBP' . self::riff('EXIF', "Exif\0\0{$turned}"), true];
        yield 'a tag that comes late' => ['image/tiff', self::exif([...array_fill(0, 499, [1, 1]), [0x0112, 6]]), true];
        yield 'a tag that comes too late' => ['image/tiff', self::exif([...array_fill(0, 500, [1, 1]), [0x0112, 6]]), false];
        yield 'no tag' => ['image/tiff', self::exif([[1, 1], [2, 2]]), false];
        yield 'cut off' => ['image/tiff', substr($turned, 0, 15), false];
        yield 'a directory beyond the end' => ['image/tiff', "II*\0" . pack('V', 0x7fffffff) . str_repeat("\0", 10), false];
        yield 'another head' => ['image/tiff', str_repeat('x', 50), false];
        yield 'an empty segment' => ['image/jpeg', self::jpeg("\xff\xe1\x00\x00", "\xff\xe1\x00\x02"), false];
        yield 'no marker' => ['image/jpeg', "\xff\xd8 something else", false];
        yield 'a chunk without end' => ['image/png', "\x89PNG\r\n\x1a\n" . pack('N', 0xffffffff) . 'IDAT', false];
        yield 'an empty file' => ['image/jpeg', '', false];
    }

    /** @dataProvider files */
    public function testHowAnImageIsTurned(string $type, string $bytes, bool $turned): void
    {
        file_put_contents($this->file, $bytes);
        self::assertSame($turned, Orientation::swapsSides($this->file, $type));
    }

    public function testAFileThatIsNotThereIsNotTurned(): void
    {
        self::assertFalse(Orientation::swapsSides('/nowhere.jpg', 'image/jpeg'));
    }

    /** Whoever may upload could else end every plan that their image is in: PHP's memory is used up, and nothing can be caught. */
    public function testAFileThatNamesMillionsOfPropertiesTakesLittleMemory(): void
    {
        $others = str_repeat(pack('n', 2) . chr(255) . str_repeat("\x81", 255), 9000);
        $ipma = "\0\0\0\0" . pack('N', 9001) . $others . pack('n', 1) . "\2\x82\x83";
        $iprp = self::box('ipco', self::size(1, 1) . self::size(30, 20) . self::rotated(1)) . self::box('ipma', $ipma);
        file_put_contents($this->file, self::box('ftyp', 'avif') . self::box('meta', "\0\0\0\0"
            . self::box('pitm', "\0\0\0\0" . pack('n', 1)) . self::box('iprp', $iprp)));
        $code = 'require $argv[1]; $data = file_get_contents($argv[2]);'
            . 'echo json_encode([PictureOptimizer\Files\IsoBoxes::sizeOfPrimaryItem($data),'
            . ' PictureOptimizer\Files\IsoBoxes::turnsPrimaryItem($data)]);';
        $class = (string) (new \ReflectionClass(IsoBoxes::class))->getFileName();
        exec(implode(' ', array_map('escapeshellarg', ['php', '-d', 'memory_limit=24M', '-r', $code, $class, $this->file])), $lines);
        self::assertSame('[[30,20],true]', implode("\n", $lines));
    }
}
