<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\SocialImages;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Tests\Replace\ReplaceTestCase;

/** Where the new format is AVIF, social networks and feeds are given the former one. */
final class SocialImagesTest extends ReplaceTestCase
{
    /** @group acceptance-B2 */
    public function testStoredReferencesForSocialNetworksKeepTheFormerFormat(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $source = $this->workshop->originals->sourceFor($id)->sha256;
        $tag = static fn (string $url): string => "<!-- wp:html --><meta property=\"og:image\" content=\"{$url}\"><!-- /wp:html -->";
        $post = $this->post("<img src=\"{$this->url($id)}\">{$tag($this->url($id))}");
        add_post_meta($post, '_yoast_wpseo_opengraph-image', $this->url($id, 'medium'));
        add_post_meta($post, '_yoast_wpseo_opengraph-image-id', (string) $id);
        add_post_meta($post, 'rank_math_facebook_image', $this->url($id));
        add_post_meta($post, 'rank_math_facebook_image_id', (string) $id);
        $term = wp_insert_term('A term', 'category')['term_id'];
        add_term_meta($term, 'rank_math_twitter_image', $this->url($id));
        $seo = static fn (string $url, string $logo): array => [
            'wpseo_social' => ['og_default_image' => $url, 'og_default_image_id' => $id],
            'wpseo_taxonomy_meta' => ['category' => [$term => ['wpseo_opengraph-image' => $url]]],
            'rank-math-options-titles' => ['homepage_facebook_image' => $url, 'knowledgegraph_logo' => $url],
            'theme_mods_x' => ['logo' => $logo],
        ];
        array_map('update_option', array_keys($seo('', '')), $seo($this->url($id), $this->url($id)));
        add_post_meta($post, 'enclosure', "{$this->url($id)}\n1234\nimage/jpeg\n");
        $before = $this->stateOfSite();

        $this->applied($this->change($id, 'avif', 'Red bike'));
        $copy = str_replace('.avif', '-social.jpg', $this->url($id));
        self::assertStringEndsWith('/red-bike-social.jpg', $copy);
        self::assertSame("<img src=\"{$this->url($id)}\">{$tag($copy)}", get_post($post)->post_content);
        self::assertSame($copy, get_post_meta($post, '_yoast_wpseo_opengraph-image', true));
        self::assertSame((string) $id, get_post_meta($post, '_yoast_wpseo_opengraph-image-id', true));
        self::assertSame($copy, get_post_meta($post, 'rank_math_facebook_image', true));
        self::assertSame($copy, get_term_meta($term, 'rank_math_twitter_image', true));
        foreach ($seo($copy, $this->url($id)) as $name => $option) {
            self::assertSame($option, get_option($name), $name);
        }
        self::assertSame("{$copy}\n1234\nimage/jpeg\n", get_post_meta($post, 'enclosure', true));
        self::assertSame($source, hash_file('sha256', Attachment::load($id)->absolute('red-bike-social.jpg')));
        self::assertStringNotContainsString('social', (string) wp_get_attachment_image_srcset($id));
        self::assertSame('image/avif', get_post_mime_type($id));

        $this->reverted($id);
        self::assertSame($before, $this->stateOfSite());
    }

    public function testTagsOfTheHeadNameTheCopyWhoeverPrintsThem(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $this->applied($this->change($id, 'avif', 'Red bike'));
        $url = $this->url($id);
        $copy = str_replace('.avif', '-social.jpg', $url);
        $head = static fn (string $others): string => "<meta property='og:image' content='{$others}'/>"
            . "<meta content=\"{$others}\" name=\"twitter:image\"><link rel='shortcut icon' href='{$others}'>"
            . "<meta itemprop=\"image\" content=\"{$others}\"><link rel=image_src href=\"{$others}\">"
            . "<meta name=\"msapplication-TileImage\" content=\"{$others}\">"
            . "<link rel=\"apple-touch-icon\" sizes=\"180x180\" href=\"{$others}\"><link rel=\"preload\" as=\"image\" href=\"{$url}\">"
            . "<style>.icon{background:url({$url})}</style><meta name=\"x\" content=\"{$url}\">";
        $this->alone();
        add_action('wp_head', static fn () => print($head($url)));
        ob_start();
        apply_filters('template_include', 'page.php');
        echo "<html><head>{$head($url)}";
        do_action('wp_head');
        echo $head($url);
        self::assertSame("<html><head>{$head($copy)}{$head($copy)}{$head($url)}", ob_get_clean());
    }

    /** @return iterable<string, array{string}> */
    public static function documents(): iterable
    {
        yield 'WP Overnight' => ['wpo_wcpdf_get_html'];
        yield 'WebToffee' => ['wt_pklist_alter_final_order_template_html'];
    }

