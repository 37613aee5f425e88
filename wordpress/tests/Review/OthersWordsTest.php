<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Review;

use PictureOptimizer\Store\State;

/** What a person has written stays, whoever approves what. */
final class OthersWordsTest extends DeskTestCase
{
    /** @group acceptance-E1 */
    public function testWhatAPersonWroteIsShownAndStaysUnlessTheySayOtherwise(): void
    {
        update_post_meta($this->id, '_wp_attachment_image_alt', 'Grandmother in 1953');
        wp_update_post(['ID' => $this->id, 'post_excerpt' => 'Our family']);
        $job = $this->inReview();
        $item = $this->shown($job);
        self::assertSame(['alt', 'caption'], $item['by_person']);
        self::assertSame('Grandmother in 1953', $item['present']['alt']);
        self::assertNotSame($item['present']['alt'], $item['proposed']['alt']);
        self::assertFalse($item['decisions']['fields']['alt']['write']);
        $this->call('POST', "/items/{$item['id']}/accept", ['decisions' => ['caption' => ['write' => true]]]);
        $this->passTime();
        $this->work();
        self::assertSame('Grandmother in 1953', get_post_meta($this->id, '_wp_attachment_image_alt', true));
        self::assertSame($item['proposed']['caption'], get_post($this->id)->post_excerpt);
        self::assertSame('Grandmother in 1953', self::$service->get('accepted')["1:{$this->id}"]['alt']);
    }

    /** @testWith [true]
     *            [false]
     * @group acceptance-E1
     */
    public function testWhatSomebodyWritesWhileAnotherReadsStays(bool $afterApproval): void
    {
        $job = $this->inReview();
        $item = $this->shown($job);
        $decisions = ['seen' => $item['seen']] + $item['decisions']['fields'];
        $write = fn () => update_post_meta($this->id, '_wp_attachment_image_alt', 'Grandmother in 1953');
        $afterApproval || $write();
        self::assertSame(200, $this->call('POST', "/items/{$item['id']}/accept", ['decisions' => $decisions])->get_status());
        $afterApproval && $write();
        $this->passTime();
        $this->work();
        self::assertSame('Grandmother in 1953', get_post_meta($this->id, '_wp_attachment_image_alt', true));
        self::assertSame($item['proposed']['caption'], get_post($this->id)->post_excerpt, 'what nobody else has written is written');
        $heard = self::$service->get('accepted')["1:{$this->id}"]['alt'];
        self::assertSame($afterApproval ? $item['proposed']['alt'] : 'Grandmother in 1953', $heard);
        self::assertSame(State::Done, $this->item($job)->state);
    }

    public function testWhoHasSeenTheirWordsReplacesThem(): void
    {
        $job = $this->inReview();
        $typed = ['alt' => ['text' => 'A beach', 'write' => true]];
        $this->call('POST', "/items/{$this->shown($job)['id']}/decisions", ['decisions' => $typed]);
        update_post_meta($this->id, '_wp_attachment_image_alt', 'Grandmother in 1953');
        $item = $this->shown($job);
        self::assertSame(['alt'], $item['by_person']);
        $decisions = ['seen' => $item['seen']] + $item['decisions']['fields'];
        $this->call('POST', "/items/{$item['id']}/accept", ['decisions' => $decisions]);
        $this->passTime();
        $this->work();
        self::assertSame('A beach', get_post_meta($this->id, '_wp_attachment_image_alt', true));
    }
}
