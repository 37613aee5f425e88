<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PictureOptimizer\Api\Wire\Placement;
use PictureOptimizer\Planning\FocusKeyword;
use PictureOptimizer\Planning\Placements;
use PictureOptimizer\References\ImagePlace;
use PictureOptimizer\References\UsedOn;
use PictureOptimizer\Settings\Chosen;
use PictureOptimizer\Settings\Defaults;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Tests\TestCase;

/**
 * Which places of an image are told, in which order, and how much of each. The contract's limits are the letter: one more and the
 * service refuses the whole request.
 *
 * @group acceptance-E6
 */
final class PlacementsTest extends TestCase
{
    /** @param array<string, mixed> $chosen */
    private function placements(array $chosen = [], string $language = 'en-US'): Placements
    {
        $settings = JobSettings::from(Defaults::ALL, Chosen::from($chosen));
        return new Placements($settings, $language, new FocusKeyword($this->plugin->db()));
    }

    /** @param array<string, mixed> $parts */
    private function told(array $parts = [], int $post = 0): Placement
    {
        return $this->placements()->of([$this->place($parts, $post)])[0];
    }

    /** @param array<string, mixed> $parts of an ImagePlace */
    private function place(array $parts = [], int $post = 0): UsedOn
    {
        return new UsedOn(new ImagePlace(...['attachmentId' => 7] + $parts), $post);
    }

    /** @return iterable<string, array{string, string, int}> part of a place, of what is told, characters */
    public static function lengths(): iterable
    {
        yield 'heading' => ['heading', 'heading', 300];
        yield 'text after' => ['after', 'textAfter', 600];
        yield 'caption' => ['caption', 'figcaption', 1000];
        yield 'link' => ['link', 'linkTarget', 2000];
        yield 'text of the link' => ['linkText', 'linkText', 300];
        yield 'alt' => ['alt', 'alt', 2000];
    }

    /** @dataProvider lengths */
    public function testEachPartIsCutToWhatTheServiceTakes(string $part, string $told, int $longest): void
    {
        $fits = str_repeat('ö', $longest);
        self::assertSame($fits, $this->told([$part => $fits])->$told);
        self::assertSame($fits, $this->told([$part => "{$fits}x"])->$told);
    }

    public function testOfTheTextBeforeItsEndIsTold(): void
    {
        self::assertSame(str_repeat('ö', 600), $this->told(['before' => str_repeat('ö', 600)])->textBefore);
        $long = str_repeat('x', 100) . ' ' . str_repeat('y', 599);
        self::assertSame(str_repeat('y', 599), $this->told(['before' => $long])->textBefore);
    }

    /** @return iterable<string, array{string, string, string|null, string}> of a part of a text, of the job, what is told, part of the title */
    public static function marked(): iterable
    {
        yield 'the job’s own' => ['en', 'en-US', null, 'Coffee'];
        yield 'another' => ['de', 'en-US', 'de', 'Kaffee'];
        yield 'one that the title has not' => ['fr', 'en-US', 'fr', 'Coffee'];
        yield 'none' => ['', 'de-DE', null, 'Kaffee'];
    }

    /** @dataProvider marked */
    public function testAPartOfATextSpeaksItsOwnLanguage(string $language, string $job, ?string $told, string $title): void
    {
        $page = (int) wp_insert_post(['post_type' => 'page', 'post_title' => '[:en]Coffee[:de]Kaffee[:]', 'post_status' => 'publish']);
        $placement = $this->placements(language: $job)->of([$this->place(['language' => $language], $page)])[0];
        self::assertSame([$told, $title], [$placement->language, $placement->pageTitle]);
    }

    public function testATitleIsCutAsWell(): void
    {
        $page = (int) wp_insert_post(['post_type' => 'page', 'post_title' => str_repeat('t', 301), 'post_status' => 'publish']);
        self::assertSame(str_repeat('t', 300), $this->told(post: $page)->pageTitle);
    }

    public function testATitleIsThatOfItsAuthor(): void
    {
        $page = (int) wp_insert_post(['post_type' => 'page', 'post_title' => 'Our team', 'post_status' => 'private']);
        self::assertSame('Our team', $this->told(post: $page)->pageTitle, 'not "Private: Our team"');
    }

