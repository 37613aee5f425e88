<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\References\ImageOwners;
use PictureOptimizer\References\ImagePlace;
use PictureOptimizer\References\PlaceReader;
use PictureOptimizer\Tests\TestCase;

/**
 * What stands around an image, read as a person reads it.
 *
 * @group acceptance-E6
 */
final class PlaceReaderTest extends TestCase
{
    private const IMAGE = '<img src="x.jpg" alt="" class="wp-image-7"/>';

    /** @return list<ImagePlace> */
    private static function read(string $html): array
    {
        return PlaceReader::read($html, new ImageOwners([7 => true]));
    }

    public function testHeadingAndTextOnBothSides(): void
    {
        [$place] = self::read('<h2>First</h2><p>Far away.</p><h3>Touring <em>bikes</em></h3><p>Our new Trek &amp; friends</p>'
            . self::IMAGE . '<p>costs 900 €.</p><script>var no = "words";</script><h2>Next</h2>');
        self::assertSame('Touring bikes', $place->heading);
        self::assertSame('First Far away. Touring bikes Our new Trek & friends', $place->before);
        self::assertSame('costs 900 €. Next', $place->after);
        self::assertSame(['', '', ''], [$place->link, $place->caption, $place->alt]);
    }

    /**
     * qTranslate and WPGlobus keep all languages in one text.
     *
     * @testWith ["[:en]", "[:de]", "[:]"]
     *           ["{:en}", "{:}{:de}", "{:}"]
     *           ["<!--:en-->", "<!--:--><!--:de-->", "<!--:-->"]
     */
    public function testWhatIsSaidInAnotherLanguageIsNotSaidBesideAnImage(string $english, string $german, string $end): void
    {
        $image = self::IMAGE;
        $html = "{$english}<h2>Coffee</h2><p>A cup.</p>{$image}<p>Good morning.</p>{$german}<h2>Kaffee</h2>{$image}"
            . "<p>Guten Morgen.</p>{$end}<p>a[:] = b</p>{$image}";
        $places = array_map(static fn (ImagePlace $place): array
            => [$place->language, $place->heading, $place->before, $place->after], self::read($html));
        self::assertSame([
            ['en', 'Coffee', 'Coffee A cup.', 'Good morning.'],
            ['de', 'Kaffee', 'Kaffee', 'Guten Morgen.'],
            ['', '', 'a = b', ''],
        ], $places);
        self::assertSame('Coffee A cup. Good morning.', PlaceReader::byId($html, 9)->after);
        [$first, $second] = self::read("{$english}{$image}{$german}{$image}{$end}");
        self::assertNotSame($first->key('en-US'), $second->key('en-US'), 'each has an alt text of its own');
        self::assertSame($first->key(''), $first->key('de-DE'), 'it speaks its own language, whatever the page does');
    }

    public function testOnlyTheNearestSixtyWordsAreRead(): void
    {
        $words = implode(' ', range(1, 100));
        [$place] = self::read("<p>{$words}</p>" . self::IMAGE . "<p>{$words}</p>");
        self::assertSame(implode(' ', range(41, 100)), $place->before);
        self::assertSame(implode(' ', range(1, 60)), $place->after);
    }

    public function testAnImageAboveATextIsToldHowItBegins(): void
    {
        $place = PlaceReader::byId('<h2>Touring</h2><p>' . implode(' ', range(1, 100)) . '</p>' . self::IMAGE, 9);
        self::assertSame([9, '', 'Touring ' . implode(' ', range(1, 59))], [$place->attachmentId, $place->before, $place->after]);
    }

    public function testAnImageThatAGallerysShortcodeNamesStandsThere(): void
    {
        $html = '<h2>Wheels</h2><p>Three of them.</p>[gallery columns="2" ids="8, 9,10"]<p>All of steel.</p>';
        foreach ([8, 9, 10] as $id) {
            $place = PlaceReader::byId($html, $id);
            self::assertSame([$id, '', 'Wheels', 'Wheels Three of them.', 'All of steel.'], [$place->attachmentId, $place->tag,
                $place->heading, $place->before, $place->after]);
        }
        self::assertSame('Wheels Three of them. All of steel.', PlaceReader::byId($html, 11)->after);
    }

    public function testAddressesAndCodeAreNoWords(): void
    {
        $code = base64_encode(str_repeat('<p>A paragraph</p>', 5));
        $html = "<p>Before [vc_raw_html]{$code}[/vc_raw_html] it</p>" . self::IMAGE . '<p>' . str_repeat('写真', 40) . '</p>';
        [$place] = self::read($html);
        self::assertSame(['Before it', str_repeat('写真', 40)], [$place->before, $place->after]);
    }

    public function testACaptionEndsWithItsFigure(): void
    {
        [$first, $second] = self::read('<figure>' . self::IMAGE . '<figcaption>One</figure><p>After</p>' . self::IMAGE);
        self::assertSame(['One', 'After', 'After'], [$first->caption, $first->after, $second->before]);
    }

