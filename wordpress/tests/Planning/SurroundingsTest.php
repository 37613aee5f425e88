<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Wire\ItemContext;
use PictureOptimizer\Api\Wire\Placement;
use PictureOptimizer\Planning\Surroundings;
use PictureOptimizer\References\PlaceFinder;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Tests\TestCase;

/**
 * What the service is told about the places of an image, and what it is not.
 *
 * @group acceptance-E6
 */
final class SurroundingsTest extends TestCase
{
    private int $id;

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPicture('trek.jpg', 400, 300);
    }

    /** @param array<string, mixed> $chosen */
    private function context(array $chosen = []): ItemContext
    {
        $settings = JobSettings::from($this->plugin->settings()->all(), Chosen::from($chosen));
        $finder = new PlaceFinder($this->plugin->db(), $this->plugin->scanner());
        $context = (new Surroundings($this->plugin->db(), $finder))->of([$this->id], $settings)[$this->id];
        // What is sent is what the contract takes.
        return ItemContext::read(new Reader(json_decode((string) json_encode($context), true)));
    }

    private function image(string $more = ''): string
    {
        return "<img src=\"trek.jpg\" alt=\"\" class=\"wp-image-{$this->id}\"{$more}/>";
    }

    /** @param array<string, mixed> $more */
    private function page(string $content, array $more = []): int
    {
        $id = wp_insert_post($more + ['post_title' => 'Our bikes', 'post_status' => 'publish', 'post_type' => 'page',
            'post_content' => wp_slash($content)], true);
        self::assertIsInt($id);
        return $id;
    }

    public function testAVariationOfAProductThatNobodySeesYetIsNotTold(): void
    {
        register_post_type('product', ['public' => true]);
        register_post_type('product_variation', ['public' => false]);
        foreach (['draft' => null, 'publish' => 'Trek 2027'] as $status => $name) {
            $product = $this->page('', ['post_type' => 'product', 'post_title' => 'Trek 2027', 'post_status' => $status]);
            $variation = $this->page('', ['post_type' => 'product_variation', 'post_parent' => $product]);
            set_post_thumbnail($variation, $this->id);
            self::assertSame($name, $this->context()->product?->name, $status);
            delete_post_thumbnail($variation);
        }
        unregister_post_type('product');
        unregister_post_type('product_variation');
    }

    public function testAPlaceWithAllThatBelongsToIt(): void
    {
        $target = $this->page('', ['post_title' => 'Contact us']);
        $page = $this->page('<h2>Touring</h2><p>For long roads.</p><figure><a href="' . get_permalink($target) . '">'
            . $this->image() . '</a><figcaption>The Trek 520</figcaption></figure><p>Since 1983.</p>');
        update_post_meta($page, '_yoast_wpseo_focuskw', 'touring bike');
        update_option('blogname', 'Bikes & more');

        $context = $this->context();
        [$place] = $context->placements;
        self::assertSame('Our bikes', $place->pageTitle);
        self::assertSame('Touring', $place->heading);
        self::assertSame('Touring For long roads.', $place->textBefore);
        self::assertSame('Since 1983.', $place->textAfter);
        self::assertSame('The Trek 520', $place->figcaption);
        self::assertSame(get_permalink($target), $place->linkTarget);
        self::assertSame('Contact us', $place->linkTitle);
        self::assertSame('touring bike', $place->focusKeyword);
        self::assertSame('', $place->alt);
        self::assertFalse($place->decorative);
        self::assertSame(['Bikes & more', 'trek.jpg'], [$context->siteName, $context->fileName]);
    }

    public function testDecorationIsSaidInSoManyWords(): void
    {
        $this->page($this->image(' role="presentation"'));
        self::assertTrue($this->context()->placements[0]->decorative);
    }

    public function testWhatIsKeptForItselfIsNotSent(): void
    {
        $this->page('<p>secret</p>' . $this->image(), ['post_status' => 'draft']);
        $this->page('<p>secret</p>' . $this->image(), ['post_status' => 'private']);
        $this->page('<p>secret</p>' . $this->image(), ['post_password' => 'x']);
        $featured = $this->page('<p>secret</p>', ['post_status' => 'pending']);
        set_post_thumbnail($featured, $this->id);
        wp_update_post(['ID' => $this->id, 'post_parent' => $featured]);
        self::assertSame([], $this->context()->placements);
        $asked = (string) json_encode($this->context(['send_unpublished' => true]));
        self::assertSame(3, substr_count($asked, '"text_before":"secret"') + substr_count($asked, '"text_after":"secret"') + 1);
    }

    public function testRevisionsAndTheTrashAreNoPlaces(): void
    {
        $page = $this->page($this->image());
        wp_update_post(['ID' => $page, 'post_content' => 'Nothing']);
        wp_trash_post($this->page($this->image()));
        self::assertSame([], $this->context(['send_unpublished' => true])->placements);
    }

    /**
     * @dataProvider kinds
     * @param list<string> $secrets
     */
    public function testEachKindCanBeSwitchedOff(string $setting, array $secrets): void
    {
        $target = $this->page('', ['post_title' => 'Target-title', 'post_name' => 'target-slug']);
        $page = $this->page('<h2>Head-line</h2>Text-before <a href="' . home_url('/?page_id=' . $target) . '">' . $this->image()
            . ' <b></b></a> Text-after<img class="wp-image-' . $this->id . '" alt="Others-alt">', ['post_title' => 'Page-title']);
        update_post_meta($page, 'rank_math_focus_keyword', 'Key-word,second');
        update_post_meta($this->id, '_wp_attachment_image_alt', 'Own-alt');
        update_option('blogname', 'Site-name');
        register_post_type('product', ['public' => true]);
        set_post_thumbnail($this->page('', ['post_type' => 'product', 'post_title' => 'Product-name']), $this->id);

        $all = (string) json_encode($this->context());
        $less = (string) json_encode($this->context([$setting => false]));
        foreach ($secrets as $secret) {
            self::assertStringContainsString($secret, $all);
            self::assertStringNotContainsString($secret, $less);
        }
    }

    /** @return iterable<string, array{string, list<string>}> */
    public static function kinds(): iterable
    {
        yield 'page text' => ['send_page_text', ['Page-title', 'Head-line', 'Text-before', 'Text-after']];
        yield 'links' => ['send_links', ['page_id=', 'Target-title']];
        yield 'products' => ['send_products', ['"name":"Product-name"']];
        yield 'keywords' => ['send_keywords', ['Key-word']];
        yield 'alts' => ['send_alts', ['Own-alt', 'Others-alt']];
        yield 'names' => ['send_names', ['Site-name', 'trek.jpg']];
    }

    public function testAProductWithItsAttributes(): void
    {
        register_post_type('product', ['public' => true]);
        register_post_type('product_variation', ['public' => false]);
        foreach (['product_cat', 'product_brand', 'pa_color'] as $taxonomy) {
            register_taxonomy($taxonomy, 'product', ['labels' => ['singular_name' => ucfirst(substr($taxonomy, 3))]]);
        }
        $product = $this->page('Long roads.', ['post_type' => 'product', 'post_title' => 'Trek 520']);
        wp_set_object_terms($product, 'Touring bikes', 'product_cat');
        wp_set_object_terms($product, 'Trek', 'product_brand');
        wp_set_object_terms($product, ['Red', 'Blue'], 'pa_color');
        update_post_meta($product, '_product_attributes', [
            'pa_color' => ['name' => 'pa_color', 'value' => '', 'is_taxonomy' => 1],
            'frame' => ['name' => 'Frame', 'value' => 'Steel | Alloy', 'is_taxonomy' => 0],
        ]);
        $other = $this->addPicture('side.jpg', 400, 300, 2);
        set_post_thumbnail($product, $other);
        update_post_meta($product, '_product_image_gallery', "{$other},{$this->id}");

        $context = $this->context();
        self::assertSame('Trek 520', $context->product?->name);
        self::assertEqualsCanonicalizing(['Color' => 'Blue, Red', 'Frame' => 'Steel, Alloy'], $context->product->attributes);
        self::assertSame([['Touring bikes'], 'Trek', true], [$context->product->categories, $context->product->brand,
            $context->product->gallery]);
        self::assertSame(['Trek 520', 'Long roads.'], [$context->placements[0]->pageTitle, $context->placements[0]->textAfter]);

        delete_post_meta($product, '_product_image_gallery');
        $variation = $this->page('', ['post_type' => 'product_variation', 'post_parent' => $product]);
        update_post_meta($variation, 'attribute_pa_color', get_term_by('name', 'Red', 'pa_color')->slug);
        set_post_thumbnail($variation, $this->id);
        $varied = $this->context()->product;
        self::assertSame(['Trek 520', ['Color' => 'Red'], false], [$varied?->name, $varied?->attributes, $varied?->gallery]);
    }

    /** @dataProvider keywords */
    public function testFocusKeywordsOfSeoPlugins(string $key, string $value): void
    {
        update_post_meta($this->page($this->image()), $key, $value);
        self::assertSame('steel bike', $this->context()->placements[0]->focusKeyword);
    }

    /** @return iterable<array{string, string}> */
    public static function keywords(): iterable
    {
        yield ['_yoast_wpseo_focuskw', 'steel bike'];
        yield ['rank_math_focus_keyword', 'steel bike,tour'];
        yield ['_seopress_analysis_target_kw', 'steel bike, tour'];
    }

    public function testFocusKeywordOfAllInOneSeo(): void
    {
        global $wpdb;
        $page = $this->page($this->image());
        $wpdb->query("CREATE TABLE {$wpdb->prefix}aioseo_posts (post_id bigint, keyphrases longtext)");
        try {
            $wpdb->insert("{$wpdb->prefix}aioseo_posts", ['post_id' => $page,
                'keyphrases' => '{"focus":{"keyphrase":"steel bike","score":80},"additional":[]}']);
            self::assertSame('steel bike', $this->context()->placements[0]->focusKeyword);
        } finally {
            // Creating a table has ended the test's transaction, and dropping it ends the next: what goes before stays gone.
            wp_delete_post($page, true);
            wp_delete_attachment($this->id, true);
            delete_transient('picture_optimizer_guid_urls');
            $wpdb->query("DROP TABLE {$wpdb->prefix}aioseo_posts");
        }
    }

    public function testEqualPlacesAreSentOnceAndNoMoreThanTwenty(): void
    {
        for ($number = 0; $number < 25; $number++) {
            $this->page("<p>Text {$number}</p>" . $this->image());
            $this->page('<p>The same</p>' . $this->image());
        }
        $this->page('<a href="/last/">' . $this->image() . '</a>');
        $placements = $this->context()->placements;
        self::assertCount(20, $placements);
        self::assertCount(20, array_unique(array_column($placements, 'key')));
        self::assertContains('/last/', array_column($placements, 'linkTarget'), 'another kind of place goes before more of the same');
    }

    public function testAnImageOnEveryPageFillsNoMemory(): void
    {
        global $wpdb;
        $page = $this->page($this->image());
        for ($number = 0; $number < 80; $number++) {
            $wpdb->insert($wpdb->posts, ['post_status' => 'publish', 'post_type' => 'page', 'post_title' => "Page {$number}",
                'post_content' => "<p>{$number}</p>" . $this->image(), 'post_excerpt' => '', 'to_ping' => '', 'pinged' => '',
                'post_content_filtered' => '']);
        }
        wp_cache_flush();
        $found = (new PlaceFinder($this->plugin->db(), $this->plugin->scanner()))->find([$this->id])[$this->id];
        self::assertCount(60, $found);
        self::assertSame($page, $found[0]->postId);
        self::assertFalse(wp_cache_get($page, 'posts'), 'no page was loaded into the cache');
    }

    public function testLongTextKeepsWhatIsNearest(): void
    {
        $long = str_repeat('Wörter ', 59);
        $this->page("<p>{$long}{$long}nearest</p>" . $this->image() . "<p>next {$long}</p>");
        [$place] = $this->context()->placements;
        self::assertStringEndsWith('Wörter nearest', $place->textBefore);
        self::assertStringStartsWith('next Wörter', $place->textAfter);
        $words = str_repeat('é', 300);
        $this->page("<p>{$words} {$words} {$words} end</p>" . $this->image());
        $placements = $this->context()->placements;
        foreach ($placements as $place) {
            self::assertLessThanOrEqual(600, mb_strlen($place->textBefore));
        }
        self::assertStringEndsWith('é end', $placements[1]->textBefore);
    }

    public function testAnImageThatIsUsedNowhereHasItsNeighbors(): void
    {
        register_taxonomy('media_folder', 'attachment');
        wp_set_object_terms($this->id, 'Bikes', 'media_folder');
        $this->addPicture('wheel.jpg', 300, 200, 2);
        $late = $this->addPicture('later.jpg', 300, 200, 3);
        wp_update_post(['ID' => $late, 'post_date' => '2001-01-01 00:00:00', 'edit_date' => true]);
        $context = $this->context();
        self::assertSame([[], 'Bikes'], [$context->placements, $context->folder]);
        self::assertContains('wheel', $context->neighbors);
        self::assertNotContains('later', $context->neighbors);
        self::assertNotContains('trek', $context->neighbors);
        $this->page($this->image());
        self::assertSame([], $this->context()->neighbors);
    }

    public function testThePlaceOfAnotherLanguageSaysWhich(): void
    {
        add_filter('wpml_post_language_details', static fn (mixed $none, int $id): ?array
            => get_post_type($id) === 'page' ? ['locale' => 'de_DE'] : null, 10, 2);
        $this->page($this->image());
        self::assertSame('de-DE', $this->context()->placements[0]->language);
        self::assertNull($this->context(['language' => 'de-DE'])->placements[0]->language);
    }

    public function testAnImageInAWidgetIsAPlaceWithoutAPage(): void
    {
        update_option('widget_block', [2 => ['content' => '<p>Visit us</p>' . $this->image()]]);
        [$place] = $this->context()->placements;
        self::assertSame(['', 'Visit us'], [$place->pageTitle, $place->textBefore]);
    }

    public function testAPageBuildersJsonIsReadAsHtml(): void
    {
        $page = $this->page('');
        $html = '<h2>Built</h2><p>With widgets</p><a href="/go/">' . $this->image() . '</a>';
        update_post_meta($page, '_elementor_data', wp_slash((string) wp_json_encode([['settings' => ['editor' => $html]]])));
        $keys = array_map(static fn (Placement $one): array => [$one->heading, $one->linkTarget], $this->context()->placements);
        self::assertSame([['Built', '/go/']], $keys);
    }
}
