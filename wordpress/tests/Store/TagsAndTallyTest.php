<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Store;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Tags;

/** Keywords of images, and what the items of a job add up to. */
final class TagsAndTallyTest extends StoreTestCase
{
    private function image(): int
    {
        return (int) wp_insert_attachment(['post_title' => 'x', 'post_mime_type' => 'image/jpeg', 'post_status' => 'inherit']);
    }

    /** @return iterable<string, array{list<string>, list<string>}> tags that are given, and those that are kept */
    public static function tags(): iterable
    {
        yield 'none' => [[], []];
        yield 'two' => [['boat', 'harbor'], ['boat', 'harbor']];
        yield 'repeats' => [['boat', 'boat', ' boat '], ['boat']];
        yield 'capitals of the first' => [['Boat', 'boat'], ['Boat']];
        yield 'nothing to see' => [['', ' ', "\t\n", '<b></b>'], []];
        yield 'tags of HTML' => [['<b>boat</b>', 'x<script>alert(1)</script>'], ['boat', 'x']];
        yield 'other scripts' => [['café', '写真', 'Ελλάδα'], ['café', 'Ελλάδα', '写真']];
        yield 'signs' => [['R&D', "sailor's", 'a, b', 'C++', '50 %'], ['50 %', 'a, b', 'C++', 'R&amp;D', "sailor's"]];
        yield 'a number' => [['2026'], ['2026']];
        yield 'backslashes' => [['a\\b'], ['a\\b']];
    }

    /**
     * @dataProvider tags
     * @param list<string> $given
     * @param list<string> $kept
     */
    public function testTagsAreKeptAsTheyAreWritten(array $given, array $kept): void
    {
        $id = $this->image();
        $tags = $this->plugin->tags();
        $now = $tags->set($id, $given);
        self::assertEqualsCanonicalizing($kept, $now);
        self::assertSame($now, $tags->of($id));
        self::assertSame($now, $tags->set($id, $now), 'to write them again changes nothing');
        self::assertSame([], $tags->unknown($now));
        self::assertSame([], $tags->set($id, []));
        $tags->removeUnused($now);
        self::assertSame($now, $tags->unknown($now), 'nothing is left of them');
    }

    public function testANumberIsATagAndNotTheOneWithThatId(): void
    {
        $id = $this->image();
        $tags = $this->plugin->tags();
        $tags->set($id, ['boat']);
        $term = get_term_by('name', 'boat', Tags::TAXONOMY);
        self::assertSame([(string) $term->term_id], $tags->set($id, [(string) $term->term_id]));
    }

    public function testOnlyTagsThatNobodyHasAreTakenAway(): void
    {
        [$one, $two] = [$this->image(), $this->image()];
        $tags = $this->plugin->tags();
        self::assertSame(['boat', 'sea', 'sky'], $tags->unknown(['boat', 'sea', 'sky']));
        $tags->set($one, ['boat', 'sea']);
        $tags->set($two, ['sea', 'sky']);
        self::assertSame(['new'], $tags->unknown(['boat', 'new', 'sea']));
        $tags->set($one, []);
        $tags->removeUnused(['boat', 'sea', 'sky', 'never']);
        self::assertSame(['boat'], $tags->unknown(['boat', 'sea', 'sky']));
        self::assertSame(['sea', 'sky'], $tags->of($two));
    }

    public function testVisitorsHaveNoPagesOfTags(): void
    {
        $this->plugin->tags()->registerTaxonomy();
        $taxonomy = get_taxonomy(Tags::TAXONOMY);
        self::assertSame([false, false, false], [$taxonomy->public, $taxonomy->publicly_queryable, $taxonomy->query_var]);
        self::assertSame(['attachment'], $taxonomy->object_type);
    }

    public function testWhatWordPressRefusesIsSaid(): void
    {
        add_filter('pre_insert_term', static fn (): \WP_Error => new \WP_Error('no', 'No more terms.'));
        $id = $this->image();
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('The tags can’t be saved: No more terms.');
        $this->plugin->tags()->set($id, ['unheard of']);
    }

    public function testReasonsAreCountedTheMostFrequentFirst(): void
    {
        $items = $this->itemsIn(State::Waiting, 7);
        $give = fn (int $number, State $state, string $code, string $reason) => $this->setItem($items[$number], [
            'state' => $state->value, 'reason_code' => $code, 'reason' => $reason,
        ]);
        $give(0, State::Failed, 'broken', 'The file is broken.');
        $give(1, State::Ordered, 'outage', 'Away since noon.');
        $give(2, State::Waiting, 'outage', 'Away since noon.');
        $give(3, State::Ordered, Item::REVIEW, 'Waits for a person.');
        $give(4, State::Done, 'outage', 'Done long ago.');
        $give(5, State::Waiting, 'outage', '');
        $give(6, State::Cancelled, 'cancelled', 'Cancelled.');
        $tally = $this->plugin->tally();
        $job = $items[0]->jobId;

        $reasons = $tally->reasons($job);
        self::assertSame(['state' => 'waiting', 'code' => 'outage', 'reason' => 'Away since noon.', 'number' => 2], $reasons[0]);
        self::assertEqualsCanonicalizing(['broken', Item::REVIEW], array_column(array_slice($reasons, 1), 'code'));
        self::assertSame('failed', array_column($reasons, 'state', 'code')['broken']);
        self::assertSame(1, $tally->inReview($job));
        self::assertSame([[], 0, '', []], [$tally->reasons(0), $tally->inReview(0), $tally->waitingReason(0), $tally->counts(0)]);
    }

    public function testWhatWaitsLongestIsTheReasonOfAJob(): void
    {
        $items = $this->itemsIn(State::Waiting, 4);
        $this->setItem($items[0], ['reason' => 'Soon.', 'not_before' => time() + 10]);
        $this->setItem($items[1], ['reason' => 'Tomorrow.', 'not_before' => time() + 86_400]);
        $this->setItem($items[2], ['reason' => 'Next week.', 'not_before' => time() + 604_800, 'state' => 'failed']);
        self::assertSame('Tomorrow.', $this->plugin->tally()->waitingReason($items[0]->jobId));
    }

    public function testEndsAreThoseSinceTheJobWasStarted(): void
    {
        $items = $this->itemsIn(State::Done, 6);
        $job = $items[0]->jobId;
        $start = time() - 1000;
        $this->plugin->db()->update($this->jobs->table(), ['started_at' => $start], ['id' => $job]);
        foreach ([$start - 1, $start, $start + 50, $start + 20, $start + 30] as $number => $at) {
            $this->setItem($items[$number], ['updated_at' => $at]);
        }
        $this->setItem($items[4], ['state' => State::Waiting->value]);
        $this->setItem($items[5], ['state' => State::Failed->value, 'updated_at' => $start + 60]);
        $tally = $this->plugin->tally();
        self::assertSame([$start + 60, $start + 50, $start + 20, $start], $tally->lastEnds($job));
        self::assertSame([$start + 60, $start + 50], $tally->lastEnds($job, 2));
        self::assertSame([], $tally->lastEnds(0));
    }

    public function testAttachmentsAreThoseOfOneState(): void
    {
        $job = $this->job([31, 7, 19], state: JobState::Open);
        $this->set($job->id, ['state' => State::Planned->value]);
        $this->setItem($this->items->ofJob($job->id)[1], ['state' => State::Done->value]);
        self::assertSame([31, 19], $this->plugin->tally()->attachments($job->id, State::Planned));
        self::assertSame([7], $this->plugin->tally()->attachments($job->id, State::Done));
        self::assertSame([], $this->plugin->tally()->attachments($job->id, State::Failed));
    }
}