    public function testALinkWithTheWordsInIt(): void
    {
        [$linked, $plain] = self::read('<a href="/contact/">' . self::IMAGE . ' <span>Write to us</span></a>' . self::IMAGE);
        self::assertSame(['/contact/', 'Write to us'], [$linked->link, $linked->linkText]);
        self::assertTrue($linked->decorative, 'an empty alt beside words that say it all');
        self::assertSame(['', ''], [$plain->link, $plain->linkText]);
    }

    /**
     * @testWith ["#top"]
     *           ["javascript:void(0)"]
     *           ["https://example.test/wp-content/uploads/2026/05/photo.jpg"]
     *           ["/photo.webp?size=full"]
     *           [""]
     */
    public function testALinkThatLeadsNowhereElseIsNone(string $href): void
    {
        [$place] = self::read("<a href=\"{$href}\">" . self::IMAGE . '</a>');
        self::assertSame('', $place->link);
    }

    public function testEachImageHasTheCaptionOfItsOwnFigure(): void
    {
        $figure = static fn (string $caption): string => '<figure>' . self::IMAGE . "<figcaption>{$caption}</figcaption></figure>";
        $places = self::read('<figure class="gallery">' . $figure('One <a href="/1">link</a>') . $figure('Two')
            . '<figcaption>Of both</figcaption></figure>' . self::IMAGE);
        self::assertSame(['One link', 'Two', ''], array_column($places, 'caption'));
        self::assertSame('', $places[2]->before, 'captions belong to their images');
    }

    public function testCaptionsOfTheClassicEditor(): void
    {
        [$place] = self::read('Before. [caption id="attachment_7" align="left"]<a href="/tour/">' . self::IMAGE
            . '</a> At the <em>lake</em>[/caption] After [gallery ids="7"] that.');
        self::assertSame(['At the lake', '/tour/'], [$place->caption, $place->link]);
        self::assertSame(['Before.', 'After that.'], [$place->before, $place->after]);
    }

    public function testBracketsThatAreNoShortcodeAreRead(): void
    {
        [$place] = self::read('As told [1] and [see below, page 2]: ' . self::IMAGE);
        self::assertStringContainsString('[1]', $place->before);
    }

    public function testDecorationIsWhatAPersonSaidSo(): void
    {
        $places = self::read('<!-- wp:image {"id":7,"isDecorative":true} --><figure>' . self::IMAGE . '</figure><!-- /wp:image -->'
            . '<img class="wp-image-7" role="presentation">' . '<IMG class="wp-image-7">');
        self::assertSame([true, true, false], array_column($places, 'decorative'));
        self::assertNull($places[2]->alt);
    }

    public function testPlacesAreKnownAgainByWhatTheirAltDependsOn(): void
    {
        $key = static fn (string $html, string $language = ''): string => self::read($html)[0]->key($language);
        $page = '<p>Before</p><a href="/a/">' . self::IMAGE . '</a>';
        self::assertSame($key($page), $key(str_replace('alt=""', 'alt="Filled in"', $page)), 'the alt itself does not count');
        self::assertNotSame($key($page), $key(str_replace('/a/', '/b/', $page)));
        self::assertNotSame($key($page), $key(str_replace('Before', 'Edited', $page)));
        self::assertNotSame($key($page), $key($page, 'de_DE'));
        self::assertMatchesRegularExpression('/^[\x21-\x7e]{1,200}$/D', $key($page));
    }

    public function testTheKindOutlivesEditsOfTheTextAround(): void
    {
        $kind = static fn (string $html): string => self::read($html)[0]->kind('');
        $page = '<p>Before</p><a href="/a/">' . self::IMAGE . '</a>';
        self::assertSame($kind($page), $kind(str_replace('Before', 'Edited', $page)));
        self::assertNotSame($kind($page), $kind(str_replace('/a/', '/b/', $page)));
        self::assertStringStartsWith("{$kind($page)}.", self::read($page)[0]->key(''));
    }

    public function testImagesOfOthersAreNotOurs(): void
    {
        self::assertSame([], self::read('<img class="wp-image-77"><img class="my-wp-image-7"><!-- ' . self::IMAGE . ' -->'));
    }

    public function testAnImageWithoutAClassIsKnownByItsFile(): void
    {
        $id = $this->addPicture('cliff.jpg', 400, 300);
        $names = new \PictureOptimizer\References\NameMap();
        $file = (string) get_post_meta($id, '_wp_attached_file', true);
        $names->add($file, new \PictureOptimizer\References\Target($id, 'cliff.jpg'));
        $owners = new ImageOwners([$id => true], $names);
        $url = wp_get_attachment_url($id);
        $html = "<p>Cliffs</p><img src='{$url}'><img src='https://elsewhere.test/{$file}'><img>";
        self::assertSame([$id], array_column(PlaceReader::read($html, $owners), 'attachmentId'));
    }
}
