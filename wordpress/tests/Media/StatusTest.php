<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Media;

use PictureOptimizer\Media\BulkPage;
use PictureOptimizer\Media\Details;
use PictureOptimizer\Media\Library;
use PictureOptimizer\Media\OpenJobsNotice;
use PictureOptimizer\Media\Status;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\State;

/** What the Media Library says of each image, and whom it shows what. */
final class StatusTest extends LibraryTestCase
{
    /**
     * Columns, name, detail, whether it can be reverted.
     *
     * @return iterable<string, array{array<string, int|string>, string, string, bool}>
     */
    public static function pictures(): iterable
    {
        yield 'seen' => [['status' => 'seen'], 'unprocessed', '', false];
        yield 'analysed' => [['status' => 'analysed'], 'analysed', '', true];
        yield 'smaller' => [['status' => 'exported', 'bytes_before' => 2048, 'bytes_after' => 512, 'format' => 'webp'], 'exported',
            '1.5 KB saved (75%), WebP', true];
        yield 'a little smaller' => [['status' => 'processed', 'bytes_before' => 1000, 'bytes_after' => 996, 'format' => 'avif'],
            'processed',
            '4 B saved (1%), AVIF', true];
        yield 'as large' => [['status' => 'exported', 'bytes_before' => 1000, 'bytes_after' => 1000], 'exported',
            'No smaller version found', true];
        yield 'larger' => [['status' => 'exported', 'bytes_before' => 1000, 'bytes_after' => 1200, 'format' => 'png'], 'exported',
            '200 B larger, PNG', true];
        yield 'nothing was gained' => [['status' => 'exported', 'bytes_before' => 1000, 'bytes_after' => 0], 'exported',
            'No smaller version found', true];
        yield 'failed' => [['status' => 'failed', 'reason' => 'It broke.'], 'failed', 'It broke.', false];
        yield 'reverted' => [['status' => 'reverted'], 'reverted', '', false];
    }

    /**
     * @dataProvider pictures
     * @param array<string, int|string> $columns
     */
    public function testWhatIsSaidOfAnImage(array $columns, string $name, string $detail, bool $canRevert): void
    {
        $this->plugin->pictures()->save(7, $columns);
        $status = Status::of($this->plugin->pictures()->get(7), null);
        self::assertSame([$name, $detail, $canRevert], [$status->name, $status->detail, $status->canRevert()]);
        self::assertSame(['name' => $name, 'label' => $status->label, 'detail' => $detail, 'canRevert' => $canRevert,
            'saved' => preg_match('/\((\d+%)\)/', $detail, $share) === 1 ? "−{$share[1]}" : ''], $status->toArray());
        self::assertStringContainsString("picopt-badge picopt-{$name}", $status->html());
        self::assertSame($detail !== '', str_contains($status->html(), '<small dir="auto">'));
    }

    public function testAnImageThatNobodyKnowsIsUnprocessed(): void
    {
        self::assertSame(['unprocessed', 'Unprocessed', ''], [Status::of(null, null)->name, Status::of(null, null)->label,
            Status::of(null, null)->detail]);
    }

    public function testOpenWorkIsSaidBeforeThePast(): void
    {
        $this->plugin->pictures()->save(7, ['status' => 'exported']);
        $picture = $this->plugin->pictures()->get(7);
        [$waits] = $this->itemsIn(State::Waiting, 1, ['reason' => 'Waiting for <b>credits</b>']);
        [$runs] = $this->itemsIn(State::Ordered);
        [$over] = $this->itemsIn(State::Failed, 1, ['reason' => 'Old trouble.']);
        self::assertSame(['working', 'Waiting for <b>credits</b>', false], [Status::of($picture, $waits)->name,
            Status::of($picture, $waits)->detail, Status::of($picture, $waits)->canRevert()]);
        self::assertStringContainsString('&lt;b&gt;credits', Status::of($picture, $waits)->html());
        self::assertSame('At the service', Status::of($picture, $runs)->detail);
        self::assertSame('exported', Status::of($picture, $over)->name);
    }

    // Who sees what.

    private function screen(): Library
    {
        return new Library($this->plugin->pictures(), $this->freshStatuses(), $this->plugin->acceptedTypes());
    }

    /** @return iterable<string, array{string, bool}> role, whether the plugin is theirs to use */
    public static function roles(): iterable
    {
        yield 'administrator' => ['administrator', true];
        yield 'editor' => ['editor', true];
        yield 'author' => ['author', false];
        yield 'contributor' => ['contributor', false];
        yield 'subscriber' => ['subscriber', false];
    }

    /** @dataProvider roles */
    public function testOnlyWhoMayUseItSeesIt(string $role, bool $may): void
    {
        $id = $this->image();
        $this->plugin->pictures()->save($id, ['status' => 'exported']);
        $this->as($role);
        $post = get_post($id);
        self::assertNotNull($post);
        $library = $this->screen();
        self::assertSame($may, isset($library->addColumn(['title' => 'File'])['picopt_status']));
        self::assertSame($may ? ['edit', 'picopt_optimize',
            'picopt_revert'] : ['edit'], array_keys($library->addRowActions(['edit' => 'x'], $post)));
        self::assertSame($may ? ['delete', 'picopt_optimize',
            'picopt_revert'] : ['delete'], array_keys($library->addBulkActions(['delete' => 'x'])));
        self::assertSame($may, isset($library->addToGrid(['id' => $id], $post)['picopt']));
        self::assertSame($may, isset($this->details()->addField([], $post)['picopt']));
        ob_start();
        $library->showFilter('attachment');
        self::assertSame($may, str_contains((string) ob_get_clean(), '<select name="picopt_status"'));
    }