    public function testWhatLooksLikeATagInAPagesWordsIsLeft(): void
    {
        self::assertSame('If a <b then c', $this->told(['after' => 'If a <b then c'])->textAfter);
    }

    public function testPartsOfPagesAndWidgetsHaveNoTitle(): void
    {
        register_post_type('page_part', ['public' => false]);
        $part = (int) wp_insert_post(['post_type' => 'page_part', 'post_title' => 'Footer v2', 'post_status' => 'publish']);
        $page = (int) wp_insert_post(['post_type' => 'page', 'post_title' => 'About us', 'post_status' => 'publish']);
        $GLOBALS['post'] = get_post($page); // Whatever WordPress is showing at this moment.
        self::assertSame(['', '', 'About us'], [$this->told()->pageTitle, $this->told(post: $part)->pageTitle,
            $this->told(post: $page)->pageTitle]);
        unregister_post_type('page_part');
    }

    public function testAKeywordIsAPagesOwn(): void
    {
        $page = (int) wp_insert_post(['post_type' => 'page', 'post_title' => 'Bikes', 'post_status' => 'publish']);
        update_post_meta($page, '_yoast_wpseo_focuskw', 'steel bike');
        $GLOBALS['post'] = get_post($page);
        self::assertSame(['', 'steel bike'], [$this->told()->focusKeyword, $this->told(post: $page)->focusKeyword]);
        $silent = $this->placements(['send_keywords' => false])->of([$this->place(post: $page)]);
        self::assertSame('', $silent[0]->focusKeyword);
    }

    public function testNoAltIsAnotherThingThanAnEmptyOne(): void
    {
        $alts = array_map(fn (?string $alt): ?string => $this->told(['alt' => $alt])->alt, [null, '', 'A bike']);
        self::assertSame([null, '', 'A bike'], $alts);
        self::assertNull($this->placements(['send_alts' => false])->of([$this->place(['alt' => 'A bike'])])[0]->alt);
    }

    public function testDecorationIsTold(): void
    {
        self::assertSame([false, true], [$this->told()->decorative, $this->told(['decorative' => true])->decorative]);
    }

    public function testALinkWithoutItsTextWhereOnlyLinksAreTold(): void
    {
        $place = $this->place(['link' => '/go/', 'linkText' => 'Go on', 'heading' => 'Above']);
        [$links] = $this->placements(['send_page_text' => false])->of([$place]);
        self::assertSame(['/go/', '', ''], [$links->linkTarget, $links->linkText, $links->heading]);
        [$text] = $this->placements(['send_links' => false])->of([$place]);
        self::assertSame(['', '', 'Above'], [$text->linkTarget, $text->linkText, $text->heading]);
    }

    /** @return iterable<string, array{string, string, string|null}> of the order, of the page, what is told */
    public static function languages(): iterable
    {
        yield 'another one' => ['en-US', 'de_DE', 'de-DE'];
        yield 'the same' => ['de-DE', 'de_DE', null];
        yield 'the same in other letters' => ['DE-de', 'de_DE', null];
        yield 'none' => ['en-US', '', null];
        yield 'one that is none' => ['en-US', 'klingon speech', null];
    }

    /** @dataProvider languages */
    public function testALanguageIsToldWhereItIsAnother(string $order, string $page, ?string $told): void
    {
        add_filter('wpml_post_language_details', static fn (): array => ['locale' => $page]);
        self::assertSame($told, $this->placements(language: $order)->of([$this->place(post: 3)])[0]->language);
    }

    /** @return list<UsedOn> different places of one kind */
    private function places(int $number, string $after = ''): array
    {
        return array_map(fn (int $n): UsedOn => $this->place(['before' => "Text {$n}", 'after' => $after]), range(1, $number));
    }

    public function testTwentyPlacesAreToldAndEachOnce(): void
    {
        $places = $this->places(20);
        self::assertCount(20, $this->placements()->of([...$places, ...$places]));
        $told = $this->placements()->of($this->places(21));
        self::assertCount(20, $told);
        self::assertSame(['Text 1', 'Text 20'], [$told[0]->textBefore, $told[19]->textBefore]);
        self::assertSame([], $this->placements()->of([]));
    }

