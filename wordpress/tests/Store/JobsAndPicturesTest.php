<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Store;

use PictureOptimizer\Store\EventKind;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Reviewed;
use PictureOptimizer\Store\State;

/** Jobs and what they add up to; what is known of each image; tags. */
final class JobsAndPicturesTest extends StoreTestCase
{
    public function testAJobIsAsItWasMade(): void
    {
        $begun = time();
        $job = $this->job([], Pipeline::Analyze, JobState::Planning, JobSource::Rest);
        self::assertSame([JobState::Planning, JobSource::Rest, Pipeline::Analyze, 1, '', 0], [$job->state, $job->source, $job->pipeline,
            $job->createdBy, $job->quoteId, $job->creditsQuoted]);
        self::assertMoment($begun, $job->createdAt);
        self::assertTrue($this->jobs->exists($job->id));
        self::assertFalse($this->jobs->exists($job->id + 1));
        $this->jobs->update($job->id, ['quote_id' => 'quo_1', 'credits_quoted' => 5, 'message' => 'Hello']);
        $again = $this->jobs->get($job->id);
        self::assertSame(['quo_1', 5, 'Hello'], [$again->quoteId, $again->creditsQuoted, $again->message]);
        $this->expectException(\OutOfBoundsException::class);
        $this->jobs->get($job->id + 1);
    }

    public function testOfTwoWhoMoveAJobOneSucceeds(): void
    {
        $job = $this->job(state: JobState::Planned);
        self::assertFalse($this->jobs->move($job->id, [JobState::Paused, JobState::Open], JobState::Finished));
        self::assertTrue($this->jobs->move($job->id, [JobState::Planning, JobState::Planned], JobState::Open));
        self::assertFalse($this->jobs->move($job->id, [JobState::Planning, JobState::Planned], JobState::Open));
        self::assertFalse($this->jobs->move(0, [JobState::Open], JobState::Paused));
        self::assertSame(JobState::Open, $this->jobs->get($job->id)->state);
    }

    /** @return iterable<string, array{JobState, JobSource, bool}> */
    public static function work(): iterable
    {
        foreach (JobState::cases() as $state) {
            yield "{$state->value}, of a person" => [$state, JobSource::Wizard, $state === JobState::Open];
            $begins = in_array($state, [JobState::Planning, JobState::Planned, JobState::Open], true);
            yield "{$state->value}, of an upload" => [$state, JobSource::Upload, $begins];
        }
    }

    /** @dataProvider work */
    public function testWhatIsWorkForTheRunner(JobState $state, JobSource $source, bool $isWork): void
    {
        $this->job([], Pipeline::Export, $state, $source);
        self::assertSame($isWork, $this->jobs->hasOpen());
    }

    public function testJobsAreListedByAgeUserAndSource(): void
    {
        $ids = array_map(fn (JobSource $source): int => $this->job(source: $source)->id, [JobSource::Cli, JobSource::Upload,
            JobSource::Upload]);
        $this->jobs->move($ids[2], [JobState::Open], JobState::Paused);
        self::assertSame(array_reverse($ids), array_column($this->jobs->recent(), 'id'));
        self::assertSame([$ids[2]], array_column($this->jobs->recent(1), 'id'));
        self::assertSame([$ids[1]], array_column($this->jobs->ofSource(JobSource::Upload, [JobState::Open]), 'id'));
        self::assertSame([$ids[1], $ids[2]], array_column($this->jobs->ofSource(JobSource::Upload, JobState::cases()), 'id'));
        self::assertSame($ids, array_column($this->jobs->ofUser(1), 'id'));
        self::assertSame(3, $this->jobs->forgetUser(1));
        self::assertSame([[], 0, [0, 0, 0]], [$this->jobs->ofUser(1), $this->jobs->forgetUser(1),
            array_column($this->jobs->recent(), 'createdBy')]);
    }

    public function testTheDayOfCreditsBeginsAtMidnightOfTheSite(): void
    {
        update_option('timezone_string', 'Pacific/Auckland');
        $midnight = (new \DateTimeImmutable('today', new \DateTimeZone('Pacific/Auckland')))->getTimestamp();
        foreach (
            [[$midnight, 5, JobSource::Upload], [$midnight - 1, 70, JobSource::Upload], [$midnight + 60, 3, JobSource::Upload],
            [$midnight + 60, 900, JobSource::Cli]] as [$started, $credits, $source]
        ) {
            $this->jobs->update($this->job(source: $source)->id, ['started_at' => $started, 'credits_quoted' => $credits]);
        }
        self::assertSame(8, $this->jobs->creditsStartedToday(JobSource::Upload));
        self::assertSame(0, $this->jobs->creditsStartedToday(JobSource::Rest));
    }

