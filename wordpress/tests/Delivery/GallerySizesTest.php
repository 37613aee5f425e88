<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\GallerySizes;
use PictureOptimizer\Delivery\RowPart;
use PictureOptimizer\Delivery\RowWidth;
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
        self::assertSame($expected, self::sizesIn(GallerySizes::inRows($html, $attributes, new RowWidth())));
    }

    public function testWhatIsNotKnownStaysAsItIs(): void
    {
        $known = $this->image($this->addPlainImage('known.png', 300, 200));
        $own = str_replace('alt=""', 'alt="" sizes="10vw"', $known);
        $square = str_replace('alt=""', 'alt="" style="aspect-ratio:1;object-fit:cover"', $known);
        $foreign = '<figure><img src="https://elsewhere.example/a.png" alt=""/></figure>';
        foreach ([$own . $own, $square . $square, $foreign . $known, $known . $foreign] as $html) {
            self::assertSame($html, GallerySizes::inRows($html, [], new RowWidth()));
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
            self::assertMatchesRegularExpression('/sizes="[^"]*\(max-width: 599px\) [^"]+, \(max-width: 1800px\) [^"]+, 900px"/', $tag);
            self::assertSame(1, substr_count($tag, 'sizes="'));
        }
    }

    public function testWhatTheThemeLeavesFreeBelongsToNoImage(): void
    {
        $row = new RowWidth(['30px', 'clamp(1rem, 5vw, 50px)'], '1.2rem');
        self::assertSame('calc((100vw - 30px - clamp(1rem, 5vw, 50px) - 1.2rem) * 0.500)', (new RowPart(2, 1))->width($row));
        self::assertSame('calc((100vw - 30px - clamp(1rem, 5vw, 50px)) * 1.000)', (new RowPart(1, 1))->width($row));
        self::assertSame('calc((100vw - 8px - 8px) * 0.500)', (new RowPart(3, 1.5))->width(new RowWidth(gap: '8px')));
        self::assertSame(1.0, (new RowPart(2, 3))->share(), 'never more than the row');
    }

    public function testLengthsComeFromTheThemeWhereSizesCanHoldThem(): void
    {
        self::assertTrue(wp_is_block_theme());
        $says = static function (string $side, string $gap): array {
            $spacing = ['padding' => ['left' => $side, 'right' => '10px'], 'blockGap' => $gap];
            $theme = static fn (\WP_Theme_JSON_Data $data): \WP_Theme_JSON_Data
                => $data->update_with(['version' => 2, 'styles' => ['spacing' => $spacing]]);
            add_filter('wp_theme_json_data_theme', $theme);
            wp_clean_theme_json_cache();
            $found = [RowWidth::of([]), RowWidth::of(['align' => 'full']), RowWidth::of(['style' => ['spacing' => ['blockGap' => '1px']]])];
            remove_filter('wp_theme_json_data_theme', $theme);
            wp_clean_theme_json_cache();
            return $found;
        };
        [$usual, $full, $own] = $says('min(2rem, 5vw)', '12px');
        self::assertEqualsCanonicalizing(['min(2rem, 5vw)', '10px'], $usual->margins);
        self::assertSame('12px', $usual->gap);
        self::assertSame([[], '12px'], [$full->margins, $full->gap], 'it reaches both edges');
        self::assertNull($own->gap, 'the block has a gap of its own');
        [$odd] = $says('5%', 'calc(1px); } body { color: red');
        self::assertSame([['10px'], null], [$odd->margins, $odd->gap]);
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

    /** Themes and plugins put blocks together by hand, and WordPress renders them. */
    public function testABlockWithoutAttributesIsRendered(): void
    {
        $html = '<figure class="wp-block-gallery"><img src="x.jpg" alt=""></figure>';
        foreach ([[], ['attrs' => null], ['attrs' => ['columns' => 'many', 'style' => 'wide']]] as $more) {
            $block = $more + ['blockName' => 'core/gallery', 'innerBlocks' => [], 'innerHTML' => $html, 'innerContent' => [$html]];
            self::assertStringContainsString('x.jpg', GallerySizes::inBlock($html, $block));
        }
    }
}
