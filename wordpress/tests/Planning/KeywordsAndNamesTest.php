<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Api\Wire\ItemContext;
use PictureOptimizer\Planning\FocusKeyword;
use PictureOptimizer\Planning\Surroundings;
use PictureOptimizer\References\PlaceFinder;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Tests\TestCase;

/**
 * What is told of a site besides its text: the keyword of a page, names of site and file, other alts of the image.
 *
 * @group acceptance-E6
 */
final class KeywordsAndNamesTest extends TestCase
{
    /** @param array<string, mixed> $chosen */
    private static function settings(array $chosen = []): JobSettings
    {
        return JobSettings::from(Defaults::ALL, Chosen::from($chosen));
    }

    /** @param array<string, mixed> $chosen */
    private function context(int $id, array $chosen = []): ItemContext
    {
        $finder = new PlaceFinder($this->plugin->db(), $this->plugin->scanner());
        return (new Surroundings($this->plugin->db(), $finder))->of([$id], self::settings($chosen))[$id];
    }

    /** @param array<string, mixed> $more */
    private function page(string $content, array $more = []): int
    {
        return (int) wp_insert_post($more + ['post_title' => 'Bikes', 'post_status' => 'publish', 'post_type' => 'page',
            'post_content' => $content]);
    }

    /** @return iterable<string, array{string|null, string}> what All in One SEO keeps, the keyword */
    public static function keyphrases(): iterable
    {
        yield 'a phrase' => ['{"focus":{"keyphrase":"steel bike","score":80},"additional":[{"keyphrase":"other"}]}', 'steel bike'];
        yield 'markup' => ['{"focus":{"keyphrase":"<b>steel</b> &amp; wood"}}', 'steel & wood'];
        yield 'too long' => ['{"focus":{"keyphrase":"' . str_repeat('x', 101) . '"}}', str_repeat('x', 100)];
        yield 'no phrase' => ['{"focus":{"score":0},"additional":[]}', ''];
        yield 'no focus' => ['{"additional":[{"keyphrase":"other"}]}', ''];
        yield 'a list for a phrase' => ['{"focus":{"keyphrase":["steel"]}}', ''];
        yield 'no JSON' => ['steel bike', ''];
        yield 'a text' => ['"steel bike"', ''];
        yield 'nothing' => [null, ''];
    }

    /** @dataProvider keyphrases */
    public function testAllInOneSeoKeepsItsKeywordInATableOfItsOwn(?string $kept, string $keyword): void
    {
        global $wpdb;
        $table = "{$wpdb->prefix}aioseo_posts";
        // A table that lasts would end the test's transaction; one that does not is in no list of tables.
        $wpdb->query("CREATE TEMPORARY TABLE {$table} (post_id bigint, keyphrases longtext)");
        add_filter('query', static fn (string $query): string
            => str_starts_with($query, 'SHOW TABLES LIKE') && str_contains($query, 'aioseo') ? "SELECT '{$table}'" : $query);
        $page = $this->page('x');
        $wpdb->insert($table, ['post_id' => $page + 1, 'keyphrases' => '{"focus":{"keyphrase":"of another page"}}']);
        $kept === null || $wpdb->insert($table, ['post_id' => $page, 'keyphrases' => $kept]);
        try {
            self::assertSame($keyword, (new FocusKeyword($wpdb))->of($page));
        } finally {
            $wpdb->query("DROP TEMPORARY TABLE {$table}");
        }
    }

    public function testWithoutItsTableNothingIsAskedForThere(): void
    {
        self::assertSame('', (new FocusKeyword($this->plugin->db()))->of($this->page('x')));
        self::assertSame('', $GLOBALS['wpdb']->last_error);
    }

