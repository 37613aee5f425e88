<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\Chronicle;
use PictureOptimizer\Store\EventKind;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;

/** What people do with WordPress' own tools stands in an image's history, and a text can be taken back from there. */
final class ChronicleTest extends RestTestCase
{
    private const ALT = '_wp_attachment_image_alt';

    private int $image;

    protected function setUp(): void
    {
        parent::setUp();
        $this->image = $this->addPicture('photo.jpg', 400, 300);
        (new Chronicle($this->plugin->events()))->register();
    }

    /** @return list<array{what: string, reason: string, by: string, undo: int}> newest first */
    private function history(): array
    {
        $answer = $this->call('GET', "/pictures/{$this->image}/facts");
        self::assertSame(200, $answer->get_status());
        return $answer->get_data()['history'];
    }

    private function undo(int $step): \WP_REST_Response
    {
        return $this->call('POST', "/pictures/{$this->image}/events/{$step}/undo");
    }

    public function testAnAltTextIsNotedFromItsFirstWordsToItsEnd(): void
    {
        $ann = $this->user('editor');
        wp_update_user(['ID' => $ann, 'display_name' => 'Ann']);
        wp_set_current_user($ann);
        update_post_meta($this->image, self::ALT, 'A barn');
        update_post_meta($this->image, self::ALT, wp_slash('A "red" barn'));
        update_post_meta($this->image, self::ALT, wp_slash('A "red" barn'));
        delete_post_meta($this->image, self::ALT);
        $lines = $this->history();
        self::assertSame(['“A "red" barn” → empty', '“A barn” → “A "red" barn”', 'empty → “A barn”'], array_column($lines, 'reason'));
        self::assertSame(['Alt text changed', 'Ann'], [$lines[0]['what'], $lines[0]['by']]);
        self::assertSame([true, false, false], array_map(static fn (array $line): bool => $line['undo'] > 0, $lines));
    }

    public function testAStepIsTakenBackAndThatIsAStep(): void
    {
        update_post_meta($this->image, self::ALT, 'A barn');
        update_post_meta($this->image, self::ALT, 'Oops');
        self::assertSame(200, $this->undo($this->history()[0]['undo'])->get_status());
        self::assertSame('A barn', get_post_meta($this->image, self::ALT, true));
        self::assertSame('“Oops” → “A barn”', $this->history()[0]['reason']);
        self::assertSame(200, $this->undo($this->history()[0]['undo'])->get_status());
        self::assertSame('Oops', get_post_meta($this->image, self::ALT, true), 'and back again');
    }

    public function testTitleCaptionAndDescriptionAreNotedOneByOne(): void
    {
        $texts = ['post_title' => 'Barn \\ "1"', 'post_excerpt' => 'Our barn', 'post_content' => 'Long ago.'];
        wp_update_post(wp_slash(['ID' => $this->image] + $texts));
        $lines = $this->history();
        self::assertSame(['Description changed', 'Caption changed', 'Title changed'], array_column($lines, 'what'));
        self::assertSame(200, $this->undo($lines[1]['undo'])->get_status());
        self::assertSame('', get_post($this->image)->post_excerpt);
        self::assertSame('Barn \\ "1"', get_post($this->image)->post_title, 'the others stay');
        wp_update_post(['ID' => $this->image, 'post_date' => '2020-01-01 00:00:00']);
        self::assertCount(4, $this->history(), 'a date is no text');
    }

    public function testAStepIsNotTakenBackOverALaterChangeNorOfAnotherImage(): void
    {
        update_post_meta($this->image, self::ALT, 'A barn');
        $first = $this->plugin->events()->of($this->image, 1)[0]->id;
        update_post_meta($this->image, self::ALT, 'A red barn');
        self::assertSame(409, $this->undo($first)->get_status());
        self::assertSame('A red barn', get_post_meta($this->image, self::ALT, true));
        $other = $this->addPicture('other.jpg', 400, 300, 2);
        self::assertSame(404, $this->call('POST', "/pictures/{$other}/events/{$first}/undo")->get_status());
        self::assertSame(404, $this->undo(999_999)->get_status());
    }

    /** @group acceptance-G1 */
    public function testNobodyUndoesOnImagesOfOthers(): void
    {
        update_post_meta($this->image, self::ALT, 'A barn');
        $step = $this->plugin->events()->of($this->image, 1)[0]->id;
        wp_set_current_user($this->user('author'));
        self::assertSame(403, $this->undo($step)->get_status());
        self::assertSame('A barn', get_post_meta($this->image, self::ALT, true));
    }

    public function testAVetoForbidsAStepBack(): void
    {
        update_post_meta($this->image, self::ALT, 'A barn');
        add_filter('picture_optimizer_before_text_restore', static fn (): string => 'Texts are frozen.');
        $answer = $this->undo($this->history()[0]['undo']);
        self::assertSame([409, 'Texts are frozen.'], [$answer->get_status(), $answer->get_data()['message']]);
    }

    public function testReplacingRestoringAndEditingAreNoted(): void
    {
        $this->process([$this->image], Pipeline::Export);
        $this->plugin->control()->revert($this->image);
        add_action('wp_ajax_image-editor', fn () => update_post_meta($this->image, '_wp_attachment_backup_sizes', ['full-orig' => []]));
        do_action('wp_ajax_image-editor');
        $what = array_column($this->history(), 'what');
        self::assertEqualsCanonicalizing(['Compress & Export Only', 'Result applied', 'Original restored',
            'File edited or replaced in WordPress'], $what);
    }

    public function testWhatIsNoImageHasNoHistoryAndADeletedImageLeavesNone(): void
    {
        $page = (int) wp_insert_post(['post_title' => 'A page', 'post_status' => 'publish']);
        update_post_meta($page, self::ALT, 'x');
        wp_update_post(['ID' => $page, 'post_title' => 'Another']);
        self::assertSame([], $this->plugin->events()->of($page, 9));
        update_post_meta($this->image, self::ALT, 'A barn');
        wp_delete_attachment($this->image, true);
        self::assertSame([], $this->plugin->events()->of($this->image, 9));
    }

    public function testOneChangeThatComesByTwoWaysIsOneLine(): void
    {
        $events = $this->plugin->events();
        $events->note($this->image, EventKind::Edited);
        $events->note($this->image, EventKind::Edited);
        self::assertCount(1, $events->of($this->image, 9));
        $events->note($this->image, EventKind::Restored);
        $events->note($this->image, EventKind::Edited);
        self::assertCount(3, $events->of($this->image, 9));
    }

    public function testAPersonCanBeForgotten(): void
    {
        update_post_meta($this->image, self::ALT, 'A barn');
        self::assertSame(1, $this->plugin->events()->forgetUser(1));
        self::assertSame('', $this->history()[0]['by']);
    }
}
