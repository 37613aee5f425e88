<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Text;

use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;
use PictureOptimizer\Text\CopiedName;

/** Which text is written and which stays. */
final class TextPolicyTest extends ServiceTestCase
{
    private const ALT = 'A red bicycle leaning against a white wall';

    /** @group acceptance-E1 */
    public function testTextThatAPersonWroteStays(): void
    {
        $id = $this->addPicture('IMG_1.jpg', 400, 300);
        update_post_meta($id, '_wp_attachment_image_alt', 'My own words');
        wp_update_post(['ID' => $id, 'post_title' => 'My own title']);
        $this->process([$id], Pipeline::Analyze);
        self::assertSame('My own words', get_post_meta($id, '_wp_attachment_image_alt', true));
        self::assertSame('My own title', get_the_title($id));
        self::assertSame('The red bicycle is back in the shop.', get_post($id)?->post_excerpt, 'empty fields are filled');
    }

    /** @group acceptance-E1 */
    public function testItIsReplacedWhenThatWasAskedFor(): void
    {
        $id = $this->addPicture('IMG_1.jpg', 400, 300);
        update_post_meta($id, '_wp_attachment_image_alt', 'My own words');
        $this->process([$id], Pipeline::Analyze, ['overwrite_text' => true]);
        self::assertSame(self::ALT, get_post_meta($id, '_wp_attachment_image_alt', true));
    }

    /** @group acceptance-E1 */
    public function testOurOwnTextMayBeReplacedButNotOnceAPersonChangedIt(): void
    {
        $id = $this->addPicture('IMG_1.jpg', 400, 300);
        $this->process([$id], Pipeline::Analyze);
        update_post_meta($id, '_wp_attachment_image_alt', self::ALT . ', changed by me');
        $this->process([$id], Pipeline::Analyze, ['tone' => 'calm']);
        self::assertSame(self::ALT . ', changed by me', get_post_meta($id, '_wp_attachment_image_alt', true));

        $written = $this->plugin->pictures()->get($id)?->written;
        self::assertSame(md5('Red bicycle'), $written['title'] ?? null, 'our own title is known again');
    }

    /**
     * Slim SEO and others write an alt text of the file's name at each upload; the editor copies it into pages.
     *
     * @group acceptance-E1
     */
    public function testWhatAPluginCopiedFromACamerasFileNameIsNobodysText(): void
    {
        $id = $this->addPicture('DSC_0419.jpg', 400, 300);
        update_post_meta($id, '_wp_attachment_image_alt', 'DSC');
        wp_update_post(['ID' => $id, 'post_excerpt' => 'Dsc 0419']);
        $image = "<img alt=\"%s\" class=\"wp-image-{$id}\"/>";
        $page = (int) wp_insert_post(['post_title' => 'Page', 'post_status' => 'publish', 'post_content' => sprintf($image, 'DSC')]);
        $own = (int) wp_insert_post(['post_title' => 'Page', 'post_status' => 'publish', 'post_content' => sprintf($image, 'My bike')]);
        $this->process([$id], Pipeline::Analyze);
        self::assertSame(self::ALT, get_post_meta($id, '_wp_attachment_image_alt', true));
        self::assertSame('The red bicycle is back in the shop.', get_post($id)?->post_excerpt);
        self::assertSame(sprintf($image, self::ALT), get_post($page)?->post_content);
        self::assertSame(sprintf($image, 'My bike'), get_post($own)?->post_content);
    }

    /** @return iterable<string, array{string, string, bool}> file, alt text, whether it was copied from the file's name */
    public static function copies(): iterable
    {
        yield 'a camera' => ['DSC_0419.jpg', 'DSC 0419', true];
        yield 'its letters' => ['IMG_20240501_121530.jpg', 'Img', true];
        yield 'a number behind it' => ['P1070007-1.jpg', 'P1070007', true];
        yield 'numbers' => ['20240501.jpg', '20240501', true];
        yield 'other words' => ['DSC_0419.jpg', 'A bike', false];
        yield 'no words' => ['DSC_0419.jpg', '–', false];
        yield 'words that may be a person\'s' => ['red-bike-2.jpg', 'Red bike', false];
    }

