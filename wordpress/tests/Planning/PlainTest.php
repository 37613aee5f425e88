<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Planning;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Planning\Plain;

/** Text as people read it, within the bounds of what is sent. */
final class PlainTest extends TestCase
{
    /** @return iterable<string, array{string, string}> as it is stored, as it is read */
    public static function texts(): iterable
    {
        yield 'plain' => ['A red bike', 'A red bike'];
        yield 'markup' => ['<b>A</b> red bike', 'A red bike'];
        yield 'lines' => ["<p>A\n red</p>\n<p>bike</p>", 'A red bike'];
        yield 'entities' => ['Bikes &amp; more, it&#039;s &quot;us&quot;', 'Bikes & more, it\'s "us"'];
        yield 'typographic entities' => ['Fish &amp; chips &#8217;s', 'Fish & chips ’s'];
        yield 'a shortcode' => ['[picopt_box ids="1"]A bike', 'A bike'];
        yield 'a script' => ['<script>x()</script>A bike', 'A bike'];
        yield 'signs that begin no tag' => ['<p>Sizes <40 mm, we <3 them: if a <b then. <i>More</i></p>',
            'Sizes <40 mm, we <3 them: if a <b then. More'];
        yield 'nothing' => ['', ''];
    }

    /** @dataProvider texts */
    public function testTextIsWhatIsRead(string $stored, string $read): void
    {
        add_shortcode('picopt_box', '__return_empty_string');
        $sent = Plain::text($stored);
        remove_shortcode('picopt_box');
        self::assertSame($read, $sent);
    }

    public function testItIsCutByCharacters(): void
    {
        self::assertSame('写真', Plain::text('写真館', 2));
        self::assertSame(2000, mb_strlen(Plain::text(str_repeat('é', 2001))));
    }

    public function testABrokenByteTakesNothingWithIt(): void
    {
        foreach ([Plain::text("A \xff bike"), Plain::ending("An old A \xff bike", 10)] as $text) {
            self::assertTrue(mb_check_encoding($text, 'UTF-8'));
            self::assertSame(['A', 'bike'], [strtok($text, ' '), substr($text, -4)]);
        }
    }

    /** @return iterable<string, array{string, int, string}> text, longest, its end */
    public static function endings(): iterable
    {
        yield 'short enough' => ['A red bike', 10, 'A red bike'];
        yield 'shorter' => ['A red bike', 99, 'A red bike'];
        yield 'a word that would be cut' => ['A red bike', 9, 'red bike'];
        yield 'between two words' => ['A red bike', 8, 'bike'];
        yield 'one long word' => [str_repeat('x', 20), 5, 'xxxxx'];
        yield 'other letters' => ['ein rötliches Fahrrad', 12, 'Fahrrad'];
        yield 'counted in characters' => ['é é é', 4, 'é é'];
        yield 'a script without blanks' => [str_repeat('写', 90) . '。 写真', 60, str_repeat('写', 56) . '。 写真'];
        yield 'nothing' => ['', 5, ''];
    }

    /** @dataProvider endings */
    public function testTheEndOfATextIsWholeWords(string $text, int $longest, string $end): void
    {
        self::assertSame($end, Plain::ending($text, $longest));
    }
}
