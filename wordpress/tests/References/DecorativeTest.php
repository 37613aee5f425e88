<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\Audit\Kind;
use PictureOptimizer\Budget;
use PictureOptimizer\References\AltChange;
use PictureOptimizer\References\Alts;
use PictureOptimizer\Tests\TestCase;

/**
 * What a person has decided about an image stays.
 *
 * @group acceptance-E7
 */
final class DecorativeTest extends TestCase
{
    /** @return array<string, array{string, bool}> content, whether the empty alt is filled */
    public function places(): array
    {
        $image = '<img src="https://x.example/p.jpg" alt="" class="wp-image-7"/>';
        $block = static fn (string $more): string
            => "<!-- wp:image {\"id\":7{$more}} --><figure class=\"wp-block-image\">{$image}</figure><!-- /wp:image -->";
        return [
            'an ordinary block' => [$block(''), true],
            'a decorative block' => [$block(',"isDecorative":true'), false],
            'a block that says it is not' => [$block(',"isDecorative":false'), true],
            'an ordinary block after a decorative one' => [
                str_replace('wp-image-7', 'wp-image-8', $block(',"isDecorative":true')) . $block(''),
                true,
            ],
            'role presentation' => ['<img alt="" role="presentation" class="wp-image-7">', false],
            'role none' => ['<img alt="" role="none" class="wp-image-7">', false],
            'aria-hidden' => ['<img aria-hidden="true" class="wp-image-7">', false],
            'aria-hidden around it' => ["<span class=\"icon\" aria-hidden=\"true\">{$image}</span>", false],
            'aria-hidden before it' => ["<span aria-hidden=\"true\">*</span>{$image}", true],
            'a link with words' => ["<a href=\"/shop\">{$image} To the shop</a>", false],
            'a link without words' => ["<a href=\"/shop\"> {$image}</a> To the shop", true],
            'a button with words' => ["<button type=\"button\">{$image}<span>Play</span></button>", false],
            'no alt in a link with words' => ['<a href="/"><img class="wp-image-7" src="p.jpg">Home</a>', true],
            'a paragraph' => ["<p>{$image} A text beside it.</p>", true],
            'a caption that says it' => ["<figure>{$image}<figcaption>A <em>cup</em> of coffee, in Oslo</figcaption></figure>", false],
            'a caption in other words' => ["<figure>{$image}<figcaption>Breakfast at Anna’s, 2019</figcaption></figure>", true],
            'a caption of another image' => ["<figure><img src=\"x.jpg\"><figcaption>A cup of coffee</figcaption></figure>{$image}", true],
            'no alt beside a caption that says it' => [
                '<figure><img class="wp-image-7" src="p.jpg"><figcaption>A cup of coffee</figcaption></figure>', true,
            ],
            'a caption of a shortcode' => ["[caption width=\"9\"]{$image} A cup of coffee[/caption]", false],
            'an article' => ["<article>{$image} words</article>", true],
        ];
    }

    /** @dataProvider places */
    public function testDecisionsStay(string $content, bool $filled): void
    {
        $edits = (new Alts([7 => new AltChange(7, '', 'A cup of coffee', true, false)]))->edits($content);
        self::assertSame($filled, $edits !== []);
    }

    public function testTheAuditDoesNotMissTheTextOfADecorativeImage(): void
    {
        $ids = [];
        foreach (['decided' => ',"isDecorative":true', 'open' => ''] as $name => $more) {
            $ids[$name] = $id = $this->addPicture("{$name}.jpg", 300, 200, strlen($name));
            wp_insert_post(['post_title' => $name, 'post_status' => 'publish', 'post_content' => wp_slash(
                "<!-- wp:image {\"id\":{$id}{$more}} --><figure><img src=\"x.jpg\" alt=\"\" class=\"wp-image-{$id}\"/></figure>"
                . '<!-- /wp:image -->'
            )]);
        }
        self::assertTrue($this->plugin->audit()->advance(Budget::unlimited()));
        $missing = array_map(intval(...), array_column($this->plugin->audit()->page(Kind::MissingAlt, 1, 500), 'attachment_id'));
        self::assertContains($ids['open'], $missing);
        self::assertNotContains($ids['decided'], $missing);
    }
}
