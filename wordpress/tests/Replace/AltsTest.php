<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Text;

/** Alt text where it is seen: only empty ones are filled; equal ones are replaced on request; what people wrote stays. */
final class AltsTest extends ReplaceTestCase
{
    /** @dataProvider contents */
    public function testFillsEmptyAltsOnly(string $before, string $after): void
    {
        $id = $this->addPicture();
        update_post_meta($id, '_wp_attachment_image_alt', 'Old alt');
        $text = static fn (string $pattern): string => str_replace('ID', (string) $id, $pattern);
        $post = $this->post($text($before));
        $old = $this->stateOfSite();
        $this->applied(new Change($id, '', [], null, new Text('A "red" bike & more')));
        self::assertSame($text($after), get_post($post)->post_content);
        $this->reverted($id);
        self::assertSame($old, $this->stateOfSite());
    }

    /** @return iterable<string, array{string, string}> */
    public static function contents(): iterable
    {
        $alt = 'alt="A &quot;red&quot; bike &amp; more"';
        yield 'empty' => ['<img class="wp-image-ID" alt="" src="x.jpg">', "<img class=\"wp-image-ID\" {$alt} src=\"x.jpg\">"];
        yield 'single quotes' => ["<img alt='' class='a wp-image-ID b'/>", "<img {$alt} class='a wp-image-ID b'/>"];
        yield 'no value' => ['<img alt class="wp-image-ID">', "<img {$alt} class=\"wp-image-ID\">"];
        yield 'missing' => ['<IMG class="wp-image-ID">', "<IMG {$alt} class=\"wp-image-ID\">"];
        yield 'white space' => ['<img class="wp-image-ID" alt=" ">', "<img class=\"wp-image-ID\" {$alt}>"];
        yield 'another attribute that ends in alt' => [
            '<img data-alt="" class="wp-image-ID" title="x alt=">',
            "<img {$alt} data-alt=\"\" class=\"wp-image-ID\" title=\"x alt=\">",
        ];
        foreach (
            [
                'written by a person' => '<img class="wp-image-ID" alt="Mine">',
                'equal to the old one' => '<img class="wp-image-ID" alt="Old alt">',
                'another picture' => '<img class="wp-image-ID0" alt=""><img class="wp-image-1ID" alt="">',
                'in a comment' => '<!-- <img class="wp-image-ID" alt=""> -->',
                'in a script' => '<script>x = \'<img class="wp-image-ID" alt="">\';</script>',
                'no picture' => '<figure class="wp-image-ID" alt=""></figure>',
            ] as $name => $html
        ) {
            yield $name => [$html, $html];
        }
        yield 'cover block' => [
            '<!-- wp:cover {"url":"x.jpg","id":ID} --><img class="wp-image-ID" alt="" src="x.jpg"><!-- /wp:cover -->',
            '<!-- wp:cover {"alt":"A \u0022red\u0022 bike \u0026 more","url":"x.jpg","id":ID} -->'
                . "<img class=\"wp-image-ID\" {$alt} src=\"x.jpg\"><!-- /wp:cover -->",
        ];
    }

    public function testReplacesEqualAltsWhenAsked(): void
    {
        $id = $this->addPicture();
        update_post_meta($id, '_wp_attachment_image_alt', 'Old alt');
        $post = $this->post("<img class='wp-image-{$id}' alt='Old alt'><img class='wp-image-{$id}' alt='Old alt, edited'>");
        $this->applied(new Change($id, '', [], null, new Text('New'), false, true));
        self::assertSame(
            "<img class='wp-image-{$id}' alt=\"New\"><img class='wp-image-{$id}' alt='Old alt, edited'>",
            get_post($post)->post_content
        );
    }

    public function testFillsAltsInWidgets(): void
    {
        $id = $this->addPicture();
        $html = "<img class=\"wp-image-{$id}\" alt=\"\">";
        update_option('widget_block', [2 => ['content' => $html]]);
        $this->applied(new Change($id, '', [], null, new Text('Words of æøå')));
        self::assertSame("<img class=\"wp-image-{$id}\" alt=\"Words of æøå\">", get_option('widget_block')[2]['content']);
        $this->reverted($id);
        self::assertSame([2 => ['content' => $html]], get_option('widget_block'));
    }

    /** @group acceptance-E2 */
    public function testADecorativePictureKeepsItsEmptyAlt(): void
    {
        $id = $this->addPicture();
        $post = $this->post("<img class='wp-image-{$id}' alt=''>");
        $this->applied(new Change($id, '', [], null, new Text('', 'Title')));
        self::assertSame('', get_post_meta($id, '_wp_attachment_image_alt', true));
        self::assertSame("<img class='wp-image-{$id}' alt=''>", get_post($post)->post_content);
    }

    /** @group acceptance-E4 */
    public function testTextFromOutsideIsFiltered(): void
    {
        $id = $this->addPicture();
        $evil = '<script>alert(1)</script><b onclick="x()">Bold</b> 🚲 "quoted"';
        $this->applied(new Change($id, '', [], null, new Text($evil, $evil, $evil, $evil, [$evil])));
        self::assertSame('Bold 🚲 "quoted"', get_post_meta($id, '_wp_attachment_image_alt', true));
        self::assertSame('Bold 🚲 "quoted"', get_post($id)->post_title);
        self::assertStringNotContainsString('<script', get_post($id)->post_content);
        self::assertStringNotContainsString('onclick', get_post($id)->post_excerpt);
        $this->reverted($id);
    }
}
