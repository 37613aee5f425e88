<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Files;

use PictureOptimizer\Files\Orientation;
use PictureOptimizer\Tests\TestCase;

/**
 * What a camera says of an image's sides is read of every format without PHP's exif extension; exiftool writes it here.
 *
 * @group acceptance-A12
 */
final class OrientationTest extends TestCase
{
    private string $file = '';

    protected function tearDown(): void
    {
        is_file($this->file) && unlink($this->file);
        parent::tearDown();
    }

    /** @return iterable<string, array{string, string, callable(\GdImage, string): bool}> */
    public function formats(): iterable
    {
        yield 'JPEG' => ['image/jpeg', 'jpg', 'imagejpeg'];
        yield 'PNG' => ['image/png', 'png', 'imagepng'];
        yield 'WebP' => ['image/webp', 'webp', 'imagewebp'];
    }

    /** @dataProvider formats */
    public function testWhetherSidesAreSwappedIsReadOfEveryFormat(string $mime, string $extension, callable $write): void
    {
        $turned = [0 => false, 1 => false, 3 => false, 4 => false, 5 => true, 6 => true, 7 => true, 8 => true];
        $this->file = get_temp_dir() . 'picopt-turned-' . bin2hex(random_bytes(4));
        $commands = [];
        foreach (array_keys($turned) as $value) {
            $write(imagecreatetruecolor(30, 20), "{$this->file}-{$value}.{$extension}");
            $value > 0 && $commands[] = sprintf('-Orientation=%d %s', $value, escapeshellarg("{$this->file}-{$value}.{$extension}"));
        }
        // One process for all: to start it takes longest.
        exec('exiftool ' . implode(' -execute ', $commands) . ' -common_args -q -overwrite_original -n', $lines, $status);
        self::assertSame(0, $status);
        foreach ($turned as $value => $swapped) {
            self::assertSame($swapped, Orientation::swapsSides("{$this->file}-{$value}.{$extension}", $mime), "orientation {$value}");
            unlink("{$this->file}-{$value}.{$extension}");
        }
    }

    /** @dataProvider formats */
    public function testACutOffFileIsNoError(string $mime, string $extension, callable $write): void
    {
        $this->file = get_temp_dir() . 'picopt-cut-' . bin2hex(random_bytes(4)) . ".{$extension}";
        $write(imagecreatetruecolor(30, 20), $this->file);
        $whole = (string) file_get_contents($this->file);
        foreach ([0, 1, 8, 11, 20, 40] as $length) {
            file_put_contents($this->file, substr($whole, 0, $length));
            self::assertFalse(Orientation::swapsSides($this->file, $mime), "{$length} bytes");
        }
    }
}
