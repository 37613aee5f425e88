<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Queue;

use PictureOptimizer\Budget;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\ServiceTestCase;
use PictureOptimizer\Text\SentText;

/**
 * Drafts wait for a person; files do not wait for drafts.
 *
 * @group acceptance-E8
 */
final class DraftsTest extends ServiceTestCase
{
    private int $id;
    private int $page;

    protected function setUp(): void
    {
        parent::setUp();
        self::$service->set('analysis', ['draft' => true]);
        $this->id = $this->addPicture('holiday.jpg', 400, 300);
        $this->page = (int) wp_insert_post(['post_title' => 'Page', 'post_status' => 'publish', 'post_type' => 'page',
            'post_content' => "<img class='wp-image-{$this->id}' alt=''>"]);
    }

    /** @param array<string, mixed> $chosen */
    private function runJob(Pipeline $pipeline = Pipeline::AnalyzeExport, array $chosen = []): Job
    {
        $job = $this->start([$this->id], $pipeline, $chosen);
        $this->work();
        return $job;
    }

    private function item(Job $job): Item
    {
        return $this->plugin->items()->ofJob($job->id)[0];
    }

    private function alt(): string
    {
        return (string) get_post_meta($this->id, '_wp_attachment_image_alt', true);
    }

    private function file(): string
    {
        return basename((string) get_attached_file($this->id));
    }

    private function content(): string
    {
        clean_post_cache($this->page);
        return (string) get_post($this->page)?->post_content;
    }

    public function testFilesComeAtOnceUnderTheirOldNamesAndTextWaits(): void
    {
        $job = $this->runJob();
        $item = $this->item($job);
        self::assertTrue($item->isInReview(), $item->reason);
        self::assertSame('holiday.webp', $this->file());
        self::assertSame('', $this->alt());
        self::assertSame('holiday', get_the_title($this->id));
        self::assertStringContainsString("alt=''", $this->content());
        self::assertSame(PictureStatus::Exported, $this->plugin->pictures()->get($this->id)?->status);
        self::assertSame(2, $item->credits);
        [$row] = $this->plugin->desk()->waiting($job->id, 0, 5)['items'];
        self::assertTrue($row['draft']);
        self::assertFalse($row['regenerable']);
    }

    public function testApprovalWritesTheTextAndMakesTheFilesOnceMoreForFree(): void
    {
        $job = $this->runJob();
        $saved = $this->plugin->pictures()->get($this->id)?->bytesBefore;
        $this->plugin->desk()->accept($this->item($job)->id, new SentText(['alt' => ['text' => 'Our tent by the lake', 'write' => true],
            'file_name' => 'tent-lake']));
        $this->work();
        $item = $this->item($job);
        self::assertSame([State::Done, 2], [$item->state, $item->credits], $item->reason);
        self::assertSame(2, self::$service->get('charged'));
        self::assertSame('Our tent by the lake', $this->alt());
        self::assertStringContainsString('alt="Our tent by the lake"', $this->content());
        self::assertSame('tent-lake.webp', $this->file());
        $quotes = self::$service->get('quotes');
        self::assertSame('export', end($quotes)['pipeline']);
        self::assertSame('Our tent by the lake', end($quotes)['items'][0]['text']['alt'], 'embedded as approved');
        $picture = $this->plugin->pictures()->get($this->id);
        self::assertSame([PictureStatus::Processed, $saved], [$picture?->status, $picture?->bytesBefore]);
        self::assertSame(JobState::Finished, $this->plugin->jobs()->get($job->id)->state);
        [$again] = $this->process([$this->id]);
        self::assertSame('already_done', $again->reasonCode);
    }

    public function testTheBooksAgreeThoughTheFilesCameOfASecondOrder(): void
    {
        $job = $this->runJob();
        $this->plugin->desk()->accept($this->item($job)->id, new SentText());
        $this->work();
        $result = $this->plugin->reconciler()->reconcile(Budget::unlimited());
        self::assertSame([0, true], [$result->corrected, $result->agrees()], $result->sentence());
        self::assertSame(2, $this->item($job)->credits);
        self::assertSame(2, $this->plugin->pictures()->get($this->id)?->credits);
    }

