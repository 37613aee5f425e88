<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Text;

use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;

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
