<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Store;

use PictureOptimizer\Store\Event;
use PictureOptimizer\Store\EventKind;
use PictureOptimizer\Store\EventStore;
use PictureOptimizer\Store\Glance;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\OpenJob;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;

/** The table of what happened to images, and what a page of the library reads of all tables at once. */
final class EventStoreTest extends StoreTestCase
{
    private EventStore $events;
    private string $table;

    protected function setUp(): void
    {
        parent::setUp();
        $this->events = new EventStore($this->plugin->db());
        $this->table = $this->plugin->db()->prefix . 'picopt_events';
        $this->plugin->db()->query("DELETE FROM {$this->table}");
    }

    /** @return list<string> kind, field, former and present text of the image's events */
    private function of(int $id, int $limit = 50): array
    {
        return array_map(
            static fn (Event $event): string => "{$event->kind->value} {$event->field}: {$event->before} > {$event->after}",
            $this->events->of($id, $limit)
        );
    }

    private function note(int $id, string $after, string $before = '', string $field = 'alt'): void
    {
        $this->events->note($id, EventKind::Text, $field, $before, $after);
    }

    public function testTheNewestComesFirstAndEachImageHasItsOwn(): void
    {
        $this->note(7, 'A dog');
        $this->note(8, 'A cat');
        $this->note(7, 'A black dog', 'A dog');
        $this->events->note(7, EventKind::Replaced);
        self::assertSame(['replaced :  > ', 'text alt: A dog > A black dog', 'text alt:  > A dog'], $this->of(7));
        self::assertSame(['replaced :  > '], $this->of(7, 1));
        self::assertSame(['text alt:  > A cat'], $this->of(8));
        self::assertSame([], $this->of(9));
    }

    public function testWhoAndWhenIsKept(): void
    {
        $begun = time();
        $this->note(7, 'It’s "quoted" \\ 100 %');
        [$event] = $this->events->of(7, 1);
        self::assertSame([7, 1, 'It’s "quoted" \\ 100 %'], [$event->attachmentId, $event->userId, $event->after]);
        self::assertMoment($begun, $event->at);
        self::assertEquals($event, $this->events->get($event->id));
        self::assertNull($this->events->get($event->id + 1));
    }

    /** @return iterable<string, array{callable(EventStore): void, bool}> a second event, and whether it is one of its own */
    public static function seconds(): iterable
    {
        $note = static fn (mixed ...$what): callable => static fn (EventStore $events) => $events->note(...$what);
        yield 'the same' => [$note(7, EventKind::Text, 'alt', '', 'A dog'), false];
        yield 'the same from another text' => [$note(7, EventKind::Text, 'alt', 'A cat', 'A dog'), false];
        yield 'another text' => [$note(7, EventKind::Text, 'alt', '', 'A cat'), true];
        yield 'another field' => [$note(7, EventKind::Text, 'title', '', 'A dog'), true];
        yield 'another kind' => [$note(7, EventKind::Edited, 'alt', '', 'A dog'), true];
        yield 'another image' => [$note(8, EventKind::Text, 'alt', '', 'A dog'), true];
    }

    /**
     * @param callable(EventStore): void $second
     * @dataProvider seconds
     */
    public function testOneChangeThatComesTwiceIsOneEvent(callable $second, bool $isNew): void
    {
        $this->note(7, 'A dog');
        $second($this->events);
        self::assertCount($isNew ? 2 : 1, [...$this->of(7), ...$this->of(8)]);
    }

    public function testTheSameAgainAfterAWhileOrAfterSomethingElseIsNew(): void
    {
        $this->note(7, 'A dog');
        $this->plugin->db()->query("UPDATE {$this->table} SET at = at - 31");
        $this->note(7, 'A dog');
        $this->note(7, 'A cat', 'A dog');
        $this->note(7, 'A dog', 'A cat');
        self::assertCount(4, $this->of(7));
    }

    public function testImagesAndPeopleAreForgottenAlone(): void
    {
        $this->note(7, 'A dog');
        $this->note(8, 'A cat');
        wp_set_current_user(0);
        $this->note(8, 'A black cat', 'A cat');
        self::assertSame(2, $this->events->forgetUser(1));
        self::assertSame([0, 0], array_map(static fn (Event $event): int => $event->userId, $this->events->of(8, 9)));
        self::assertSame(0, $this->events->forgetUser(1));
        $this->events->forget(7);
        self::assertSame([[], 2], [$this->of(7), count($this->of(8))]);
    }

    public function testNoMoreThanAHundredThousandAreKept(): void
    {
        $this->note(7, 'The first');
        [$first] = $this->events->of(7, 1);
        $this->plugin->db()->query("UPDATE {$this->table} SET id = id + 1 WHERE id = {$first->id}");
        $this->plugin->db()->insert($this->table, ['id' => $first->id + 100_000] + (array) $this->plugin->db()->get_row(
            "SELECT attachment_id, kind, field, text_before, 'Of the middle' text_after, user_id, at FROM {$this->table}",
            ARRAY_A
        ));
        $this->note(7, 'The last');
        self::assertSame(['text alt:  > The last', 'text alt:  > Of the middle'], $this->of(7));
    }

    public function testAGlanceShowsImagesTheirOpenWorkAndAllOpenJobs(): void
    {
        [$plain, $known, $busy] = [$this->addPlainImage('a.png'), $this->addPlainImage('b.png'), $this->addPlainImage('c.png')];
        $this->plugin->pictures()->save($known, ['status' => 'exported', 'bytes_before' => 100, 'bytes_after' => 60]);
        $job = $this->job([$busy]);
        $this->set($job->id, ['state' => State::Ordered->value, 'active' => $busy, 'reason_code' => Item::REVIEW, 'reason' => 'A look']);
        $paused = $this->job([], Pipeline::Export, JobState::Paused);
        $this->job([], Pipeline::Export, JobState::Finished);

        $glance = $this->glance()->at([$plain, $known, $busy]);
        self::assertSame([null, null, ''], [...array_slice($glance['images'][$plain], 0, 2), (string) $glance['images'][$plain][2]]);
        self::assertSame([40, null], [$glance['images'][$known][0]?->savings()->saved(), $glance['images'][$known][1]]);
        [$none, $state, $why] = $glance['images'][$busy];
        self::assertSame([null, State::Ordered, Item::REVIEW, 'A look'], [$none, $state, $why->code, (string) $why]);
        self::assertEquals([new OpenJob($paused->id, true, 0), new OpenJob($job->id, false, 1)], $glance['jobs']);
    }

    public function testAGlanceAtNothingShowsTheJobsAlone(): void
    {
        self::assertSame(['images' => [], 'jobs' => []], $this->glance()->at([]));
        $job = $this->job();
        self::assertEquals([new OpenJob($job->id, false, 0)], $this->glance()->at([])['jobs']);
        self::assertArrayNotHasKey(9_999_999, $this->glance()->at([9_999_999])['images']);
    }

    private function glance(): Glance
    {
        return new Glance($this->plugin->db(), $this->plugin->pictures(), $this->items, $this->jobs);
    }
}
