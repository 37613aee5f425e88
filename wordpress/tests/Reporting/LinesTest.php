<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Reporting;

use PictureOptimizer\Access;
use PictureOptimizer\Reporting\Advice;
use PictureOptimizer\Reporting\ItemLine;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Reporting\WaitingGroup;
use PictureOptimizer\Store\DecidedText;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Reviewed;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Store\StoreTestCase;

/** What lists, screens and commands say of jobs and images, and to whom. */
final class LinesTest extends StoreTestCase
{
    private function as(string $role): int
    {
        $id = (int) wp_insert_user(['user_login' => "{$role}-" . wp_generate_password(6, false), 'user_pass' => 'x', 'role' => $role,
            'display_name' => "The {$role}"]);
        wp_set_current_user($id);
        return $id;
    }

    private function image(int $author = 1, string $guid = ''): int
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'A title', 'post_author' => $author,
            'post_status' => 'inherit'], 'photo.jpg');
        $guid === '' || $this->plugin->db()->update($this->plugin->db()->posts, ['guid' => $guid], ['ID' => $id]);
        clean_post_cache($id);
        return $id;
    }

    /** @return iterable<string, array{State, string, string}> state, reason code, what people read */
    public static function states(): iterable
    {
        yield 'unpriced' => [State::Unpriced, '', 'unpriced'];
        yield 'planned' => [State::Planned, '', 'planned'];
        yield 'waiting' => [State::Waiting, '', 'queued'];
        yield 'uploaded' => [State::Uploaded, 'busy', 'queued'];
        yield 'ordered' => [State::Ordered, '', 'queued'];
        yield 'being looked at' => [State::Ordered, 'analysing', 'analysing'];
        yield 'in review' => [State::Ordered, 'review', 'review'];
        yield 'being made' => [State::Ordered, 'exporting', 'exporting'];
        yield 'waits for the service' => [State::Ordered, 'outage', 'queued'];
        yield 'ready' => [State::Ready, '', 'ready'];
        yield 'applied' => [State::Applied, '', 'delivered'];
        yield 'done' => [State::Done, '', 'delivered'];
        yield 'no gain' => [State::NoGain, '', 'no_gain'];
        yield 'failed' => [State::Failed, '', 'failed'];
        yield 'skipped' => [State::Skipped, '', 'skipped'];
        yield 'cancelled' => [State::Cancelled, '', 'cancelled'];
    }

    /** @dataProvider states */
    public function testAStateIsSaidInTheServicesWords(State $state, string $code, string $said): void
    {
        [$item] = $this->itemsIn($state, 1, ['reason_code' => $code, 'reason' => 'Because.', 'bytes_before' => 10, 'bytes_after' => 4,
            'credits' => 2]);
        $line = (new ItemLine($item, Pipeline::AnalyzeExport))->jsonSerialize();
        self::assertSame([$said, $code, 'Because.', 10, 4, 2, 'analyze_export', ''], [$line['state'], $line['reason_code'], $line['reason'],
            $line['bytes_before'], $line['bytes_after'], $line['credits'], $line['pipeline'], $line['approved_by']]);
        self::assertSame($code === 'review' ? 'Waiting for review' : $state->label(), $line['state_label']);
    }

    public function testALineShowsWhatTheServiceMadeAndWhoAgreed(): void
    {
        $user = $this->as('editor');
        $id = $this->image();
        update_post_meta($id, '_wp_attachment_image_alt', 'An alt');
        $job = $this->job([$id]);
        [$item] = $this->items->ofJob($job->id);
        $reviewed = (new Reviewed(new DecidedText([], ['text' => [], 'write' => false], '')))->approvedBy($user, 5);
        $this->setItem($item, ['state' => 'done', 'reviewed' => $reviewed->toJson(),
            'result' => (string) file_get_contents(__DIR__ . '/../../../contract/examples/Item.ready.json')]);
        $line = (new ItemLine($this->again($item), $job->pipeline))->jsonSerialize();
        self::assertSame(['webp', 'An alt', 'A title', 'The editor'], [$line['format'], $line['alt'], $line['title'],
            $line['approved_by']]);
        self::assertSame(count((array) $this->again($item)->answer()?->export?->files) - 1, $line['sizes']);
        wp_delete_user($user);
        self::assertSame('', ItemLine::approver($this->again($item)), 'they are gone');
    }

    /** @return iterable<string, array{string, string}> */
    public static function guids(): iterable
    {
        yield 'plain' => ['https://x.example/wp-content/uploads/2026/05/photo.jpg', 'photo.jpg'];
        yield 'encoded' => ['https://x.example/uploads/caf%C3%A9%20(1).jpg', 'café (1).jpg'];
        yield 'a plus' => ['https://x.example/uploads/a+b.jpg', 'a+b.jpg'];
        yield 'of a page' => ['https://x.example/?attachment_id=7', 'stored.jpg'];
    }

    /** @dataProvider guids */
    public function testAnImageIsCalledWhatItWasUploadedAs(string $guid, string $name): void
    {
        $id = $this->image(guid: $guid);
        update_post_meta($id, '_wp_attached_file', '2026/05/stored.jpg');
        self::assertSame($name, Report::fileName($id));
        self::assertSame('', Report::fileName(9_999_999));
    }

    public function testAPlanAddsUpAndNamesASampleOfEach(): void
    {
        $ids = array_map(fn (): int => $this->image(), range(1, 15));
        $job = $this->job($ids, state: JobState::Planned);
        $this->set($job->id, ['state' => 'planned', 'quoted' => 2, 'bytes_before' => 100, 'bytes_after' => 40]);
        foreach (['skipped', 'failed', 'unpriced'] as $number => $state) {
            $this->setItem($this->items->ofJob($job->id)[$number], ['state' => $state]);
        }
        $plan = $this->plugin->report()->plan($job->id)->jsonSerialize();
        self::assertSame([15, 14, 12, 24, 2, 1200, 480, true], [$plan['total'], $plan['looked_at'], $plan['process'], $plan['credits'],
            $plan['left_out'], $plan['bytes_before'], $plan['bytes_estimated'], $plan['complete']]);
        self::assertSame([12, 1, 1], [count($plan['samples']), count($plan['skipped']), count($plan['failed'])]);
        self::assertSame([true, false], [$plan['renames'], $plan['review']], 'files get new names, and no text is read');
        $this->jobs->move($job->id, [JobState::Planned], JobState::Planning);
        self::assertFalse($this->plugin->report()->plan($job->id)->jsonSerialize()['complete']);
    }

    public function testProgressCountsWhatIsOpenAndWhy(): void
    {
        $job = $this->job(range(1, 6));
        $rows = [['done', '', 300, 100, 2], ['waiting', 'insufficient_credits', 10, 0, 0], ['ordered', 'review', 10, 0, 1], ['ready',
            '', 10, 0, 0],
            ['failed', 'source', 10, 0, 0], ['skipped', '', 0, 0, 0]];
        foreach ($this->items->ofJob($job->id) as $number => $item) {
            [$state, $code, $before, $after, $credits] = $rows[$number];
            $this->setItem($item, ['state' => $state, 'reason_code' => $code, 'reason' => $code === '' ? '' : "Because of {$code}.",
                'bytes_before' => $before, 'bytes_after' => $after, 'credits' => $credits]);
        }
        $progress = $this->plugin->report()->progress($job->id)->jsonSerialize();
        self::assertSame([6, 3, 1, 300, 100, 3], [$progress['total'], $progress['open'], $progress['in_review'], $progress['bytes_before'],
            $progress['bytes_after'], $progress['credits_used']]);
        self::assertSame('Running', $progress['state_label']);
        self::assertSame(1, $progress['counts']['ready']);
        self::assertNotSame('', $progress['waiting_because']);
        self::assertCount(3, $progress['reasons']);
        self::assertSame([null, null], [$progress['per_minute'], $progress['seconds_left']], 'nothing is known yet');
        $this->set($job->id, ['state' => 'done']);
        $over = $this->plugin->report()->progress($job->id)->jsonSerialize();
        self::assertSame([0, 0, ''], [$over['open'], $over['in_review'], $over['waiting_because']]);
    }

    public function testWhatWaitsForAPersonIsNotReckonedWith(): void
    {
        $job = $this->job(range(1, 20));
        $this->jobs->update($job->id, ['started_at' => time() - 100]);
        foreach ($this->items->ofJob($job->id) as $number => $item) {
            $this->setItem($item, $number < 10 ? ['state' => 'done', 'updated_at' => time() - 60 + 6 * $number]
                : ['state' => 'ordered', 'reason_code' => $number < 15 ? Item::REVIEW : '', 'reason' => $number < 15 ? 'Read.' : '']);
        }
        $progress = $this->plugin->report()->progress($job->id);
        self::assertSame(10, $progress->open);
        self::assertEqualsWithDelta(60 * 5 / $progress->pace->perMinute, $progress->pace->secondsLeft, 1, 'five images are left, not ten');
    }

    public function testResultsComeInPages(): void
    {
        $job = $this->job(range(1, 5));
        $this->set($job->id, ['state' => 'done', 'credits' => 2]);
        $first = $this->plugin->report()->results($job->id, 3);
        self::assertSame([3, 10], [count($first->items), $first->creditsUsed]);
        $last = $first->jsonSerialize()['items'][2]->jsonSerialize()['id'];
        self::assertCount(2, $this->plugin->report()->results($job->id, 3, $last)->items);
    }

    public function testPlansThatNobodyConfirmedAreNoActivity(): void
    {
        $open = $this->job()->id;
        $this->job(state: JobState::Planned);
        $upload = $this->job(state: JobState::Planned, source: JobSource::Upload)->id;
        $shown = array_map(static fn ($progress): int => $progress->job->id, $this->plugin->report()->recent());
        self::assertSame([$upload, $open], $shown);
    }

    public function testPricesThatSomebodyOnlyLookedAtHideNoJob(): void
    {
        $finished = $this->job(state: JobState::Finished)->id;
        $open = $this->job()->id;
        $paused = $this->job(state: JobState::Paused)->id;
        foreach (range(1, 30) as $number) {
            $this->job(state: JobState::Planned);
            $this->job(state: JobState::Finished);
        }
        $shown = array_map(static fn ($progress): int => $progress->job->id, $this->plugin->report()->recent());
        self::assertSame([$paused, $open], array_slice($shown, 0, 2));
        self::assertCount(20, $shown);
        self::assertNotContains($finished, $shown);
        self::assertSame([$open], $this->plugin->jobs()->openIds());
    }

    // Who may.

    /** @return iterable<string, array{string, bool, bool}> role, whether a stranger's job is theirs to steer, whether their own is */
    public static function roles(): iterable
    {
        yield 'administrator' => ['administrator', true, true];
        yield 'editor' => ['editor', true, true];
        yield 'author' => ['author', false, true];
        yield 'subscriber' => ['subscriber', false, true];
    }

    /** @dataProvider roles */
    public function testAJobIsItsOwnersOrAnEditors(string $role, bool $strangers, bool $own): void
    {
        $stranger = $this->job()->id;
        $this->as($role);
        self::assertSame([$strangers, $own, true], [$this->plugin->report()->mayUse($stranger),
            $this->plugin->report()->mayUse($this->job()->id),
            $this->plugin->report()->mayUse(9_999_999)], 'a job that is not there is said to be so later');
    }

    public function testAPlanIsStartedByWhoMayChangeAllOfIt(): void
    {
        $author = $this->as('author');
        $job = $this->job([$this->image($author), 9_999_999], state: JobState::Planned);
        $this->set($job->id, ['state' => 'planned']);
        self::assertTrue($this->plugin->report()->mayChangeAll($job->id), 'what is deleted is nobody’s');
        $mixed = $this->job([$this->image($author), $this->image(1)], state: JobState::Planned);
        $this->set($mixed->id, ['state' => 'planned']);
        self::assertFalse($this->plugin->report()->mayChangeAll($mixed->id));
        $this->setItem($this->items->ofJob($mixed->id)[1], ['state' => 'skipped']);
        self::assertTrue($this->plugin->report()->mayChangeAll($mixed->id), 'what is left out does not count');
    }

    /** @return iterable<string, array{string, bool, bool}> role, may use, may configure */
    public static function access(): iterable
    {
        yield 'administrator' => ['administrator', true, true];
        yield 'editor' => ['editor', true, false];
        yield 'author' => ['author', false, false];
        yield 'contributor' => ['contributor', false, false];
        yield 'subscriber' => ['subscriber', false, false];
    }

    /** @dataProvider access */
    public function testAccess(string $role, bool $use, bool $configure): void
    {
        $others = $this->image();
        $id = $this->as($role);
        self::assertSame([$use, $configure, $use], [Access::mayUse(), Access::mayConfigure(), Access::mayChange($others)]);
        self::assertSame($role !== 'subscriber', Access::mayChange($this->image($id)), 'an image of their own');
        self::assertFalse(Access::mayChange((int) wp_insert_post(['post_title' => 'x', 'post_author' => $id])), 'no image');
        add_filter('picture_optimizer_capability', static fn (): string => 'read');
        self::assertSame(in_array($role, ['administrator', 'editor',
            'author'], true), Access::mayUse(), 'who uploads nothing has nothing to use');
        add_filter('picture_optimizer_capability', static fn (): string => 'nobody_has_this');
        self::assertFalse(Access::mayUse());
        wp_set_current_user(0);
        self::assertSame([false, false, false], [Access::mayUse(), Access::mayConfigure(), Access::mayChange($others)]);
    }

    /** @return iterable<string, array{string, string}> code, page that helps */
    public static function advice(): iterable
    {
        yield 'money' => ['insufficient_credits', 'buy'];
        yield 'frozen' => ['account_frozen', 'buy'];
        foreach (['key_inactive', 'invalid_key', 'not_connected'] as $code) {
            yield $code => [$code, 'settings'];
        }
        foreach (
            ['spend_cap', 'byte_quota', 'source', 'unreadable_image', 'too_large', 'no_confident_text', 'model_refused',
            'language_needs_model', 'price_rose', 'quote_expired', 'order_gone', 'result_expired', 'time_out',
            'crashed', 'internal', 'given_up', 'host_limits', 'not_applied', Item::REVIEW] as $code
        ) {
            yield $code => [$code, ''];
        }
    }

    /** @dataProvider advice */
    public function testWhatAPersonCanDo(string $code, string $link): void
    {
        $advice = Advice::for($code);
        self::assertSame($link, $advice['link']);
        self::assertMatchesRegularExpression('/^\p{Lu}.+[.]$/u', $advice['text']);
        $group = (new WaitingGroup(true, $code, 'Because.', 3))->jsonSerialize();
        self::assertSame(['failed', $code, 'Because.', 3, $advice], array_values($group));
    }

    public function testWhatTheServiceGaveUpIsNotBlamedOnTheSitesHost(): void
    {
        self::assertSame(Advice::for('internal'), Advice::for('given_up'));
        self::assertStringContainsString('memory and time limits', Advice::for('host_limits')['text']);
    }

    public function testWhereNothingHelpsNothingIsAdvised(): void
    {
        self::assertSame(['text' => '', 'link' => ''], Advice::for('brand_new'));
        self::assertSame('waiting', (new WaitingGroup(false, 'x', 'y', 1))->jsonSerialize()['state']);
    }
}