    public function testARevertTakesAllOfItBack(): void
    {
        $before = hash_file('sha256', (string) get_attached_file($this->id));
        $job = $this->runJob();
        $this->plugin->desk()->accept($this->item($job)->id, new SentText());
        $this->work();
        self::assertSame('red-bicycle.webp', $this->file());
        $this->plugin->control()->revert($this->id);
        self::assertSame(['holiday.jpg', ''], [$this->file(), $this->alt()]);
        self::assertSame($before, hash_file('sha256', (string) get_attached_file($this->id)));
        self::assertStringContainsString("alt=''", $this->content());
    }

    public function testTextAloneWaitsAsWell(): void
    {
        $job = $this->runJob(Pipeline::Analyze);
        self::assertTrue($this->item($job)->isInReview());
        self::assertSame(1, $this->item($job)->credits, 'the service has charged it');
        self::assertSame('', $this->alt());
        $this->plugin->desk()->accept($this->item($job)->id, new SentText());
        $this->work();
        self::assertSame([State::Done, 1], [$this->item($job)->state, $this->item($job)->credits]);
        self::assertNotSame('', $this->alt());
    }

    public function testItWaitsForAsLongAsThePersonLikes(): void
    {
        $job = $this->runJob();
        for ($hour = 0; $hour < 3; $hour++) {
            $this->passTime();
            $this->work();
        }
        self::assertTrue($this->item($job)->isInReview());
        self::assertSame(['holiday.webp', ''], [$this->file(), $this->alt()]);
        self::assertCount(1, self::$service->get('receipts'), 'files are put in place once');
    }

    public function testWhoTakesDraftsSaysSoByName(): void
    {
        $job = $this->runJob(chosen: ['accept_drafts' => true]);
        self::assertSame(State::Done, $this->item($job)->state);
        self::assertSame('red-bicycle.webp', $this->file());
        self::assertStringContainsString('alt="A red bicycle', $this->content());
        self::assertTrue(self::$service->get('jobs')['job_1']['accept_drafts']);
    }

    public function testTextOfAModelThatIsTrustedDoesNotWait(): void
    {
        self::$service->set('analysis', ['draft' => false]);
        $job = $this->runJob();
        self::assertSame(State::Done, $this->item($job)->state);
        self::assertSame('red-bicycle.webp', $this->file());
    }

    public function testStoppedInReviewTheFilesStayAndTheDraftIsForgotten(): void
    {
        $job = $this->runJob();
        $this->plugin->control()->stop($job->id);
        $item = $this->item($job);
        self::assertSame([State::Done, 2], [$item->state, $item->credits]);
        self::assertSame(['holiday.webp', ''], [$this->file(), $this->alt()]);
        self::assertSame(JobState::Finished, $this->plugin->jobs()->get($job->id)->state);
    }

    public function testApprovedTextStaysWhereItsFilesCouldOnlyBePaidForAgain(): void
    {
        $job = $this->runJob();
        self::$service->set('paid', []);
        $this->plugin->desk()->accept($this->item($job)->id, new SentText());
        $this->work();
        self::assertSame(State::Done, $this->item($job)->state);
        self::assertStringContainsString('no longer available', $this->item($job)->reason);
        self::assertSame(['holiday.webp', 2], [$this->file(), self::$service->get('charged')]);
        self::assertNotSame('', $this->alt());
    }

    public function testAServiceThatIsBusyHoldsUpTheFilesAndNotTheText(): void
    {
        $job = $this->runJob();
        $this->plugin->desk()->accept($this->item($job)->id, new SentText());
        self::$service->fail('POST /v1/quotes', 'busy');
        $this->work();
        self::assertNotSame('', $this->alt(), 'the text does not wait for the service');
        $this->passTime();
        $this->work();
        self::assertSame([State::Done, 'red-bicycle.webp'], [$this->item($job)->state, $this->file()], $this->item($job)->reason);
    }

    public function testAnotherTextCannotBeHadForFilesThatAreInPlace(): void
    {
        $job = $this->runJob();
        $this->expectException(\DomainException::class);
        $this->plugin->desk()->regenerate($this->item($job)->id, 'shorter');
    }
}
