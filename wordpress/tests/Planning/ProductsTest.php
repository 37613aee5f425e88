<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Api\Wire\Product;
use PictureOptimizer\Planning\Products;
use PictureOptimizer\Tests\TestCase;

/** A product as shops of different ages and plugins have stored it. */
final class ProductsTest extends TestCase
{
    private const IMAGE = 4711;

    protected function setUp(): void
    {
        parent::setUp();
        register_post_type('product', ['public' => true]);
        register_post_type('product_variation', ['public' => false]);
    }

    protected function tearDown(): void
    {
        foreach (['product_cat', 'product_brand', 'pwb-brand', 'yith_product_brand', 'pa_color'] as $taxonomy) {
            taxonomy_exists($taxonomy) && unregister_taxonomy($taxonomy);
        }
        unregister_post_type('product');
        unregister_post_type('product_variation');
        parent::tearDown();
    }

    /** @param array<string, mixed> $more */
    private function product(string $title = 'Trek 520', array $more = []): int
    {
        return (int) wp_insert_post($more + ['post_title' => $title, 'post_type' => 'product', 'post_status' => 'publish']);
    }

    private function read(int ...$posts): ?Product
    {
        return Products::of(self::IMAGE, array_values($posts));
    }

    public function testAnImageThatShowsNoProductHasNone(): void
    {
        $page = (int) wp_insert_post(['post_title' => 'About us', 'post_type' => 'page', 'post_status' => 'publish']);
        self::assertNull($this->read());
        self::assertNull($this->read($page, 0, 9_999_999));
    }

    public function testTheProductWhoseMainImageItIsCounts(): void
    {
        $page = (int) wp_insert_post(['post_title' => 'Sale', 'post_type' => 'page', 'post_status' => 'publish']);
        [$first, $second] = [$this->product('Trek 520'), $this->product('Trek 820')];
        update_post_meta($second, '_thumbnail_id', (string) self::IMAGE);
        self::assertSame(['Trek 820', false], [$this->read($page, $first, $second)?->name, $this->read($second, $first)?->gallery]);
    }

    public function testWhatSeveralProductsShowIsSaidToBeWhatAllOfThemAre(): void
    {
        register_taxonomy('product_brand', 'product');
        [$first, $second] = [$this->product('Trek 520'), $this->product('Trek 820')];
        self::assertNull($this->read($first, $second), 'a table of sizes is no bicycle');
        wp_set_object_terms($first, 'Trek', 'product_brand');
        wp_set_object_terms($second, 'Trek', 'product_brand');
        $attribute = static fn (string $frame): array
            => ['frame' => ['name' => 'Frame', 'value' => $frame], 'rim' => ['name' => 'Rim', 'value' => '700c']];
        update_post_meta($first, '_product_attributes', $attribute('Steel'));
        update_post_meta($second, '_product_attributes', $attribute('Alloy'));
        $read = $this->read($first, $second);
        self::assertSame(['', 'Trek', ['Rim' => '700c']], [$read?->name, $read?->brand, $read?->attributes]);
        $many = array_map(fn (int $number): int => $this->product('Trek 520'), range(1, 21));
        self::assertNull($this->read(...$many));
    }

    public function testAnImageOfSomeVariationsIsWhatTheyHaveInCommon(): void
    {
        $product = $this->product();
        update_post_meta($product, '_product_attributes', ['color' => ['name' => 'Color', 'value' => 'Red | Blue', 'is_variation' => 1]]);
        $variations = [];
        foreach (['54 cm', '56 cm'] as $size) {
            $variation = $this->product("Trek 520 – {$size}", ['post_type' => 'product_variation', 'post_parent' => $product]);
            $variations[] = $variation;
            update_post_meta($variation, 'attribute_color', 'Red');
            update_post_meta($variation, 'attribute_frame-size', $size);
        }
        $read = $this->read($product, ...$variations);
        self::assertSame(['Trek 520', ['Color' => 'Red']], [$read?->name, $read?->attributes]);
    }

    public function testWhatCustomersDoNotSeeIsNotTold(): void
    {
        $product = $this->product();
        update_post_meta($product, '_product_attributes', [
            'supplier' => ['name' => 'Supplier', 'value' => 'X-77', 'is_visible' => 0, 'is_variation' => 0],
            'size' => ['name' => 'Size', 'value' => '54', 'is_visible' => 0, 'is_variation' => 1],
            'frame' => ['name' => 'Frame', 'value' => 'Steel', 'is_visible' => 1, 'is_variation' => 0],
        ]);
        self::assertSame(['Size' => '54', 'Frame' => 'Steel'], $this->read($product)?->attributes);
    }

    public function testItsOwnImageIsNoneOfTheGallery(): void
    {
        $product = $this->product();
        self::assertTrue($this->read($product)?->gallery);
        update_post_meta($product, '_thumbnail_id', (string) self::IMAGE);
        self::assertFalse($this->read($product)?->gallery);
    }