    /**
     * @dataProvider copies
     * @group acceptance-E1
     */
    public function testOnlyWhatACameraOrAProgramNamedIsACopy(string $file, string $alt, bool $isCopy): void
    {
        $id = wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], "2020/01/{$file}");
        self::assertSame($isCopy, CopiedName::isText($id, $alt));
    }

    /** @group acceptance-E1 */
    public function testRevertBringsEachFieldBack(): void
    {
        $id = $this->addPicture('IMG_1.jpg', 400, 300);
        $title = get_the_title($id);
        $this->process([$id]);
        $this->plugin->control()->revert($id);
        self::assertSame($title, get_the_title($id));
        self::assertSame('', get_post_meta($id, '_wp_attachment_image_alt', true));
        self::assertSame('', get_post($id)?->post_excerpt);
    }

    /** @group acceptance-E2 */
    public function testADecorativePictureGetsAnEmptyAltAndCountsAsDone(): void
    {
        $id = $this->addPicture('IMG_1.jpg', 400, 300);
        $this->answerWith($id, ['alt' => '', 'decorative' => true]);
        [$item] = $this->process([$id], Pipeline::Analyze);
        self::assertSame(State::Done, $item->state, $item->reason);
        self::assertTrue(metadata_exists('post', $id, '_wp_attachment_image_alt'));
        self::assertSame('', get_post_meta($id, '_wp_attachment_image_alt', true));
    }

    /** @group acceptance-E4 */
    public function testMarkupInAnAnswerIsStoredAsText(): void
    {
        $id = $this->addPicture('IMG_1.jpg', 400, 300);
        $this->answerWith($id, [
            'alt' => 'A "bike" <img src=x onerror=alert(1)> 🚲 <script>alert(2)</script>',
            'description' => '<a href="javascript:alert(1)">click</a> here',
            'tags' => ['<b>red</b>', '=cmd()'],
        ]);
        $this->process([$id], Pipeline::Analyze);
        $alt = (string) get_post_meta($id, '_wp_attachment_image_alt', true);
        self::assertStringNotContainsString('<', $alt);
        self::assertStringContainsString('🚲', $alt);
        self::assertStringNotContainsString('javascript:', (string) get_post($id)?->post_content);
    }

    /**
     * Words in an image are read by the service: who uploads one must not have the site run anything.
     *
     * @group acceptance-E4
     */
    public function testAShortcodeInAnAnswerIsNoText(): void
    {
        $id = $this->addPicture('IMG_1.jpg', 400, 300);
        add_shortcode('picopt_ran', static fn (): string => 'RAN');
        $this->answerWith($id, [
            'alt' => 'A sign [picopt_ran ids="1"] by a road [sic]',
            'title' => 'A [[picopt_ran]] sign',
            'caption' => "A sign [picopt\x01_ran] by a road.",
            'description' => 'A sign [picopt[picopt_ran]_ran]by [picopt<b>_ran]a road.',
        ]);
        $this->process([$id], Pipeline::Analyze);
        remove_shortcode('picopt_ran');
        $post = get_post($id);
        self::assertSame(
            ['A sign by a road [sic]', 'A sign', 'A sign by a road.', 'A sign by a road.'],
            array_map(
                static fn (mixed $text): string => (string) preg_replace('/ +/', ' ', (string) $text),
                [get_post_meta($id, '_wp_attachment_image_alt', true), $post?->post_title, $post?->post_excerpt, $post?->post_content]
            )
        );
    }

    /** @group acceptance-E4 */
    public function testAnAnswerOfAnotherShapeIsRefusedAndWritesNothing(): void
    {
        $id = $this->addPicture('IMG_1.jpg', 400, 300);
        $this->answerWith($id, ['alt' => 'A bike', 'tags' => ['red', ['nested']]]);
        [$item] = $this->process([$id], Pipeline::Analyze);
        self::assertNotSame(State::Done, $item->state);
        self::assertStringContainsString('analysis.tags', $item->reason);
        self::assertSame('', get_post_meta($id, '_wp_attachment_image_alt', true));
    }

    /** @param array<string, mixed> $analysis */
    private function answerWith(int $id, array $analysis): void
    {
        $example = json_decode((string) file_get_contents(
            __DIR__ . '/../../../contract/examples/Item.ready.json'
        ), true);
        self::$service->set('outcomes', ["1:{$id}" => ['state' => 'ready', 'reason' => null,
            'charges' => [['line' => 'analysis', 'state' => 'captured', 'credits' => 1]],
            'analysis' => $analysis + $example['analysis'], 'export' => null]]);
    }
}
