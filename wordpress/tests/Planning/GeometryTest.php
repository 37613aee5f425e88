<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Api\Wire\SizeRequest;
use PictureOptimizer\Planning\Geometry;
use PictureOptimizer\Replace\Source;
use PictureOptimizer\Tests\TestCase;

/** Sub-sizes in WordPress' own numbers: what core would make of an image of these sides, and never more than is allowed. */
final class GeometryTest extends TestCase
{
    /** @param array<string, array{width: int, height: int, crop: bool|array{string, string}}> $registered */
    private function sizes(array $registered, int $width, int $height): array
    {
        add_filter('intermediate_image_sizes_advanced', static fn (): array => $registered);
        return array_map(static fn (SizeRequest $size): array => $size->jsonSerialize(), Geometry::sizes(0, $width, $height));
    }

    /**
     * Sides, registered size, then source and destination as core computes them; null where core makes no file.
     *
     * @return iterable<string, array{int, int, array<string, mixed>, list<int>|null}>
     */
    public static function resizes(): iterable
    {
        $size = static fn (int $w, int $h, bool|array $crop = false): array => ['width' => $w, 'height' => $h, 'crop' => $crop];
        yield 'fitted' => [900, 600, $size(300, 300), [0, 0, 900, 600, 300, 200]];
        yield 'by width only' => [900, 600, $size(450, 0), [0, 0, 900, 600, 450, 300]];
        yield 'by height only' => [900, 600, $size(0, 150), [0, 0, 900, 600, 225, 150]];
        yield 'rounded as core does' => [1000, 667, $size(300, 300), [0, 0, 1000, 667, 300, 200]];
        yield 'cut from the middle' => [900, 600, $size(150, 150, true), [150, 0, 600, 600, 150, 150]];
        yield 'cut from the left' => [900, 600, $size(150, 150, ['left', 'top']), [0, 0, 600, 600, 150, 150]];
        yield 'cut from the right' => [900, 600, $size(150, 150, ['right', 'bottom']), [300, 0, 600, 600, 150, 150]];
        yield 'cut in a wide shape' => [900, 600, $size(600, 100, true), [0, 225, 900, 150, 600, 100]];
        yield 'larger than the image' => [200, 100, $size(300, 300), null];
        yield 'as large as the image' => [300, 200, $size(300, 200), null];
        yield 'a cut larger than the image' => [100, 100, $size(150, 150, true), null];
        yield 'a cut that only shortens' => [900, 600, $size(900, 300, true), [0, 150, 900, 300, 900, 300]];
        yield 'a cut that only narrows' => [900, 600, $size(450, 600, true), [225, 0, 450, 600, 450, 600]];
        yield 'no size at all' => [900, 600, $size(0, 0), null];
        yield 'a thin line' => [5000, 3, $size(300, 300), [0, 0, 5000, 3, 300, 1]];
    }

    /**
     * @dataProvider resizes
     * @param array<string, mixed> $registered
     * @param list<int>|null $expected
     */
    public function testASizeIsAskedForInCoresNumbers(int $width, int $height, array $registered, ?array $expected): void
    {
        $core = image_resize_dimensions($width, $height, $registered['width'], $registered['height'], $registered['crop']);
        $sizes = $this->sizes(['my-size' => $registered], $width, $height);
        if ($expected === null) {
            self::assertSame([], $sizes);
            self::assertTrue($core === false || [(int) $core[4], (int) $core[5]] === [$width, $height]);
            return;
        }
        self::assertSame('my-size', $sizes[0]['name']);
        $numbers = [$sizes[0]['src_x'], $sizes[0]['src_y'], $sizes[0]['src_w'], $sizes[0]['src_h'], $sizes[0]['dst_w'], $sizes[0]['dst_h']];
        self::assertSame($expected, $numbers);
        self::assertSame($numbers, array_map(intval(...), [$core[2], $core[3], $core[6], $core[7], $core[4], $core[5]]));
    }

    public function testThereAreNoMoreThanTheServiceTakes(): void
    {
        $many = [];
        for ($number = 1; $number <= 60; $number++) {
            $many["size-{$number}"] = ['width' => 100 + $number, 'height' => 0, 'crop' => false];
        }
        self::assertCount(40, $this->sizes($many, 2000, 1000));
    }

