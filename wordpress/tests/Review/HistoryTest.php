<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Review;

use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Tests\RestTestCase;

/** @group acceptance-E1 */
final class HistoryTest extends RestTestCase
{
    private int $id;

    protected function setUp(): void
    {
        parent::setUp();
        $this->id = $this->addPicture('photo.jpg', 300, 200);
        wp_update_post(wp_slash(['ID' => $this->id, 'post_excerpt' => 'Back\\slash & "quotes"']));
        $this->process([$this->id], Pipeline::AnalyzeExport, ['overwrite_text' => true]);
    }

    private function putBack(string $field): \WP_REST_Response
    {
        return $this->call('POST', "/pictures/{$this->id}/texts/revert", ['field' => $field]);
    }

    public function testOneTextGoesBackAndTheOthersStay(): void
    {
        $before = $this->plugin->history()->before($this->id);
        self::assertSame('Back\\slash & "quotes"', html_entity_decode($before['caption']));
        self::assertSame('', $before['alt']);
        $title = get_post($this->id)->post_title;
        self::assertSame(200, $this->putBack('caption')->get_status());
        self::assertSame($before['caption'], get_post($this->id)->post_excerpt);
        self::assertSame($title, get_post($this->id)->post_title);
        self::assertNotSame('', get_post_meta($this->id, '_wp_attachment_image_alt', true));
        self::assertArrayNotHasKey('caption', $this->plugin->history()->before($this->id));
        self::assertSame(409, $this->putBack('caption')->get_status(), 'a second time there is nothing to put back');
    }

    public function testARevertOfTheWholePictureStillWorksAfterwards(): void
    {
        $this->putBack('caption');
        $outcome = $this->plugin->control()->revert($this->id)[$this->id];
        self::assertSame(OutcomeState::Reverted, $outcome->state, $outcome->reason);
        self::assertSame([], array_filter($outcome->notes, static fn (string $note): bool => str_contains($note, 'edited since')));
        self::assertSame('photo', get_post($this->id)->post_title);
        self::assertSame('', get_post_meta($this->id, '_wp_attachment_image_alt', true));
        self::assertSame([], $this->plugin->history()->before($this->id));
    }

    public function testWhatAPersonEditedSinceIsNotTouched(): void
    {
        update_post_meta($this->id, '_wp_attachment_image_alt', 'Edited since');
        self::assertSame(409, $this->putBack('alt')->get_status());
        self::assertSame('Edited since', get_post_meta($this->id, '_wp_attachment_image_alt', true));
    }

    /** @group acceptance-G1 */
    public function testNobodyPutsBackTextsOfOthers(): void
    {
        add_filter('picture_optimizer_capability', static fn (): string => 'upload_files');
        wp_set_current_user($this->user('author'));
        self::assertSame(403, $this->putBack('caption')->get_status());
    }
}