    /** @return iterable<string, array{mixed, array<string, string>}> what is stored, and what is said */
    public static function stored(): iterable
    {
        $one = static fn (string $name, string $value): array => ['name' => $name, 'value' => $value, 'is_taxonomy' => 0];
        yield 'one value' => [['frame' => $one('Frame', 'Steel')], ['Frame' => 'Steel']];
        yield 'several values' => [['frame' => $one('Frame', 'Steel | Alloy|Carbon')], ['Frame' => 'Steel, Alloy, Carbon']];
        yield 'gaps between them' => [['frame' => $one('Frame', '| Steel | ')], ['Frame' => 'Steel']];
        yield 'a name like a taxonomy that is gone' => [['pa_frame-size' => $one('pa_frame-size', '56')], ['Frame Size' => '56']];
        yield 'no value' => [['frame' => $one('Frame', ''), 'rim' => $one('Rim', '700c')], ['Rim' => '700c']];
        yield 'no name but the key' => [['wheel_size' => ['value' => '28"']], ['Wheel Size' => '28"']];
        yield 'nothing' => ['', []];
        yield 'no list' => ['a:0:{}', []];
        yield 'a list of words' => [['frame' => 'Steel'], []];
        yield 'a number for a name' => [['29' => $one('29', 'Rim'), '26' => $one('26', 'Tube')], [29 => 'Rim', 26 => 'Tube']];
        yield 'a long name' => [['x' => $one(str_repeat('X', 301), 'Steel')], [str_repeat('X', 300) => 'Steel']];
        yield 'markup' => [['frame' => $one('Frame', '<b>Steel</b> &amp; more')], ['Frame' => 'Steel & more']];
    }

    /**
     * @param array<string, string> $said
     * @dataProvider stored
     */
    public function testAttributesAreReadHoweverTheyAreStored(mixed $stored, array $said): void
    {
        $product = $this->product();
        update_post_meta($product, '_product_attributes', $stored);
        self::assertSame($said, $this->read($product)?->attributes);
    }

    public function testNoMoreIsSaidThanTheServiceTakes(): void
    {
        register_taxonomy('product_cat', 'product');
        $product = $this->product();
        $attributes = [];
        for ($number = 1; $number <= 30; $number++) {
            $attributes["a{$number}"] = ['name' => "Feature {$number}", 'value' => str_repeat('x', 400)];
        }
        update_post_meta($product, '_product_attributes', $attributes);
        wp_set_object_terms($product, array_map(static fn (int $number): string => "Shelf {$number}", range(10, 25)), 'product_cat');
        $read = $this->read($product);
        self::assertSame(20, count($read->attributes ?? []));
        self::assertSame('Feature 1', array_key_first($read->attributes ?? []));
        self::assertSame(300, strlen($read->attributes['Feature 20'] ?? ''));
        self::assertSame([10, 'Shelf 10'], [count($read->categories ?? []), $read->categories[0] ?? '']);
    }

    public function testTheShopsOwnBrandComesBeforeThoseOfOlderPlugins(): void
    {
        $product = $this->product();
        self::assertSame('', $this->read($product)?->brand);
        foreach (['yith_product_brand' => 'Yith', 'pwb-brand' => 'Perfect', 'product_brand' => 'Trek'] as $taxonomy => $brand) {
            register_taxonomy($taxonomy, 'product');
            wp_set_object_terms($product, $brand, $taxonomy);
            self::assertSame($brand, $this->read($product)?->brand, $taxonomy);
        }
    }

    public function testAVariationIsItsProductAndWhatTellsItApart(): void
    {
        register_taxonomy('pa_color', 'product', ['labels' => ['singular_name' => 'Color']]);
        $product = $this->product();
        update_post_meta($product, '_product_attributes', ['frame' => ['name' => 'Frame', 'value' => 'Steel']]);
        ['term_id' => $term] = wp_insert_term('Racing green', 'pa_color', ['slug' => 'green']);
        self::assertGreaterThan(0, $term);
        $variation = $this->product('Trek 520 – Green', ['post_type' => 'product_variation', 'post_parent' => $product]);
        update_post_meta($variation, 'attribute_pa_color', 'green');
        update_post_meta($variation, 'attribute_frame-size', '56 cm');
        update_post_meta($variation, 'attribute_rim', '');
        update_post_meta($variation, '_price', '900');
        $read = $this->read($variation);
        self::assertSame('Trek 520', $read?->name);
        self::assertEquals(['Color' => 'Racing green', 'Frame Size' => '56 cm'], $read->attributes);
        update_post_meta($variation, 'attribute_pa_color', 'gone');
        self::assertSame('gone', $this->read($variation)->attributes['Color'] ?? '', 'a value that was deleted is said as it is kept');
    }

    public function testNamesAndValuesOfAVariationAreCutAsWell(): void
    {
        $product = $this->product(str_repeat('p', 301));
        $variation = $this->product('x', ['post_type' => 'product_variation', 'post_parent' => $product]);
        update_post_meta($variation, 'attribute_size', str_repeat('v', 301));
        $read = $this->read($variation);
        self::assertSame([str_repeat('p', 300), ['Size' => str_repeat('v', 300)]], [$read?->name, $read?->attributes]);
    }

    public function testAVariationWhoseProductIsGoneSpeaksForItself(): void
    {
        $orphan = $this->product('Trek 520 – Green', ['post_type' => 'product_variation', 'post_parent' => 9_999_999]);
        self::assertSame('Trek 520 – Green', $this->read($orphan)?->name);
    }
}
