<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\References\Decorative;
use PictureOptimizer\References\ImagePlace;
use PictureOptimizer\References\ImageTags;
use PictureOptimizer\References\UsedOn;
use PHPUnit\Framework\TestCase;

/** A place's name, what its caption says, and whether somebody decided about it: of text alone, without a database. */
final class ImagePlaceTest extends TestCase
{
    public function testPlacesThatDifferInNothingHaveOneName(): void
    {
        $place = new ImagePlace(7, 12, '<img>', link: '/shop', heading: 'Bikes', before: 'For long roads.');
        $moved = new ImagePlace(7, 99, '<img class="x">', alt: 'An alt', link: '/shop', heading: 'Bikes', before: 'For long roads.');
        self::assertSame($place->key('en'), $moved->key('en'));
        self::assertMatchesRegularExpression('/^[0-9a-f]{16}\.[0-9a-f]{16}$/D', $place->key(''));
        self::assertStringStartsWith($place->kind('en') . '.', $place->key('en'));
    }

    /** @return iterable<string, array{ImagePlace, string, bool}> another place, its language, whether its kind is another */
    public static function others(): iterable
    {
        yield 'leads elsewhere' => [new ImagePlace(7, link: '/about', heading: 'Bikes'), 'en', true];
        yield 'of another language' => [new ImagePlace(7, link: '/shop', heading: 'Bikes'), 'de', true];
        yield 'decided about' => [new ImagePlace(7, decorative: true, link: '/shop', heading: 'Bikes'), 'en', true];
        yield 'under another heading' => [new ImagePlace(7, link: '/shop', heading: 'Cars'), 'en', false];
        yield 'after other text' => [new ImagePlace(7, link: '/shop', heading: 'Bikes', before: 'x'), 'en', false];
        yield 'before other text' => [new ImagePlace(7, link: '/shop', heading: 'Bikes', after: 'x'), 'en', false];
        yield 'with a caption' => [new ImagePlace(7, link: '/shop', heading: 'Bikes', caption: 'x'), 'en', false];
        yield 'with words in its link' => [new ImagePlace(7, link: '/shop', linkText: 'x', heading: 'Bikes'), 'en', false];
    }

    /** @dataProvider others */
    public function testPlacesThatDifferHaveNamesOfTheirOwn(ImagePlace $other, string $language, bool $isOtherKind): void
    {
        $place = new ImagePlace(7, link: '/shop', heading: 'Bikes');
        self::assertNotSame($place->key('en'), $other->key($language));
        self::assertSame($isOtherKind, $place->kind('en') !== $other->kind($language));
    }

    /** @return iterable<string, array{string, string, bool}> caption, text, whether the caption says it */
    public static function captions(): iterable
    {
        yield 'the same' => ['A cup of coffee', 'A cup of coffee', true];
        yield 'the same in other letters' => ['a CUP, of coffee!', 'A cup of coffee', true];
        yield 'more than that' => ['In Oslo: a cup of coffee, 2019', 'A cup of coffee', true];
        yield 'four of five words' => ['one two three four', 'one two three four five', true];
        yield 'three of four words' => ['one two three', 'one two three four', false];
        yield 'eight of ten words' => ['a b c d e f g h', 'a b c d e f g h i j', true];
        yield 'seven of nine words' => ['a b c d e f g', 'a b c d e f g h i', false];
        yield 'a word that comes twice counts once' => ['the red car', 'the red car the the', true];
        yield 'entities' => ['Caf&eacute; &amp; bar', 'Café bar', true];
        yield 'other scripts' => ['東京 タワー', 'タワー 東京', true];
        yield 'nothing' => ['A cup', '', false];
        yield 'only signs' => ['!', '!', false];
        yield 'no caption' => ['', 'A cup', false];
    }

    /** @dataProvider captions */
    public function testACaptionSaysWhatHasNearlyAllItsWords(string $caption, string $text, bool $says): void
    {
        self::assertSame($says, (new ImagePlace(7, caption: $caption))->captionSays($text));
    }

    public function testAFeaturedImageStandsInNoText(): void
    {
        self::assertTrue((new UsedOn(new ImagePlace(7, tag: '<img>'), 3))->isInText());
        self::assertFalse((new UsedOn(new ImagePlace(7), 3))->isInText());
    }

