<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\References\AltChange;
use PictureOptimizer\References\Alts;
use PictureOptimizer\References\ImagePlace;
use PictureOptimizer\References\PlaceAlts;

/** Alts of images in content: which are written, and that nothing else of the tag changes. */
final class AltsInTextTest extends TestCase
{
    private function rewritten(string $text, bool $fillEmpty = true, bool $replaceOld = true, string $new = 'A "red" bike & more'): string
    {
        $alts = new Alts([7 => new AltChange(7, 'Old words', $new, $fillEmpty, $replaceOld)]);
        return (new Edits($alts->edits($text)))->apply($text);
    }

    /** @return iterable<string, array{string, string}> tag before and after; %s stands for the new alt attribute's value */
    public static function tags(): iterable
    {
        yield 'an empty alt' => ['<img class="wp-image-7" alt="" src="a.jpg">', '<img class="wp-image-7" alt="%s" src="a.jpg">'];
        yield 'no alt' => ['<img class="wp-image-7" src="a.jpg">', '<img alt="%s" class="wp-image-7" src="a.jpg">'];
        yield 'an alt without value' => ['<img alt class="wp-image-7">', '<img alt="%s" class="wp-image-7">'];
        yield 'single quotes' => ["<img alt='' class='wp-image-7'>", "<img alt=\"%s\" class='wp-image-7'>"];
        yield 'no quotes' => ['<img class=wp-image-7 alt=>', '<img alt="%s" class=wp-image-7 alt=>'];
        yield 'blanks around the sign' => ['<img alt = "" class="wp-image-7">', '<img alt="%s" class="wp-image-7">'];
        yield 'only a blank in it' => ['<img alt=" " class="wp-image-7">', '<img alt="%s" class="wp-image-7">'];
        yield 'the old words' => ['<img alt="Old words" class="wp-image-7"/>', '<img alt="%s" class="wp-image-7"/>'];
        yield 'the old words and a blank' => ['<img alt=" Old words" class="wp-image-7">', '<img alt="%s" class="wp-image-7">'];
        yield 'capitals' => ['<IMG ALT="" CLASS="wp-image-7">', '<IMG alt="%s" CLASS="wp-image-7">'];
        yield 'several classes' => ['<img class="size-full wp-image-7 x" alt="">', '<img class="size-full wp-image-7 x" alt="%s">'];
        yield 'a bracket in another attribute' => ['<img title="a > b" class="wp-image-7" alt="">',
            '<img title="a > b" class="wp-image-7" alt="%s">'];
        yield 'an alt in another attribute' => ['<img data-x=\' alt="" \' class="wp-image-7" alt="">',
            '<img data-x=\' alt="" \' class="wp-image-7" alt="%s">'];
        yield 'an attribute that ends alike' => ['<img data-alt="" class="wp-image-7" alt="">',
            '<img data-alt="" class="wp-image-7" alt="%s">'];
        yield 'a line break' => ["<img\nalt=\"\"\nclass=\"wp-image-7\"\n/>", "<img alt=\"%s\"\nclass=\"wp-image-7\"\n/>"];
    }

    /** @dataProvider tags */
    public function testOnlyTheAltIsWritten(string $tag, string $expected): void
    {
        $expected = str_replace('%s', 'A &quot;red&quot; bike &amp; more', $expected);
        self::assertSame($expected, $this->rewritten($tag));
        self::assertSame("é<p>{$expected}</p> 写真 {$expected}", $this->rewritten("é<p>{$tag}</p> 写真 {$tag}"));
        self::assertSame($expected, $this->rewritten($expected), 'twice is once');
    }

    public function testNoAltIsAShortcodeInContent(): void
    {
        add_shortcode('picopt_ran', static fn (): string => 'RAN');
        $text = $this->rewritten('<img class="wp-image-7" alt="" src="a.jpg">', new: 'A sign [picopt_ran] [sic]');
        self::assertSame('<img class="wp-image-7" alt="A sign &#91;picopt_ran&#93; &#91;sic&#93;" src="a.jpg">', $text);
        self::assertSame($text, $this->rewritten($text, new: 'A sign [picopt_ran] [sic]'), 'twice is once');
        $shown = do_shortcode($text);
        remove_shortcode('picopt_ran');
        self::assertStringNotContainsString('RAN', $shown);
        self::assertSame('A sign [picopt_ran] [sic]', self::altOf($shown), 'read as it was written');
    }