    public function testJobsEndWhenNothingIsOpenAnyMore(): void
    {
        $open = $this->itemsIn(State::Returning)[0]->jobId;
        $over = $this->itemsIn(State::Done)[0]->jobId;
        $empty = $this->job()->id;
        $paused = $this->job(state: JobState::Paused)->id;
        $this->jobs->update($over, ['message' => 'Waits for tomorrow']);
        $this->jobs->finishCompleted($this->items->table());
        self::assertSame([JobState::Open, JobState::Finished, JobState::Finished, JobState::Paused], array_map(
            fn (int $id): JobState => $this->jobs->get($id)->state,
            [$open, $over, $empty, $paused]
        ));
        self::assertSame('', $this->jobs->get($over)->message);
    }

    /** @return iterable<string, array{string}> */
    public static function damagedJson(): iterable
    {
        foreach (['', 'null', '"text"', '5', 'true', '{', '[]', '{"nobody": "knows"}'] as $json) {
            yield $json => [$json];
        }
    }

    /** @dataProvider damagedJson */
    public function testADamagedRowStopsNoList(string $json): void
    {
        $job = $this->job([7]);
        $this->jobs->update($job->id, ['settings' => $json]);
        $this->set($job->id, ['reviewed' => $json, 'result' => $json]);
        $this->plugin->pictures()->save(7, ['written' => $json]);
        self::assertSame('webp', $this->jobs->recent()[0]->settings->text('format'), 'a default in its place');
        [$item] = $this->items->ofJob($job->id);
        self::assertEquals([new Reviewed(kept: $json), null, null], [$item->reviewed, $item->answer(), $item->sentOrder()]);
        self::assertArrayNotHasKey('alt', $this->plugin->pictures()->get(7)?->written ?? ['alt' => 'unreadable']);
    }

    // Sums.

    public function testItemsAddUpByState(): void
    {
        $job = $this->job([1, 2, 3]);
        $this->set($job->id, ['state' => 'done', 'quoted' => 2, 'bytes_before' => 4_000_000_000, 'bytes_after' => 1000, 'credits' => 1]);
        $this->setItem($this->items->ofJob($job->id)[0], ['state' => 'failed']);
        $this->itemsIn(State::Done);
        $tally = $this->plugin->tally();
        self::assertEquals(['done' => 2, 'failed' => 1], $tally->counts($job->id));
        self::assertSame(
            ['number' => 2, 'quoted' => 4, 'bytes_before' => 8_000_000_000, 'bytes_after' => 2000,
                'bytes_replaced' => 8_000_000_000, 'credits' => 2],
            $tally->sums($job->id)['done']
        );
        self::assertSame([[], []], [$tally->counts(0), $tally->sums(0)]);
        self::assertSame([2, 3], $tally->attachments($job->id, State::Done));
    }

    public function testWhyThingsWaitIsGroupedByTheReason(): void
    {
        $job = $this->job(range(1, 7));
        $items = $this->items->ofJob($job->id);
        $rows = [['waiting', 'outage', 'Away.'], ['ordered', 'outage', 'Away.'], ['uploaded', 'insufficient_credits', 'Money.'],
            ['failed', 'source', 'Gone.'], ['failed', 'outage', 'Away.'], ['skipped', 'excluded', 'Small.'], ['ready', '', '']];
        foreach ($rows as $number => [$state, $code, $reason]) {
            $this->setItem($items[$number], ['state' => $state, 'reason_code' => $code, 'reason' => $reason]);
        }
        $tally = $this->plugin->tally();
        $reasons = $tally->reasons($job->id);
        self::assertSame(['state' => 'waiting', 'code' => 'outage', 'reason' => 'Away.', 'number' => 2], $reasons[0], 'most first');
        self::assertEqualsCanonicalizing([['waiting', 'outage', 2], ['waiting', 'insufficient_credits', 1], ['failed', 'source', 1],
            ['failed', 'outage', 1]], array_map(static fn (array $r): array => [$r['state'], $r['code'], $r['number']], $reasons));
        $this->setItem($items[2], ['not_before' => 500]);
        self::assertSame('Money.', $tally->waitingReason($job->id), 'what waits longest');
        self::assertSame('', $tally->waitingReason(0));
    }

    public function testTextsInReviewAreCounted(): void
    {
        $job = $this->itemsIn(State::Ordered, 3, ['reason_code' => Item::REVIEW])[0]->jobId;
        $this->setItem($this->items->ofJob($job)[0], ['state' => 'ready']);
        self::assertSame([2, 0], [$this->plugin->tally()->inReview($job), $this->plugin->tally()->inReview(0)]);
    }

