<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\GallerySizes;
use PictureOptimizer\Tests\TestCase;

/** Images that share a row of a gallery are loaded for their part of the screen, and never for less than they need. */
final class GallerySizesTest extends TestCase
{
    /** @return iterable<string, array{list<array{int, int}>, array<string, mixed>, list<?string>}> shapes, attributes, sizes */
    public static function galleries(): iterable
    {
        $flat = [300, 200];
        $high = [200, 300];
        $third = '(max-width: 599px) 50vw, (max-width: 900px) 34vw, 300px';
        yield 'two on a phone, three on a screen; the last has a row for itself' => [
            [$flat, $flat, $flat, $flat], [],
            [$third, $third, '(max-width: 599px) 50vw, (max-width: 900px) 34vw, 300px',
                '(max-width: 599px) 50vw, (max-width: 300px) 100vw, 300px'],
        ];
        yield 'an odd one fills the phone' => [
            [$flat, $flat, $flat], ['columns' => 3],
            [$third, $third, '(max-width: 599px) 100vw, (max-width: 900px) 34vw, 300px'],
        ];
        yield 'fewer than columns share the whole row' => [
            [$flat, $flat], ['columns' => 5], array_fill(0, 2, '(max-width: 599px) 50vw, (max-width: 600px) 50vw, 300px'),
        ];
        yield 'a flat one beside a high one is cropped at its sides: it needs more' => [
            [$flat, $high], ['columns' => 2], [null, '(max-width: 599px) 50vw, (max-width: 400px) 50vw, 200px'],
        ];
        yield 'not cropped: its own width is all' => [
            [$flat, $high], ['columns' => 2, 'imageCrop' => false],
            ['(max-width: 599px) 50vw, (max-width: 600px) 50vw, 300px', '(max-width: 599px) 50vw, (max-width: 400px) 50vw, 200px'],
        ];
        yield 'one column' => [[$flat, $flat], ['columns' => 1], [null, null]];
        yield 'one image' => [[$flat], [], [null]];
        yield 'nothing' => [[], [], []];
    }

    /**
     * @dataProvider galleries
     * @param list<array{int, int}> $shapes
     * @param array<string, mixed> $attributes
     * @param list<?string> $expected
     */
    public function testSizesByShapeAndPlace(array $shapes, array $attributes, array $expected): void
    {
        $html = '';
        foreach ($shapes as $number => [$width, $height]) {
            $html .= $this->image($this->addPlainImage("at-{$number}.png", $width, $height));
        }
        self::assertSame($expected, self::sizesIn(GallerySizes::inBlock($html, ['attrs' => $attributes])));
    }

    public function testWhatIsNotKnownStaysAsItIs(): void
    {
        $known = $this->image($this->addPlainImage('known.png', 300, 200));
        $own = str_replace('alt=""', 'alt="" sizes="10vw"', $known);
        $square = str_replace('alt=""', 'alt="" style="aspect-ratio:1;object-fit:cover"', $known);
        $foreign = '<figure><img src="https://elsewhere.example/a.png" alt=""/></figure>';
        foreach ([$own . $own, $square . $square, $foreign . $known, $known . $foreign] as $html) {
            self::assertSame($html, GallerySizes::inBlock($html, ['attrs' => []]));
        }
    }

    public function testABlockOnAPageGetsThemBesideTheSrcset(): void
    {
        $ids = [$this->addPicture('one.jpg', 900, 600, 1), $this->addPicture('two.jpg', 900, 600, 2)];
        $images = '';
        foreach ($ids as $id) {
            $images .= "<!-- wp:image {\"id\":{$id}} -->{$this->image($id)}<!-- /wp:image -->";
        }
        $content = '<!-- wp:gallery {"linkTo":"none"} --><figure class="wp-block-gallery has-nested-images columns-default is-cropped">'
            . $images . '</figure><!-- /wp:gallery -->';
        $html = (string) apply_filters('the_content', $content);
        preg_match_all('/<img [^>]+>/', $html, $found);
        self::assertCount(2, $found[0]);
        foreach ($found[0] as $tag) {
            self::assertMatchesRegularExpression('/srcset="[^"]+ 300w/', $tag);
            self::assertStringContainsString('(max-width: 599px) 50vw, (max-width: 1800px) 50vw, 900px"', $tag);
            self::assertSame(1, substr_count($tag, 'sizes="'));
        }
    }

    private function image(int $id): string
    {
        $url = wp_get_attachment_url($id);
        return "<figure class=\"wp-block-image\"><img src=\"{$url}\" alt=\"\" class=\"wp-image-{$id}\"/></figure>";
    }

    /** @return list<?string> */
    private static function sizesIn(string $html): array
    {
        $sizes = [];
        $images = new \WP_HTML_Tag_Processor($html);
        while ($images->next_tag('img')) {
            $sizes[] = $images->get_attribute('sizes');
        }
        return $sizes;
    }
}