    private static function altOf(string $tag): string
    {
        $tags = new \WP_HTML_Tag_Processor($tag);
        $tags->next_tag();
        return (string) $tags->get_attribute('alt');
    }

    /** @return iterable<string, array{string}> */
    public static function untouched(): iterable
    {
        yield 'a person’s words' => ['<img alt="My own words" class="wp-image-7">'];
        yield 'the old words in another case' => ['<img alt="old words" class="wp-image-7">'];
        yield 'another image' => ['<img alt="" class="wp-image-8">'];
        yield 'a longer number' => ['<img alt="" class="wp-image-77">'];
        yield 'a longer class' => ['<img alt="" class="x-wp-image-7">'];
        yield 'the class of something else' => ['<div class="wp-image-7" alt=""></div>'];
        yield 'a comment' => ['<!-- <img alt="" class="wp-image-7"> -->'];
        yield 'a script' => ['<script>var a = \'<img alt="" class="wp-image-7">\';</script>'];
        yield 'a text area' => ['<textarea><img alt="" class="wp-image-7"></textarea>'];
        yield 'no class' => ['<img alt="" src="wp-image-7.jpg">'];
        yield 'a tag that does not end' => ['<img alt="" class="wp-image-7"'];
    }

    /** @dataProvider untouched */
    public function testWhatIsNotMeantStays(string $text): void
    {
        self::assertSame($text, $this->rewritten($text));
    }

    /**
     * Alt, fill empty, replace old, new text, whether it is wanted.
     *
     * @return iterable<string, array{string|null, bool, bool, string, bool}>
     */
    public static function wishes(): iterable
    {
        yield 'empty, to be filled' => ['', true, false, 'New', true];
        yield 'empty, not to be filled' => ['', false, true, 'New', false];
        yield 'none, to be filled' => [null, true, false, 'New', true];
        yield 'old, to be replaced' => ['Old words', false, true, 'New', true];
        yield 'old, not to be replaced' => ['Old words', true, false, 'New', false];
        yield 'a person’s, whatever is wished' => ['Mine', true, true, 'New', false];
        yield 'new already' => ['New', true, true, 'New', false];
        yield 'new already, with blanks' => [' New ', true, true, 'New', false];
        yield 'nothing new to say' => ['', true, true, '', false];
        yield 'nothing new to say about the old' => ['Old words', true, true, '', false];
    }

    /** @dataProvider wishes */
    public function testWhatIsWanted(?string $alt, bool $fillEmpty, bool $replaceOld, string $new, bool $wanted): void
    {
        $change = new AltChange(7, 'Old words', $new, $fillEmpty, $replaceOld);
        self::assertSame($wanted ? $new : null, $change->altFor(new ImagePlace(7, alt: $alt), ''));
    }

    /** @return iterable<string, array{ImagePlace, string, string|null}> place, language of its page, its text */
    public static function places(): iterable
    {
        $place = static fn (string $heading, ?string $alt = '', string $link = ''): ImagePlace
            => new ImagePlace(7, alt: $alt, link: $link, heading: $heading);
        yield 'the place that was told' => [$place('Shop'), 'en', 'Buy the bike'];
        yield 'the words around it were edited' => [$place('Our shop'), 'en', 'Buy the bike'];
        yield 'another language' => [$place('Shop'), 'de', 'For all'];
        yield 'it leads elsewhere' => [$place('Shop', link: '/blog'), 'en', 'For all'];
        yield 'a place that is to say nothing' => [$place('Sign', null, '/sign'), 'en', ''];
        yield 'it says nothing already' => [$place('Sign', '', '/sign'), 'en', null];
        yield 'its words were edited: then nothing is not meant' => [$place('A sign', null, '/sign'), 'en', 'For all'];
        yield 'a person’s words' => [$place('Shop', 'Mine'), 'en', null];
        yield 'the old words' => [$place('Shop', 'Old words'), 'en', 'Buy the bike'];
    }