    public function testTheyHoldNoMorePixelsThanTheServiceMakes(): void
    {
        $large = array_fill_keys(['a', 'b', 'c', 'd', 'e'], ['width' => 900, 'height' => 0, 'crop' => false]);
        $large['small'] = ['width' => 10, 'height' => 0, 'crop' => false];
        $names = array_column($this->sizes($large, 1000, 1000), 'name');
        self::assertSame(['a', 'b', 'c', 'small'], $names, 'three times the source at most');
    }

    public function testExactlyWhatTheServiceMakesIsAskedFor(): void
    {
        $half = array_fill_keys(range(1, 13), ['width' => 50, 'height' => 0, 'crop' => false]);
        self::assertCount(12, $this->sizes($half, 100, 100), 'twelve quarters are three times the source');
    }

    public function testASizeThatCannotBeMadeKeepsNoOtherFromBeingMade(): void
    {
        $size = static fn (int $side): array => ['width' => $side, 'height' => $side, 'crop' => false];
        $sizes = $this->sizes(['large' => $size(1000), 'full' => $size(900), 'small' => $size(90)], 900, 600);
        self::assertSame(['small'], array_column($sizes, 'name'));
    }

    public function testTheImageItselfIsNoSizeOfItWhateverAPluginSays(): void
    {
        add_filter('wp_image_resize_identical_dimensions', '__return_true');
        foreach ([[900, 600], [600, 600]] as [$width, $height]) {
            self::assertNotFalse(image_resize_dimensions($width, $height, $width, $height));
            self::assertSame([], $this->sizes(['x' => ['width' => $width, 'height' => $height, 'crop' => false]], $width, $height));
        }
    }

    public function testSizesThatAThemeLeavesIncompleteAreNone(): void
    {
        [$uncut] = $this->sizes(['x' => ['width' => 300, 'height' => 300]], 900, 600);
        self::assertSame([300, 200], [$uncut['dst_w'], $uncut['dst_h']], 'what does not say that it is cut is whole');
    }

    public function testSizesThatSayNothingAreNone(): void
    {
        self::assertSame([], $this->sizes(['x' => [], 'y' => ['crop' => true]], 900, 600));
        self::assertSame([], $this->sizes([], 900, 600));
    }

    public function testThemesDecideByTheAttachment(): void
    {
        $heard = [];
        add_filter('intermediate_image_sizes_advanced', static function (array $sizes, array $metadata, int $id) use (&$heard): array {
            $heard = [array_keys($sizes), $metadata, $id];
            return ['only' => ['width' => 100, 'height' => 100, 'crop' => false]];
        }, 10, 3);
        self::assertSame(['only'], array_column(array_map(get_object_vars(...), Geometry::sizes(77, 900, 600)), 'name'));
        self::assertContains('medium', $heard[0]);
        self::assertSame([[], 77], array_slice($heard, 1));
    }

    /** @return iterable<string, array{mixed, int, int, int|null}> WordPress' limit, sides, what is asked for */
    public static function limits(): iterable
    {
        yield 'smaller than the limit' => [2560, 2560, 100, null];
        yield 'wider' => [2560, 2561, 100, 2560];
        yield 'higher' => [2560, 100, 5000, 2560];
        yield 'switched off' => [false, 9000, 9000, null];
        yield 'nothing' => [0, 9000, 9000, null];
        yield 'a plugin’s text' => ['1200', 1600, 900, 1200];
        yield 'one pixel' => [1, 2, 1, 1];
        yield 'below nothing' => [-5, 9000, 9000, null];
    }

    /** @dataProvider limits */
    public function testWordPressLimitOfTheFullSize(mixed $threshold, int $width, int $height, ?int $expected): void
    {
        $heard = [];
        add_filter('big_image_size_threshold', static function (mixed ...$asked) use (&$heard, $threshold): mixed {
            $heard = $asked;
            return $threshold;
        }, 10, 4);
        self::assertSame($expected, Geometry::longestSide(77, '/x/photo.jpg', $width, $height));
        self::assertSame([2560, [$width, $height], '/x/photo.jpg', 77], $heard);
    }

    public function testATurnedImageIsMeasuredAsPeopleSeeIt(): void
    {
        $source = static fn (bool $turned): Source => new Source('/x.jpg', 'aa', 10, 'image/jpeg', 900, 600, $turned);
        self::assertSame([[900, 600], [600, 900]], [Geometry::upright($source(false)), Geometry::upright($source(true))]);
    }
}
