<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Delivery;

use PictureOptimizer\Delivery\AutoSizes;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\ServiceTestCase;

/** Lazy images say `sizes="auto"`; the first large one comes first, and an optimized page keeps both. */
final class AutoSizesTest extends ServiceTestCase
{
    /** @return iterable<string, array{string, string}> a tag before and after */
    public static function tags(): iterable
    {
        $lazy = '<img loading="lazy" src="a.webp" srcset="a.webp 1x" sizes="%s">';
        yield 'a lazy one' => [sprintf($lazy, '(max-width: 600px) 100vw'), sprintf($lazy, 'auto, (max-width: 600px) 100vw')];
        yield 'already there' => [sprintf($lazy, 'auto, 100vw'), sprintf($lazy, 'auto, 100vw')];
        yield 'an eager one' => ['<img src="a.webp" sizes="100vw">', '<img src="a.webp" sizes="100vw">'];
        yield 'without sizes' => ['<img loading="lazy" src="a.webp">', '<img loading="lazy" src="a.webp">'];
        yield 'quotes' => ["<img loading='lazy' sizes='100vw' alt='a > b'>", "<img loading='lazy' sizes=\"auto, 100vw\" alt='a > b'>"];
    }

    /** @dataProvider tags */
    public function testATagOfContent(string $before, string $after): void
    {
        self::assertSame($after, AutoSizes::inTag($before));
        self::assertSame($after, AutoSizes::inTag(AutoSizes::inTag($before)), 'once');
    }

    public function testAttributesOfAnImage(): void
    {
        $lazy = ['loading' => 'lazy', 'sizes' => '100vw', 'alt' => 'x'];
        self::assertSame('auto, 100vw', AutoSizes::inAttributes($lazy)['sizes']);
        self::assertEqualsCanonicalizing(['auto, 100vw', 'lazy', 'x'], AutoSizes::inAttributes($lazy));
        $eager = ['sizes' => '100vw', 'alt' => 'x'];
        self::assertSame($eager, AutoSizes::inAttributes($eager));
    }

    public function testAnOptimizedPageKeepsSrcsetAndWhatWordPressDecidesOfLoading(): void
    {
        $ids = [$this->addPicture('first.jpg', 1600, 1000, 1), $this->addPicture('second.jpg', 1600, 1000, 2),
            $this->addPicture('third.jpg', 1600, 1000, 3), $this->addPicture('fourth.jpg', 1600, 1000, 4)];
        $images = array_map(static fn (int $id): string => sprintf(
            '<!-- wp:image {"id":%1$d} --><figure class="wp-block-image"><img src="%2$s" class="wp-image-%1$d" alt=""/></figure>'
                . '<!-- /wp:image -->',
            $id,
            wp_get_attachment_image_url($id, 'large')
        ), $ids);
        $post = wp_insert_post(['post_title' => 'A page', 'post_status' => 'publish', 'post_content' => implode('', $images)]);
        $this->process($ids, Pipeline::Export);
        $GLOBALS['wp_query'] = $GLOBALS['wp_the_query'] = new \WP_Query(['p' => $post]);
        the_post();
        ob_start();
        the_content();
        $html = (string) ob_get_clean();
        wp_reset_postdata();
        function_exists('wp_img_tag_add_auto_sizes') || AutoSizes::register();
        preg_match_all('/<img [^>]+>/', $html, $found);
        self::assertCount(4, $found[0]);
        self::assertStringContainsString('fetchpriority="high"', $found[0][0]);
        self::assertStringNotContainsString('loading="lazy"', $found[0][0]);
        self::assertMatchesRegularExpression('/loading="lazy"/', $found[0][3]);
        foreach ($found[0] as $tag) {
            self::assertMatchesRegularExpression('/srcset="[^"]+\.webp \d+w, [^"]+\.webp \d+w/', $tag);
            self::assertStringNotContainsString('.jpg', $tag);
        }
    }
}