    public function testOtherFilesAndPostsGetNothing(): void
    {
        $library = $this->screen();
        $pdf = get_post($this->image('application/pdf'));
        self::assertNotNull($pdf);
        self::assertSame(['edit' => 'x'], $library->addRowActions(['edit' => 'x'], $pdf));
        self::assertSame(['id' => 1], $library->addToGrid(['id' => 1], $pdf));
        self::assertSame(['a' => 'b'], $this->details()->addField(['a' => 'b'], $pdf));
        ob_start();
        $library->showFilter('post');
        $library->showColumn('title', $pdf->ID);
        self::assertSame('', ob_get_clean());
    }

    public function testAnImageThatIsAsItWasCannotBeReverted(): void
    {
        $post = get_post($this->image(title: 'It’s <b>me</b>'));
        self::assertNotNull($post);
        $actions = $this->screen()->addRowActions([], $post);
        self::assertSame(['picopt_optimize'], array_keys($actions));
        self::assertStringNotContainsString('<b>', $actions['picopt_optimize']);
        self::assertStringContainsString("data-picopt-ids=\"{$post->ID}\"", $actions['picopt_optimize']);
    }

    /** @return iterable<string, array{string, string|null}> action, how it opens; null where the address stays */
    public static function bulkActions(): iterable
    {
        yield 'optimize' => ['picopt_optimize', 'picopt_action=optimize&picopt_ids=7,8,0'];
        yield 'revert' => ['picopt_revert', 'picopt_action=revert&picopt_ids=7,8,0'];
        yield 'another plugin’s' => ['delete', null];
        yield 'one that begins alike' => ['picopt_anything', null];
    }

    /** @dataProvider bulkActions */
    public function testABulkActionOnlyOpensTheWindow(string $action, ?string $query): void
    {
        $url = admin_url('upload.php?mode=list');
        $opened = $this->screen()->openForBulk($url, $action, [7, '8', 'x; DROP TABLE']);
        self::assertSame($query === null ? $url : "{$url}&{$query}", $opened);
        self::assertSame([], $this->jobs->recent());
    }

    public function testFormerTextsAreOfferedAsText(): void
    {
        $id = $this->image();
        $this->plugin->pictures()->save($id, ['status' => 'exported']);
        $post = get_post($id);
        self::assertNotNull($post);
        $html = $this->details()->addField([], $post)['picopt']['html'];
        foreach (['optimize', 'revert', 'image'] as $action) {
            self::assertStringContainsString("data-picopt-action=\"{$action}\" data-picopt-ids=\"{$id}\"", $html);
        }
        self::assertStringNotContainsString('picopt-before', $html, 'no text of ours is there');
    }

    /** @return iterable<string, array{JobState, string, string}> state of the job, reason code of its item, what is said */
    public static function openJobs(): iterable
    {
        yield 'at work' => [JobState::Open, '', 'Images are being optimized.'];
        yield 'paused' => [JobState::Paused, '', 'paused'];
        yield 'in review' => [JobState::Open, Item::REVIEW, 'Text for 1 image is waiting for your review.'];
        yield 'finished' => [JobState::Finished, '', ''];
        yield 'planned' => [JobState::Planned, '', ''];
    }

    /** @dataProvider openJobs */
    public function testTheWayBackToOpenWork(JobState $state, string $code, string $said): void
    {
        $job = $this->job([7], state: $state);
        $this->set($job->id, ['state' => 'ordered', 'reason_code' => $code]);
        foreach (['upload' => $said, 'edit-post' => ''] as $screen => $expected) {
            set_current_screen($screen);
            ob_start();
            $kept = 0;
            (new OpenJobsNotice($this->freshStatuses(), static function () use (&$kept): void {
                $kept++;
            }))->show();
            $html = (string) ob_get_clean();
            $isAtWork = $expected !== '' && $state === JobState::Open;
            self::assertSame((int) $isAtWork, $kept, 'where work is seen, it is seen to');
            $expected === '' ? self::assertSame('', $html) : self::assertStringContainsString($expected, $html);
            $expected === '' || self::assertStringContainsString("data-picopt-job=\"{$job->id}\"", $html);
        }
        set_current_screen('front');
    }

    private function details(): Details
    {
        return new Details($this->freshStatuses(), $this->plugin->history(), $this->plugin->acceptedTypes());
    }

    public function testManyOpenJobsFillOnlyAFewLines(): void
    {
        $ids = array_map(fn (): int => $this->job()->id, range(1, 5));
        set_current_screen('upload');
        ob_start();
        (new OpenJobsNotice($this->freshStatuses(), static fn () => null))->show();
        $html = (string) ob_get_clean();
        set_current_screen('front');
        self::assertSame(3, substr_count($html, 'data-picopt-job='));
        self::assertStringContainsString("data-picopt-job=\"{$ids[4]}\"", $html);
        self::assertStringContainsString('2 more jobs are running.', $html);
        self::assertStringContainsString('page=' . BulkPage::SLUG, $html);
    }
}