    public function testOneOfEachKindComesBeforeMoreOfTheSame(): void
    {
        $places = [...$this->places(25), $this->place(['link' => '/a/']), $this->place(['link' => '/b/']), $this->place(['link' => '/a/',
            'before' => 'x']), $this->place(['decorative' => true])];
        $told = $this->placements()->of($places);
        self::assertSame(['', '/a/', '/b/', ''], array_column(array_slice($told, 0, 4), 'linkTarget'));
        self::assertSame([false, false, false, true, false], array_column(array_slice($told, 0, 5), 'decorative'));
        self::assertSame(['Text 1', 'Text 2'], [$told[0]->textBefore, $told[4]->textBefore]);
    }

    public function testAllPlacesTogetherAreNoLargerThanARequest(): void
    {
        // In JSON a sign of another script needs six bytes, and what counts is what is sent.
        $one = strlen((string) wp_json_encode($this->placements()->of($this->places(1, str_repeat('語', 600)))[0]));
        $some = [];
        foreach (range(1, 20) as $n) {
            $some[] = $this->place(['before' => "Text {$n}", 'after' => str_repeat('語', 600), 'caption' => str_repeat('語', 1000)]);
        }
        $told = $this->placements()->of($some);
        $bytes = array_sum(array_map(static fn (Placement $place): int => strlen((string) wp_json_encode($place)), $told));
        self::assertGreaterThan(3600, $one);
        self::assertLessThanOrEqual(100_000, $bytes);
        self::assertLessThan(20, count($told));
        self::assertGreaterThan(100_000, $bytes + intdiv($bytes, count($told)) + 10, 'and one more would not have fitted');
    }

    public function testExactlyAsMuchAsARequestHoldsIsTold(): void
    {
        $bytes = fn (array $places): int => array_sum(array_map(
            static fn (Placement $place): int => strlen((string) wp_json_encode($place)),
            $this->placements()->of($places)
        ));
        $some = [];
        foreach (range(10, 19) as $n) {
            $some[] = $this->place(['before' => "Text {$n}", 'after' => str_repeat('語', 600), 'caption' => str_repeat('語', 990)]);
        }
        $left = 100_000 - $bytes($some);
        self::assertTrue($left > 1000 && $left < 2500, "what is left, {$left}, is one more place of letters that need one byte each");
        $empty = $bytes([$this->place(['link' => '/x'])]); // '/' has a title: the site's name
        $last = fn (int $more): UsedOn => $this->place(['link' => '/x' . str_repeat('a', min(1900, $left - $empty + $more)),
            'after' => str_repeat('b', min(600, max(0, $left - $empty - 1900 + $more)))]);
        self::assertSame(100_000, $bytes([...$some, $last(0)]));
        self::assertCount(11, $this->placements()->of([...$some, $last(0)]));
        self::assertCount(10, $this->placements()->of([...$some, $last(1)]));
    }

    // Of an editor.

    public function testWhatAnEditorSaysGoesUnderTheSameSwitches(): void
    {
        $spot = new Placement('k', 'Title', 'Head', 'Before', 'After', 'Caption', home_url('/'), '', 'In the link');
        update_option('blogname', 'Bikes');
        [$all] = $this->placements()->ofSpots([$spot]);
        self::assertSame(['k', 'Title', 'Head', 'Before', 'After', 'Caption', home_url('/'), 'Bikes'], [$all->key, $all->pageTitle,
            $all->heading, $all->textBefore, $all->textAfter, $all->figcaption, $all->linkTarget, $all->linkTitle]);
        [$links] = $this->placements(['send_page_text' => false])->ofSpots([$spot]);
        self::assertSame(['k', '', '', '', '', '', home_url('/'), 'Bikes'], [$links->key, $links->pageTitle, $links->heading,
            $links->textBefore, $links->textAfter, $links->figcaption, $links->linkTarget, $links->linkTitle]);
        [$text] = $this->placements(['send_links' => false])->ofSpots([$spot]);
        self::assertSame(['Title', '', ''], [$text->pageTitle, $text->linkTarget, $text->linkTitle]);
        self::assertSame([], $this->placements()->ofSpots([]));
    }
}
