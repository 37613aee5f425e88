<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Planning\FocusKeyword;
use PictureOptimizer\Planning\LinkTitle;
use PictureOptimizer\Tests\TestCase;

/** Where a linked image leads, in words, and what a page wants to be found for. */
final class LinkTitleTest extends TestCase
{
    private function page(string $title, string $status = 'publish'): int
    {
        return (int) wp_insert_post(['post_title' => $title, 'post_status' => $status, 'post_type' => 'page', 'post_name' => 'a-page']);
    }

    public function testOwnPagesAreKnownByTheirTitleHoweverTheLinkIsWritten(): void
    {
        $id = $this->page('Contact <em>us</em> &amp; more');
        $path = "/?page_id={$id}";
        $odd = [esc_html(home_url("{$path}&utm=1")), home_url("{$path}#form"), set_url_scheme(home_url($path), 'https')];
        foreach ([home_url($path), $path, ...$odd] as $link) {
            self::assertSame('Contact us & more', LinkTitle::of($link), $link);
        }
    }

    public function testAFileIsKnownByItsTitle(): void
    {
        $id = $this->addPlainImage('catalog.png');
        self::assertSame('catalog', LinkTitle::of((string) wp_get_attachment_url($id)));
    }

    public function testTheFrontPageIsTheSite(): void
    {
        update_option('blogname', 'Bikes &amp; more');
        foreach (['/', home_url(), home_url('/'), home_url('/?utm_source=mail'), home_url('/#top')] as $link) {
            self::assertSame('Bikes & more', LinkTitle::of($link), $link);
        }
    }

    public function testACategoryIsKnownByItsName(): void
    {
        global $wp_rewrite;
        $wp_rewrite->set_permalink_structure('/%postname%/');
        create_initial_taxonomies();
        ['term_id' => $parent] = wp_insert_term('Clothes', 'category');
        ['term_id' => $socks] = wp_insert_term('Wool &amp; silk socks', 'category', ['slug' => 'socks', 'parent' => $parent]);
        $link = (string) get_term_link($socks, 'category');
        $path = (string) wp_parse_url($link, PHP_URL_PATH);
        $titles = array_map(LinkTitle::of(...), [$link, $link . '?orderby=price', $path, home_url('/other/socks/')]);
        $wp_rewrite->set_permalink_structure('');
        create_initial_taxonomies();
        self::assertSame(['Wool & silk socks', 'Wool & silk socks', 'Wool & silk socks', ''], $titles);
    }

    public function testWithoutPermalinksAQueryIsAnotherPageThanTheHomePage(): void
    {
        ['term_id' => $socks] = wp_insert_term('Wool &amp; silk socks', 'category', ['slug' => 'socks']);
        wp_insert_term('Warm', 'post_tag', ['slug' => 'warm']);
        $links = ["/?cat={$socks}", home_url('/?category_name=clothes/socks'), '/?tag=warm&utm_source=mail', '/?cat=999999', '/?s=socks',
            '/?author=1', '/?page_id=999999', '/?cat[]=999999'];
        self::assertSame(
            ['Wool & silk socks', 'Wool & silk socks', 'Warm', '', '', '', '', ''],
            array_map(LinkTitle::of(...), $links)
        );
    }

    public function testATitleIsThatOfItsAuthor(): void
    {
        $id = $this->page('Price list');
        wp_update_post(['ID' => $id, 'post_password' => 'x']);
        self::assertSame('Price list', LinkTitle::of(home_url("/?page_id={$id}")), 'not "Protected: Price list"');
    }

    public function testATitleIsCutToWhatTheServiceTakes(): void
    {
        update_option('blogname', str_repeat('s', 301));
        $page = home_url('/?page_id=' . $this->page(str_repeat('p', 301)));
        self::assertSame([str_repeat('p', 300), str_repeat('s', 300)], [LinkTitle::of($page), LinkTitle::of('/')]);
    }

    /** @return iterable<array{string}> */
    public static function strangers(): iterable
    {
        yield from [[''], ['mailto:ann@example.com'], ['MAILTO:ann@example.com'], ['tel:+15550100'], ['https://elsewhere.example/'],
            ['//elsewhere.example/about'], ['https://elsewhere.example/?page_id=1'], ['/no-such-page/'], ['javascript:void(0)']];
    }

    /** @dataProvider strangers */
    public function testWhatIsNotOfThisSiteHasNoTitleHere(string $link): void
    {
        self::assertSame('', LinkTitle::of($link));
    }

    public function testALinkThatLeadsNowhereIsNotThePageThatIsShown(): void
    {
        $GLOBALS['post'] = get_post($this->page('About us'));
        self::assertSame('', LinkTitle::of('/no-such-page/'));
    }

    public function testWhatThePublicCannotReadIsNotSaid(): void
    {
        foreach (['draft', 'private', 'pending', 'trash'] as $status) {
            $id = $this->page('Layoffs in June', $status);
            self::assertSame('', LinkTitle::of(home_url("/?page_id={$id}")), $status);
        }
    }

    /** @return iterable<string, array{array<string, string>, string}> meta of a page, its keyword */
    public static function kept(): iterable
    {
        yield 'none' => [[], ''];
        yield 'empty' => [['_yoast_wpseo_focuskw' => ''], ''];
        yield 'of Yoast' => [['_yoast_wpseo_focuskw' => 'steel bike'], 'steel bike'];
        yield 'the main one of several' => [['rank_math_focus_keyword' => ' steel bike , touring'], 'steel bike'];
        yield 'of two plugins' => [['_seopress_analysis_target_kw' => 'old', '_yoast_wpseo_focuskw' => 'new'], 'new'];
        yield 'of the one that is left' => [['_yoast_wpseo_focuskw' => ' ', 'rank_math_focus_keyword' => 'steel'], 'steel'];
        yield 'with markup' => [['_yoast_wpseo_focuskw' => '<b>steel</b> &amp; wood'], 'steel & wood'];
        yield 'too long' => [['_yoast_wpseo_focuskw' => str_repeat('x', 150)], str_repeat('x', 100)];
    }

    /**
     * @param array<string, string> $meta
     * @dataProvider kept
     */
    public function testAPageHasOneKeyword(array $meta, string $keyword): void
    {
        $id = $this->page('Bikes');
        foreach ($meta as $key => $value) {
            update_post_meta($id, $key, $value);
        }
        self::assertSame($keyword, (new FocusKeyword($this->plugin->db()))->of($id));
    }
}
