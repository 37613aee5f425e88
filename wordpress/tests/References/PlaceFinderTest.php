<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\References\PlaceFinder;
use PictureOptimizer\References\UsedOn;
use PictureOptimizer\Tests\TestCase;

/**
 * Which pages show an image, in their text or beside it; history and what nobody has kept are no pages.
 *
 * @group acceptance-E6
 */
final class PlaceFinderTest extends TestCase
{
    private int $id;

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPlainImage('lonely-harbor.png');
    }

    /** @return list<int> posts where the image is used; 0 for the site itself */
    private function posts(): array
    {
        $finder = new PlaceFinder($this->plugin->db(), $this->plugin->scanner());
        return array_map(static fn (UsedOn $one): int => $one->postId, $finder->find([$this->id])[$this->id]);
    }

    /** @param array<string, mixed> $more */
    private function page(string $content = '', array $more = []): int
    {
        return (int) wp_insert_post(wp_slash($more + ['post_title' => 'x', 'post_type' => 'page', 'post_status' => 'publish',
            'post_content' => $content]));
    }

    private function image(): string
    {
        return "<p>Words</p><img class=\"wp-image-{$this->id}\" src=\"x.png\">";
    }

    /** @return iterable<string, array{string, bool}> status of a post, whether it is a page of the site */
    public static function statuses(): iterable
    {
        foreach (['publish', 'draft', 'private', 'pending', 'future'] as $status) {
            yield $status => [$status, true];
        }
        foreach (['trash', 'auto-draft', 'inherit'] as $status) {
            yield $status => [$status, false];
        }
    }

    /** @dataProvider statuses */
    public function testWhatIsKeptIsAPage(string $status, bool $is): void
    {
        $more = ['post_status' => $status, 'post_date' => $status === 'future' ? '2099-01-01 00:00:00' : ''];
        $page = $this->page($this->image(), $more);
        self::assertSame($status, get_post_status($page));
        self::assertSame($is ? [$page] : [], $this->posts(), 'in the text');
        $this->plugin->db()->update($this->plugin->db()->posts, ['post_content' => ''], ['ID' => $page]);
        update_post_meta($page, '_thumbnail_id', (string) $this->id);
        self::assertSame($is ? [$page] : [], $this->posts(), 'above it');
        delete_post_meta($page, '_thumbnail_id');
        $this->plugin->db()->update($this->plugin->db()->posts, ['post_parent' => $page], ['ID' => $this->id]);
        clean_post_cache($this->id);
        self::assertSame($is ? [$page] : [], $this->posts(), 'uploaded to it');
    }

    public function testAWidgetIsOfTheWholeSite(): void
    {
        update_option('widget_block', [2 => ['content' => $this->image()]]);
        self::assertSame([0], $this->posts());
    }

    public function testATermsImageStandsWithItsNameAndDescription(): void
    {
        $words = ['description' => 'Knitted <b>by hand</b>'];
        $term = (int) wp_insert_term('[:en]Wool &amp; silk[:de]Wolle und Seide[:]', 'category', $words)['term_id'];
        add_term_meta($term, 'thumbnail_id', (string) $this->id);
        register_taxonomy('a_secret', 'post', ['public' => false]);
        add_term_meta((int) wp_insert_term('Internal', 'a_secret')['term_id'], 'thumbnail_id', (string) $this->id);
        $found = (new PlaceFinder($this->plugin->db(), $this->plugin->scanner()))->find([$this->id])[$this->id];
        self::assertSame([0], array_column($found, 'postId'));
        self::assertSame(['Wool &amp; silk', 'Knitted by hand'], [$found[0]->place->heading, $found[0]->place->after]);
    }

    public function testOfAGalleryOfIdsOursCount(): void
    {
        $page = $this->page();
        add_post_meta($page, '_product_image_gallery', "1,{$this->id}");
        add_post_meta($this->page(), '_product_image_gallery', "1,{$this->id}0");
        add_post_meta($this->page(), '_thumbnail_id', "{$this->id}0");
        self::assertSame([$page], $this->posts());
    }

    public function testAPageBuilderNamesAnImageInItsData(): void
    {
        $url = (string) wp_get_attachment_url($this->id);
        $builder = $this->page('Repairs daily.');
        $image = ['name' => 'image', 'settings' => ['image' => ['id' => $this->id, 'url' => $url]]];
        update_post_meta($builder, '_bricks_page_content_2', [$image, $image]);
        $shortcode = $this->page("[et_pb_image src=\"{$url}\"] Cheap.");
        $both = $this->page("<p>Words</p><img class=\"wp-image-{$this->id}\" src=\"{$url}\"><a href=\"{$url}\">Larger</a>");
        $this->page("[et_pb_image src=\"{$url}\"]", ['post_status' => 'trash']);
        $finder = new PlaceFinder($this->plugin->db(), $this->plugin->scanner());
        $found = $finder->find([$this->id])[$this->id];
        $places = array_map(static fn (UsedOn $one): array => [$one->postId, $one->place->after, $one->isInText()], $found);
        $expected = [[$both, 'Larger', true], [$builder, 'Repairs daily.', false], [$shortcode, 'Cheap.', false]];
        self::assertEqualsCanonicalizing($expected, $places);
    }

    /** @testWith ["[vc_single_image image=\"%d\" img_size=\"large\"]"]
     *            ["[vc_gallery type=\"grid\" images=\"1,%d\"]"]
     *            ["[et_pb_gallery gallery_ids=\"%d,1\"]"]
     */
    public function testShortcodesOfPageBuildersNameTheirImagesByTheirIds(string $shortcode): void
    {
        $page = $this->page(sprintf($shortcode, $this->id) . ' Cheap.');
        $this->page(sprintf($shortcode, 10 * $this->id));
        self::assertSame([$page], $this->posts());
    }

    public function testAGallerysShortcodeNamesItsImagesByTheirIds(): void
    {
        $page = $this->page("<h2>Wheels</h2>[gallery ids=\"1,{$this->id}\"]");
        $this->page("[gallery ids=\"1,{$this->id}0\"] {$this->id}");
        $this->page("[gallery ids='{$this->id}']", ['post_status' => 'trash']);
        $finder = new PlaceFinder($this->plugin->db(), $this->plugin->scanner());
        $found = $finder->find([$this->id])[$this->id];
        self::assertSame([[$page], 'Wheels'], [array_column($found, 'postId'), $found[0]->place->heading]);
    }

    /** MariaDB reads patterns as PHP does, MySQL as ICU does: there it would be an error. */
    public function testMySqlUnderstandsThePatternForGalleriesToo(): void
    {
        $asked = [];
        add_filter('query', static function (string $query) use (&$asked): string {
            $asked[] = $query;
            return $query;
        });
        $this->posts();
        $patterns = implode("\n", preg_grep('~ REGEXP ~', $asked) ?: []);
        self::assertStringContainsString('gallery', $patterns);
        self::assertDoesNotMatchRegularExpression('~\[\[(?!:\w+:\])~', $patterns);
    }

    public function testWhatStandsInTheTextComesFirst(): void
    {
        $beside = $this->page();
        update_post_meta($beside, '_thumbnail_id', (string) $this->id);
        $inText = $this->page($this->image());
        self::assertSame([$inText, $beside], $this->posts());
    }

    public function testAnImageThatIsGoneIsUsedNowhere(): void
    {
        $finder = new PlaceFinder($this->plugin->db(), $this->plugin->scanner());
        self::assertSame([9_999_999 => []], $finder->find([9_999_999]));
        self::assertSame([], $finder->find([]));
        $page = $this->page($this->image());
        $found = $finder->find([9_999_999, $this->id]);
        self::assertSame([[], [$page]], [$found[9_999_999], array_column($found[$this->id], 'postId')]);
    }
}