    public function testAFilesNameIsToldWhereNamesMayBe(): void
    {
        $id = $this->addPlainImage('trek-520.png');
        self::assertSame('trek-520.png', Surroundings::nameOnly($id, self::settings())->fileName);
        self::assertSame('', Surroundings::nameOnly($id, self::settings(['send_names' => false]))->fileName);
        self::assertSame('', Surroundings::nameOnly(9_999_999, self::settings())->fileName);
        add_filter('wp_get_original_image_path', static fn (): string => '/x/' . str_repeat('n', 260) . '.png');
        self::assertSame(str_repeat('n', 255), Surroundings::nameOnly($id, self::settings())->fileName);
    }

    public function testTheSitesNameIsCutToWhatTheServiceTakes(): void
    {
        update_option('blogname', str_repeat('s', 301));
        self::assertSame(str_repeat('s', 300), $this->context($this->addPlainImage())->siteName);
    }

    public function testOtherAltsAreToldOnceAndNoMoreThanTen(): void
    {
        $id = $this->addPlainImage('trek.png');
        update_post_meta($id, '_wp_attachment_image_alt', 'Its own');
        $image = static fn (string $alt): string => "<p>{$alt}</p><img class=\"wp-image-{$id}\" src=\"x.png\" alt=\"{$alt}\">";
        $this->page($image('Its own') . $image('') . $image('Another') . $image('Another') . $image(str_repeat('é', 301)));
        self::assertEqualsCanonicalizing(['Another', str_repeat('é', 300)], $this->context($id)->otherAlts);
        $this->page(implode('', array_map($image, array_map(static fn (int $n): string => "Alt {$n}", range(1, 12)))));
        self::assertCount(10, $this->context($id)->otherAlts);
        $silent = $this->context($id, ['send_alts' => false]);
        self::assertSame([[], ''], [$silent->otherAlts, $silent->existingAlt]);
    }

    /** @return iterable<string, array{array<string, string>, bool}> of a page, whether its text is told */
    public static function pages(): iterable
    {
        yield 'published' => [[], true];
        yield 'a draft' => [['post_status' => 'draft'], false];
        yield 'private' => [['post_status' => 'private'], false];
        yield 'with a password' => [['post_password' => 'x'], false];
        yield 'a draft with a password' => [['post_status' => 'draft', 'post_password' => 'x'], false];
    }

    /**
     * @dataProvider pages
     * @param array<string, string> $more
     */
    public function testOnlyWhatEverybodyCanReadIsTold(array $more, bool $told): void
    {
        $id = $this->addPlainImage('trek.png');
        $this->page("<p>Words</p><img class=\"wp-image-{$id}\" src=\"x.png\">", $more);
        self::assertCount((int) $told, $this->context($id)->placements);
        self::assertCount(1, $this->context($id, ['send_unpublished' => true])->placements);
    }

    public function testAPageSpeaksForItselfWhateverItLiesBelow(): void
    {
        $id = $this->addPlainImage('trek.png');
        $draft = $this->page('', ['post_status' => 'draft']);
        $this->page("<p>Words</p><img class=\"wp-image-{$id}\" src=\"x.png\">", ['post_parent' => $draft]);
        self::assertSame(['Words'], array_column($this->context($id)->placements, 'textBefore'));
    }

    public function testAWidgetIsToldWhateverPageIsShown(): void
    {
        $id = $this->addPlainImage('trek.png');
        update_option('widget_block', [2 => ['content' => "<p>Visit us</p><img class=\"wp-image-{$id}\" src=\"x.png\">"]]);
        $GLOBALS['post'] = get_post($this->page('', ['post_status' => 'draft']));
        self::assertSame(['Visit us'], array_column($this->context($id)->placements, 'textBefore'));
    }

    public function testAVariationWithoutAProductSpeaksForItself(): void
    {
        register_post_type('product', ['public' => true]);
        register_post_type('product_variation', ['public' => false]);
        $id = $this->addPlainImage('trek.png');
        $orphan = $this->page('', ['post_type' => 'product_variation', 'post_title' => 'Trek – Green']);
        set_post_thumbnail($orphan, $id);
        self::assertSame('Trek – Green', $this->context($id)->product?->name);
        unregister_post_type('product');
        unregister_post_type('product_variation');
    }
}