    public function testEndsOfTheLatestImagesSinceTheStart(): void
    {
        $job = $this->job([1, 2, 3, 4, 5]);
        $this->jobs->update($job->id, ['started_at' => 1000]);
        foreach ($this->items->ofJob($job->id) as $number => $item) {
            $this->setItem($item, ['state' => ['done', 'failed', 'no_gain', 'skipped', 'done'][$number], 'updated_at' => 1000 + $number]);
        }
        $this->setItem($this->items->ofJob($job->id)[4], ['updated_at' => 999]);
        self::assertSame([1002, 1001, 1000], $this->plugin->tally()->lastEnds($job->id));
        self::assertSame([1002], $this->plugin->tally()->lastEnds($job->id, 1));
    }

    // Images.

    public function testWhatIsSavedOfAnImageAddsToWhatIsKnown(): void
    {
        $pictures = $this->plugin->pictures();
        self::assertNull($pictures->get(7));
        $pictures->save(7, ['reason' => 'It’s “100 %” broken \\']);
        self::assertSame([PictureStatus::Seen, 'It’s “100 %” broken \\'], [$pictures->get(7)?->status, $pictures->get(7)?->reason]);
        $pictures->save(7, ['status' => 'exported', 'bytes_before' => 100, 'bytes_after' => 60, 'written' => '{"alt":"x"}']);
        $known = $pictures->get(7);
        self::assertSame([PictureStatus::Exported, 100, ['alt' => 'x'], 'It’s “100 %” broken \\'], [$known?->status, $known?->bytesBefore,
            $known?->written, $known?->reason]);
        $pictures->save(8, ['status' => 'failed']);
        self::assertSame([7, 8], array_keys($pictures->getMany([8, 7, 9])));
        self::assertSame([], $pictures->getMany([]));
        $pictures->forget(7);
        self::assertNull($pictures->get(7));
    }

    public function testTotalsAreOfWhatIsInPlace(): void
    {
        $pictures = $this->plugin->pictures();
        foreach (
            [1 => ['exported', 100, 60], 2 => ['processed', 100, 130], 3 => ['reverted', 100, 10], 4 => ['exported', 100, 0],
            5 => ['analysed', 100, 50]] as $id => [$status, $before, $after]
        ) {
            $pictures->save($id, ['status' => $status, 'bytes_before' => $before, 'bytes_after' => $after]);
        }
        self::assertEquals(
            ['exported' => 2, 'processed' => 1, 'reverted' => 1, 'analysed' => 1, 'saved' => 10, 'optimized' => 1],
            $pictures->totals()
        );
        self::assertSame([1, 2, 4, 5], $pictures->changedIds());
    }

    /** @return iterable<string, array{PictureStatus, bool, bool, bool}> analysed, exported, changed */
    public static function statuses(): iterable
    {
        yield 'analysed' => [PictureStatus::Analysed, true, false, true];
        yield 'exported' => [PictureStatus::Exported, false, true, true];
        yield 'both' => [PictureStatus::Processed, true, true, true];
        yield 'failed' => [PictureStatus::Failed, false, false, false];
        yield 'reverted' => [PictureStatus::Reverted, false, false, false];
        yield 'seen' => [PictureStatus::Seen, false, false, false];
    }

    /** @dataProvider statuses */
    public function testWhatAStatusMeans(PictureStatus $status, bool $analysed, bool $exported, bool $changed): void
    {
        $this->plugin->pictures()->save(7, ['status' => $status->value, 'original_sha256' => 'aa', 'applied_sha256' => 'bb']);
        $picture = $this->plugin->pictures()->get(7);
        self::assertSame([$analysed, $exported, $changed], [$picture?->isAnalysed(), $picture?->isExported(),
            $picture?->status->isChanged()]);
        self::assertSame([true, true, false], [$picture?->knows('aa'), $picture?->knows('bb'), $picture?->knows('cc')]);
        self::assertNotSame('', $status->label());
    }

    public function testAFileIsHashedAgainOnlyWhenItHasChanged(): void
    {
        $upload = wp_upload_bits('photo.jpg', null, 'first bytes');
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg'], $upload['file']);
        $pictures = $this->plugin->pictures();
        touch($upload['file'], time() - 100);
        self::assertSame(hash('sha256', 'first bytes'), $pictures->liveSha256($id));
        file_put_contents($upload['file'], 'other bytes');
        touch($upload['file'], time() - 100);
        self::assertSame(hash('sha256', 'first bytes'), $pictures->liveSha256($id), 'same name, length and time');
        touch($upload['file'], time() - 50);
        self::assertSame(hash('sha256', 'other bytes'), $pictures->liveSha256($id));
        file_put_contents($upload['file'], 'third bytes');
        self::assertSame(hash('sha256', 'third bytes'), $pictures->liveSha256($id), 'a file of this second is read each time');
        file_put_contents($upload['file'], 'forth bytes');
        self::assertSame(hash('sha256', 'forth bytes'), $pictures->liveSha256($id));
        unlink($upload['file']);
        self::assertNull($pictures->liveSha256($id));
        self::assertNull($pictures->liveSha256(0));
    }