    /** @dataProvider places */
    public function testAPlaceGetsItsOwnText(ImagePlace $place, string $language, ?string $text): void
    {
        $alts = new PlaceAlts([
            (new ImagePlace(7, heading: 'Shop'))->key('en') => 'Buy the bike',
            (new ImagePlace(7, link: '/sign', heading: 'Sign'))->key('en') => '',
        ]);
        $change = new AltChange(7, 'Old words', 'For all', true, true, $alts);
        self::assertSame($text, $change->altFor($place, $language));
        self::assertSame([false, true], [$alts->isEmpty(), (new PlaceAlts())->isEmpty()]);
    }

    /** @return iterable<string, array{string, string, bool}> language of the text, of the page, whether the page gets it */
    public static function languages(): iterable
    {
        yield 'the same' => ['de', 'de_DE', true];
        yield 'another country' => ['pt-BR', 'pt_PT', true];
        yield 'another language' => ['en-US', 'de_DE', false];
        yield 'a site of one language' => ['en', '', true];
        yield 'a text of nobody knows which' => ['', 'de_DE', true];
    }

    /** @dataProvider languages */
    public function testAPageInAnotherLanguageIsNotGivenTheImagesOwnText(string $of, string $page, bool $wanted): void
    {
        $alts = new PlaceAlts([(new ImagePlace(7, heading: 'Shop'))->key($page) => 'Own words']);
        $change = new AltChange(7, 'Old words', 'New', true, true, $alts, $of);
        foreach (['', null, 'Old words'] as $present) {
            self::assertSame($wanted ? 'New' : null, $change->altFor(new ImagePlace(7, alt: $present, link: '/a'), $page));
        }
        self::assertSame('Own words', $change->altFor(new ImagePlace(7, alt: '', heading: 'Shop'), $page));
    }

    public function testAPlacesNameChangesWithWhatItsTextDependsOn(): void
    {
        $base = ['attachmentId' => 7, 'link' => '/a', 'linkText' => 'b', 'heading' => 'c', 'before' => 'd', 'after' => 'e',
            'caption' => 'f'];
        $key = (new ImagePlace(...$base))->key('en');
        self::assertMatchesRegularExpression('/^[0-9a-f]{16}\.[0-9a-f]{16}$/D', $key);
        self::assertSame($key, (new ImagePlace(...['attachmentId' => 8, 'at' => 99, 'tag' => 'x', 'alt' => 'y'] + $base))->key('en'));
        foreach (array_keys(array_slice($base, 1)) as $field) {
            self::assertNotSame($key, (new ImagePlace(...[$field => 'other'] + $base))->key('en'), $field);
        }
        self::assertNotSame($key, (new ImagePlace(...['decorative' => true] + $base))->key('en'));
        self::assertNotSame($key, (new ImagePlace(...$base))->key('de'));
        $edited = new ImagePlace(...['heading' => 'other'] + $base);
        self::assertStringStartsWith($edited->kind('en') . '.', $key, 'the first part outlives edits around it');
    }

    public function testAnImageThatHadNoWordsHasNoOldOnesToReplace(): void
    {
        $change = new AltChange(7, '', 'New', false, true);
        self::assertNull($change->altFor(new ImagePlace(7, alt: ''), ''), 'empty is for the other wish');
        self::assertNull($change->altFor(new ImagePlace(7, alt: 'Mine'), ''));
    }

    public function testACoverBlockKeepsItsAltTwice(): void
    {
        $cover = static fn (string $attribute, string $alt): string => "<!-- wp:cover {{$attribute}\"url\":\"a.jpg\",\"id\":7} -->"
            . "<div><img class=\"wp-image-7\" alt=\"{$alt}\" src=\"a.jpg\"/></div><!-- /wp:cover -->";
        $written = 'A &quot;red&quot; bike &amp; more';
        $json = substr(serialize_block_attributes(['alt' => 'A "red" bike & more']), 1, -1);
        self::assertSame($cover("{$json},", $written), $this->rewritten($cover('', '')));
        self::assertSame($cover('"alt":"Mine",', $written), $this->rewritten($cover('"alt":"Mine",', '')), 'two edits of one thing');
        $other = str_replace('"id":7', '"id":8', $cover('', ''));
        self::assertSame(str_replace('alt=""', "alt=\"{$written}\"", $other), $this->rewritten($other), 'a cover of another image');
        foreach (['"logo":{"alt":""},', '"alt":"","logo":{"alt":""},'] as $nested) {
            self::assertSame($cover("{$json},\"logo\":{\"alt\":\"\"},", $written), $this->rewritten($cover($nested, '')), 'its own');
        }
    }