    /** @return iterable<string, array{string, bool}> text around {image}, whether somebody decided that it says nothing */
    public static function surroundings(): iterable
    {
        yield 'nothing' => ['{image}', false];
        yield 'a block that says so' => ['<!-- wp:cover {"isDecorative":true} -->{image}', true];
        yield 'a block that says so of something else' => ['<!-- wp:cover {"metadata":{"isDecorative":true}} -->{image}', false];
        yield 'a block that says it as a word' => ['<!-- wp:cover {"isDecorative":"true"} -->{image}', false];
        yield 'a block whose words are broken' => ['<!-- wp:cover {"isDecorative":true,} -->{image}', false];
        yield 'a block without any' => ['<!-- wp:group -->{image}', false];
        yield 'a block that is closed' => ['<!-- wp:cover {"isDecorative":true} --><!-- /wp:cover -->{image}', false];
        yield 'a block inside another' => ['<!-- wp:group {"isDecorative":true} --><!-- wp:image {"id":7} -->{image}', false];
        yield 'a hidden element' => ['<div class="x" aria-hidden="true"><p>{image}</p></div>', true];
        yield 'a hidden element that is closed' => ['<div aria-hidden="true"></div>{image}', false];
        yield 'a hidden element with one of its kind inside' => ['<div aria-hidden="true"><div></div>{image}</div>', true];
        yield 'one after both were closed' => ['<div aria-hidden=true><div></div></div>{image}', false];
        yield 'a hidden element of another name inside' => ['<span role=none><div></div></span>{image}', false];
        yield 'a list that is hidden' => ['<ul aria-hidden="true"><li>{image}</li></ul>', false];
        yield 'a shown element' => ['<div aria-hidden="false">{image}</div>', false];
        yield 'a link with words' => ['<a href="/">{image}<b>Home</b></a>', true];
        yield 'a link with words before' => ['<a href="/">Home {image}</a>', true];
        yield 'a link with blanks' => ["<a href=\"/\">\n&nbsp;{image}\u{a0}</a>", false];
        yield 'an abbreviation' => ['<abbr title="x">{image} Home</abbr>', false];
        yield 'a link that is closed' => ['<a href="/">Home</a>{image}<a href="/x">x</a>', false];
        yield 'a link that is never closed' => ['<a href="/">Home {image}', false];
        yield 'a link whose end is far away' => ['<a href="/">{image}' . str_repeat('x', 8_000) . '</a>', false];
        yield 'a link whose end is near enough' => ['<a href="/">{image}' . str_repeat('x', 7_900) . '</a>', true];
        yield 'a block so far before that nobody looks' => [
            '<!-- wp:cover {"isDecorative":true} -->' . str_repeat('x', 20_000) . '{image}', false,
        ];
        yield 'a block far before' => ['<!-- wp:cover {"isDecorative":true} -->' . str_repeat('x', 19_900) . '{image}', true];
    }

    /** @dataProvider surroundings */
    public function testWhatSomebodyDecidedIsReadAroundTheImage(string $around, bool $decided): void
    {
        self::assertSame($decided, $this->isDecided($around, '<img src="p.jpg" alt="">'));
    }

    /** @return iterable<array{string, bool}> */
    public static function tags(): iterable
    {
        yield from [['<img role="presentation">', true], ['<img role=" None ">', true], ['<img role="img">', false],
            ['<img aria-hidden="TRUE">', true], ['<img aria-hidden="false">', false], ['<img aria-hidden>', false]];
    }

    /** @dataProvider tags */
    public function testAnImageSaysItOfItself(string $tag, bool $decided): void
    {
        self::assertSame($decided, $this->isDecided('<p>Words {image} words</p>', $tag));
    }

    public function testOnlyAnAltThatWasLeftEmptyIsADecisionInALink(): void
    {
        foreach (['<img src="p.jpg">' => false, '<img alt="Bike">' => false, '<img alt="">' => true, '<img alt>' => false] as $tag => $is) {
            self::assertSame($is, $this->isDecided('<a href="/">{image} Home</a>', $tag), $tag);
        }
    }

    private function isDecided(string $around, string $tag): bool
    {
        $text = str_replace('{image}', $tag, $around);
        $tags = new ImageTags($text);
        self::assertTrue($tags->nextImage());
        return (new Decorative($text))->isDecided($tags, (int) strpos($text, $tag), strlen($tag));
    }
}