    public function testTagsAreSetKnownAndCleanedUp(): void
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'x'], 'x.jpg');
        $other = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'y'], 'y.jpg');
        $tags = $this->plugin->tags();
        self::assertSame([], $tags->of($id));
        self::assertSame(['red', 'bike'], $tags->unknown(['red', 'bike']));
        self::assertEqualsCanonicalizing(['bike', 'red & blue'], $this->names($tags->set($id, ['bike', '', '<b>red & blue</b>'])));
        $tags->set($other, ['bike']);
        self::assertSame(['green'], $tags->unknown(['bike', 'green']));
        $tags->set($id, []);
        $tags->removeUnused(['bike', 'red & blue', 'never there']);
        self::assertSame([['bike'], ['red & blue']], [$this->names($tags->of($other)), $tags->unknown(['bike', 'red & blue'])]);
    }

    /**
     * @param list<string> $tags
     * @return list<string> as people read them
     */
    private function names(array $tags): array
    {
        return array_map(html_entity_decode(...), $tags);
    }

    /** @return iterable<string, array{Pipeline, bool, bool}> */
    public static function pipelines(): iterable
    {
        yield 'both' => [Pipeline::AnalyzeExport, true, true];
        yield 'text' => [Pipeline::Analyze, true, false];
        yield 'files' => [Pipeline::Export, false, true];
    }

    /** @dataProvider pipelines */
    public function testWhatAPipelineDoes(Pipeline $pipeline, bool $analyses, bool $exports): void
    {
        self::assertSame([$analyses, $exports, $pipeline->value], [$pipeline->analyses(), $pipeline->exports(),
            $pipeline->forService()->value]);
        self::assertNotSame('', $pipeline->label());
    }

    public function testEveryStateIsOpenOrNotAndHasAName(): void
    {
        $open = array_filter(State::cases(), static fn (State $state): bool => $state->isOpen());
        self::assertEqualsCanonicalizing(State::OPEN, array_values($open));
        foreach (State::cases() as $state) {
            self::assertNotSame('', $state->label());
        }
        self::assertFalse(State::Planned->isOpen());
    }

    /** The plugin was put back to an earlier version: screens come, and nothing is begun again. */
    public function testWhatALaterVersionWroteEndsNoPage(): void
    {
        $db = $this->plugin->db();
        $item = $this->itemsIn(State::Waiting)[0];
        $db->update($this->items->table(), ['state' => 'dreaming'], ['id' => $item->id]);
        $db->update($this->jobs->table(), ['state' => 'dreaming', 'source' => 'telepathy'], ['id' => $item->jobId]);
        self::assertSame(State::Cancelled, $this->items->get($item->id)?->state);
        self::assertSame(JobState::Stopped, $this->jobs->get($item->jobId)->state);
        self::assertSame(JobSource::Rest, $this->jobs->get($item->jobId)->source);
        $this->plugin->pictures()->save($item->attachmentId, ['status' => 'dreaming']);
        self::assertSame(PictureStatus::Seen, $this->plugin->pictures()->get($item->attachmentId)?->status);
        $this->plugin->events()->note($item->attachmentId, EventKind::Edited);
        $db->query("UPDATE {$db->prefix}picopt_events SET kind = 'dreamt'");
        self::assertSame([], $this->plugin->events()->of($item->attachmentId, 5));
        self::assertFalse($this->jobs->hasOpen());
    }

    /** A pipeline that only a later version knows, before this one was put back: lists come, and nothing of it goes on. */
    public function testWorkOfALaterVersionRestsAndBreaksNoList(): void
    {
        $job = $this->job([7]);
        $this->plugin->db()->update($this->jobs->table(), ['pipeline' => 'upscale'], ['id' => $job->id]);
        $this->set($job->id, ['pipeline' => 'upscale', 'state' => 'waiting']);
        self::assertSame(JobState::Stopped, $this->jobs->get($job->id)->state);
        self::assertSame([State::Cancelled], array_column($this->items->ofJob($job->id), 'state'));
        self::assertNotSame('', (string) wp_json_encode($this->plugin->report()->recent()));
        self::assertSame([], $this->items->claim(State::Waiting, 5), 'it is not done as something else');
        self::assertNull($this->items->secondsUntilDue(), 'and no run waits for it, or is followed by another at once');
    }
}