    /** @return iterable<string, array{string, string}> a block's attributes before and after; %s stands for the new alt text */
    public static function blocks(): iterable
    {
        $new = '"%s"';
        yield 'a name of its own' => ['{"imageId":7,"imageAlt":""}', "{\"imageId\":7,\"imageAlt\":{$new}}"];
        yield 'an ID in quotes' => ['{"id":"7","altText":""}', "{\"id\":\"7\",\"altText\":{$new}}"];
        yield 'a list of images' => ['{"images":[{"id":6,"alt":""},{"id":7,"alt":""}]}',
            "{\"images\":[{\"id\":6,\"alt\":\"\"},{\"id\":7,\"alt\":{$new}}]}"];
        yield 'attributes of HTML' => ['{"mediaId":7,"htmlAttributes":{"src":"a.jpg","alt":""}}',
            "{\"mediaId\":7,\"htmlAttributes\":{\"src\":\"a.jpg\",\"alt\":{$new}}}"];
        yield 'one of two images' => ['{"mediaId":7,"mediaAlt":"","hover":{"id":8,"alt":""}}',
            "{\"mediaId\":7,\"mediaAlt\":{$new},\"hover\":{\"id\":8,\"alt\":\"\"}}"];
        $braces = '{"note":"} {\\"alt\\":\\"\\"","id":7,"alt":';
        yield 'braces in a text' => ["{$braces}\"\"}", "{$braces}{$new}}"];
        $page = '{"html":"' . str_repeat('a \\"b\\" ', 20_000) . '","id":7,"alt":';
        yield 'a whole page in a text' => ["{$page}\"\"}", "{$page}{$new}}"];
        yield 'names that end alike' => ['{"id":7,"default":"","salt":"","altitude":""}', '{"id":7,"default":"","salt":"","altitude":""}'];
        yield 'what is no ID' => ['{"paid":7,"isValid":"7","alt":""}', '{"paid":7,"isValid":"7","alt":""}'];
        yield 'an ID in small letters' => ['{"imgid":7,"alt":""}', "{\"imgid\":7,\"alt\":{$new}}"];
        yield 'the image of another' => ['{"id":8,"alt":""}', '{"id":8,"alt":""}'];
    }

    /** @dataProvider blocks */
    public function testABlockThatKeepsItsAltInItsCommentStaysWhole(string $before, string $after): void
    {
        $block = static fn (string $attributes, string $alt): string
            => "<!-- wp:acme/picture {$attributes} --><img class=\"wp-image-7\" alt=\"{$alt}\" src=\"a.jpg\"/><!-- /wp:acme/picture -->";
        self::assertSame($block(sprintf($after, 'A red bike'), 'A red bike'), $this->rewritten($block($before, ''), new: 'A red bike'));
    }

    public function testWhereABlockKeepsItsAltCannotBeToldItStaysAsItIs(): void
    {
        $block = '<!-- wp:acme/pair {"id":7,"frontAlt":"","backAlt":""} --><img class="wp-image-7" alt=""/><!-- /wp:acme/pair -->';
        self::assertSame($block, $this->rewritten($block));
    }

    public function testABlockOfWhichWordPressKnowsThatItKeepsItsAltGetsIt(): void
    {
        $alt = ['type' => 'string', 'default' => ''];
        register_block_type('acme/hero', ['attributes' => ['imageAlt' => $alt, 'alt' => $alt + ['source' => 'attribute']]]);
        $block = '<!-- wp:acme/hero {"id":7} --><img class="wp-image-7" alt=""/><!-- /wp:acme/hero -->';
        $written = $this->rewritten($block, new: 'A red bike');
        unregister_block_type('acme/hero');
        self::assertSame(['id' => 7, 'imageAlt' => 'A red bike'], array_reverse(parse_blocks($written)[0]['attrs'], true));
    }

    public function testWithoutChangesNothingIsParsed(): void
    {
        self::assertSame([], (new Alts([]))->edits('<img class="wp-image-7" alt="">'));
        self::assertSame([], (new Alts([7 => new AltChange(7, '', 'x', true, true)]))->edits('<img alt="">'));
    }
}