    /** @dataProvider documents */
    public function testDocumentsThatBecomePdfFilesNameTheCopyByAddressAndByPath(string $filter): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $this->applied($this->change($id, 'avif', 'Red bike'));
        $path = wp_normalize_path((string) realpath((string) get_attached_file($id)));
        $invoice = static fn (string $logo, string $signature): string
            => "<img src=\"{$logo}\" alt=\"Shop\"/><img src='{$signature}'><p>/elsewhere/red-bike.avif</p>";
        $copies = array_map(static fn (string $name): string => str_replace('.avif', '-social.jpg', $name), [$path, $this->url($id)]);
        self::assertFileExists($copies[0]);
        self::assertSame($invoice(...$copies), apply_filters($filter, $invoice($path, $this->url($id, 'medium'))));
        self::assertSame($invoice(...$copies), apply_filters($filter, $invoice((string) get_attached_file($id), $this->url($id))));
    }

    public function testAMailNamesTheCopyOfWhatItPicksFromTheMediaLibrary(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $this->applied($this->change($id, 'avif', 'Red bike'));
        $mail = static fn (string $image): array => ['to' => 'a@example.org', 'message' => "<img src=\"{$image}\" width=\"64\">"];
        $sent = (array) apply_filters('wp_mail', $mail($this->url($id, 'thumbnail')));
        self::assertEquals($mail(str_replace('.avif', '-social.jpg', $this->url($id))), $sent);
        self::assertSame(['to' => 'a@example.org'], apply_filters('wp_mail', ['to' => 'a@example.org']));
    }

    /** @return iterable<string, array{string, callable(string): mixed}> */
    public static function products(): iterable
    {
        yield 'CTX Feed, an image' => ['woo_feed_filter_product_image', static fn (string $url): string => $url];
        yield 'CTX Feed, a gallery' => ['woo_feed_filter_product_images', static fn (string $url): array => [1 => $url]];
        yield 'Product Feed Pro' => ['adt_get_product_data', static fn (string $url): array
            => ['id' => 5, 'image' => $url, 'images' => ['a' => [$url]], 'of' => null]];
        yield 'Facebook' => ['facebook_for_woocommerce_integration_prepare_product', static fn (string $url): array
            => ['image_link' => $url, 'additional_image_link' => [$url], 'price' => 12.5]];
    }

    /**
     * @dataProvider products
     * @param callable(string): mixed $product
     */
    public function testListsForShopsNameTheCopy(string $filter, callable $product): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        self::assertSame($product($this->url($id)), apply_filters($filter, $product($this->url($id))));
        $this->applied($this->change($id, 'avif', 'Red bike'));
        $copy = str_replace('.avif', '-social.jpg', $this->url($id));
        self::assertSame($product($copy), apply_filters($filter, $product($this->url($id))));
    }

    public function testGoogleForWooCommerceGetsTheCopyInThePlaceOfWhatItFound(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $filter = 'woocommerce_gla_product_attribute_values';
        $ask = fn (array $others): mixed => apply_filters($filter, $others, null, new class ($this->url($id)) {
            public function __construct(private readonly string $url)
            {
            }

            public function getImageLink(): string
            {
                return $this->url;
            }

            /** @return list<string> */
            public function getAdditionalImageLinks(): array
            {
                return [$this->url];
            }
        });
        self::assertSame(['color' => 'red'], $ask(['color' => 'red']));
        $this->applied($this->change($id, 'avif', 'Red bike'));
        $copy = str_replace('.avif', '-social.jpg', $this->url($id));
        self::assertSame(['color' => 'red', 'imageLink' => $copy, 'additionalImageLinks' => [$copy]], $ask(['color' => 'red']));
        self::assertSame([], apply_filters($filter, []));
    }

    /** As HivePress does: its page is sent before WordPress knows of a template. */
    public function testAPageThatIsPrintedInsteadOfATemplateHasTheCopyInItsHead(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $this->applied($this->change($id, 'avif', 'Red bike'));
        $tag = "<meta name=\"twitter:image\" content=\"{$this->url($id)}\">";
        $this->alone();
        add_action('wp_head', static fn () => print($tag));
        add_filter('template_include', static function (): string {
            do_action('wp_head');
            return '';
        }, 10000);
        ob_start();
        apply_filters('template_include', 'page.php');
        self::assertSame(str_replace('.avif', '-social.jpg', $tag), ob_get_clean());
    }

    private function alone(): void
    {
        array_map(remove_all_actions(...), ['wp_head', 'template_include', 'template_redirect']);
        (new SocialImages())->register();
    }

    public function testABufferThatSomebodyBeginsInTheHeadIsLeftToThem(): void
    {
        $this->alone();
        add_action('wp_head', static function (): void {
            echo 'head';
            ob_start(static fn (string $page): string => strtoupper($page));
        });
        ob_start();
        $level = ob_get_level();
        apply_filters('template_include', 'page.php');
        do_action('wp_head');
        echo ' body';
        self::assertSame($level + 2, ob_get_level());
        ob_end_flush();
        ob_end_flush();
        self::assertSame('head BODY', ob_get_clean());
    }

    public function testATemplateThatSendsMuchIsNotHeldInMemory(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $this->applied($this->change($id, 'avif', 'Red bike'));
        $tag = "<meta property=\"og:image\" content=\"{$this->url($id)}\">";
        $this->alone();
        ob_start();
        $level = ob_get_level();
        apply_filters('template_include', 'download.php');
        $text = '';
        for ($at = 0; $at < 40; $at++) {
            // Tags lie on the borders of pieces, wherever these are.
            $part = str_repeat(str_repeat('.', 900 + $at) . $tag, 5) . '<!-- a < b -->' . str_repeat('<', 9000);
            $text .= $part;
            echo $part;
            self::assertLessThan(200_000, ob_get_length());
        }
        ob_end_flush();
        self::assertSame($level, ob_get_level());
        self::assertSame(str_replace('.avif', '-social.jpg', $text), ob_get_clean());
    }

    public function testWhatATemplateThrowsAwayStaysAway(): void
    {
        $this->alone();
        $sent = '';
        ob_start(static function (string $piece) use (&$sent): string {
            $sent .= $piece;
            return '';
        });
        apply_filters('template_include', 'download.php');
        echo 'Notice: 1 <b', str_repeat('a', 10);
        ob_clean();
        echo '%PDF-1.7';
        ob_end_flush();
        ob_end_flush();
        self::assertSame('%PDF-1.7', $sent);
    }

    public function testAFeedIsGivenTheCopyWhateverPrintsIt(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $this->applied($this->change($id, 'avif', 'Red bike'));
        $feed = "<channel><image><url>{$this->url($id)}</url></image><itunes:image href=\"{$this->url($id, 'medium')}\"/></channel>";
        $copy = str_replace('.avif', '-social.jpg', $this->url($id));
        $this->alone();
        foreach ([false, true] as $isFeed) {
            $GLOBALS['wp_query']->is_feed = $isFeed;
            ob_start();
            $level = ob_get_level();
            do_action('template_redirect');
            echo $feed;
            while (ob_get_level() > $level) {
                ob_end_flush();
            }
            $expected = "<channel><image><url>{$copy}</url></image><itunes:image href=\"{$copy}\"/></channel>";
            self::assertSame($isFeed ? $expected : $feed, ob_get_clean());
        }
        $GLOBALS['wp_query']->is_feed = false;
    }

    public function testFeedsAndSeoPluginsAreGivenTheCopy(): void
    {
        $id = $this->addPicture('photo.jpg', 700, 500);
        $this->applied($this->change($id, 'avif', 'Red bike'));
        $copy = str_replace('.avif', '-social.jpg', $this->url($id));
        $html = "<img src=\"{$this->url($id, 'medium')}\" srcset=\"{$this->url($id)} 700w\"> https://other.example/x.avif";
        $expected = "<img src=\"{$copy}\" srcset=\"{$copy} 700w\"> https://other.example/x.avif";
        self::assertSame($expected, apply_filters('the_content_feed', $html, 'rss2'));
        self::assertSame($copy, apply_filters('wpseo_opengraph_image', $this->url($id)));
        foreach (['http:', 'https:', ''] as $scheme) {
            $here = str_replace('http:', $scheme, $this->url($id));
            self::assertSame(str_replace('http:', $scheme, $copy), apply_filters('wpseo_opengraph_image', $here), $scheme);
        }
        self::assertSame('https://example.com/x.jpg', apply_filters('wpseo_opengraph_image', 'https://example.com/x.jpg'));
        $this->reverted($id);
    }

    public function testWebpNeedsNoCopyAndDeletingThePictureLeavesNoFile(): void
    {
        $files = $this->filesWithHashes();
        $id = $this->addPicture('photo.jpg', 700, 500);
        $this->applied($this->change($id, 'webp', 'Red bike'));
        self::assertArrayNotHasKey('picopt-social', Attachment::load($id)->names());
        $this->applied($this->change($id, 'avif', 'Blue bike'));
        self::assertArrayHasKey('picopt-social', Attachment::load($id)->names());
        wp_delete_attachment($id, true);
        self::assertSame($files, $this->filesWithHashes());
        self::assertSame([], $this->plugin->redirects()->resolve(['2026/11/photo.jpg']));
    }
}
