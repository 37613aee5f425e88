<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Files;

use PictureOptimizer\Files\CoarseView;
use PictureOptimizer\Tests\TestCase;

/**
 * Which files a program has made of ours, and which are somebody's work: the former are deleted with ours.
 *
 * @group acceptance-A4
 */
final class CoarseViewTest extends TestCase
{
    /** @return iterable<string, array{callable(\GdImage): \GdImage, bool, bool}> what is done, whether it shows the same, whether it goes */
    public static function changes(): iterable
    {
        yield 'compressed' => [static fn (\GdImage $image): \GdImage => $image, true, true];
        yield 'made smaller' => [static fn (\GdImage $image): \GdImage => imagescale($image, 320, 240), true, true];
        yield 'a larger version' => [static fn (\GdImage $image): \GdImage => imagescale($image, 800, 600), true, false];
        yield 'in black and white' => [static fn (\GdImage $image): \GdImage
            => imagefilter($image, IMG_FILTER_GRAYSCALE) ? $image : throw new \LogicException(), true, false];
        yield 'another' => [static fn (\GdImage $image): \GdImage
            => imageflip($image, IMG_FLIP_HORIZONTAL) ? $image : throw new \LogicException(), false, false];
    }

    /**
     * @dataProvider changes
     * @param callable(\GdImage): \GdImage $done
     */
    public function testWhatAProgramMakesOfAFileCanBeToldFromWhatAPersonDoes(callable $done, bool $isSame, bool $isMade): void
    {
        $image = imagecreatetruecolor(400, 300);
        for ($x = 0; $x < 400; $x++) {
            imageline($image, $x, 0, $x, 299, (int) imagecolorallocate($image, intdiv($x, 2), 90, 40));
        }
        [$before, $after] = [wp_tempnam('before.jpg'), wp_tempnam('after.jpg')];
        imagejpeg($image, $before, 92);
        imagejpeg($done($image), $after, 30);
        self::assertSame([$isSame, $isMade], [CoarseView::isSame($after, $before), CoarseView::isMadeOf($after, $before)]);
    }
}
