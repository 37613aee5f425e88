<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\CellChange;
use PictureOptimizer\Database\ChangeKind;
use PictureOptimizer\Database\ChangeState;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\Database\Fenced;
use PictureOptimizer\Database\WrittenChange;

/** The journal of cells knows what stood there before and after, whoever is killed or overtaken. */
final class CellsInJournalTest extends CellsTestCase
{
    public function testTheJournalHasTheChangeAndLeadsBack(): void
    {
        $cell = $this->cell('see photo.jpg');
        $written = $this->cells->change([$this->changeOf($cell, 'see photo.jpg', 'photo.jpg', 'bike.webp')], [self::PICTURE => self::RUN]);
        self::assertSame([[], []], [$written->raced, $written->refused]);
        [$change] = $this->cells->changesOf(self::RUN);
        self::assertSame([self::PICTURE, ChangeState::Done, ChangeKind::Reference], [$change->attachmentId, $change->state, $change->kind]);
        self::assertEquals($cell, $change->cell);
        self::assertSame([hash('sha256', 'see photo.jpg'), hash('sha256', 'see bike.webp')], [$change->hashBefore, $change->hashAfter]);
        self::assertSame('see photo.jpg', $change->edits->inverted()->apply((string) $this->cells->read($cell)));
        self::assertSame(1, $this->cells->count(self::RUN));
        $this->cells->mark([$change->id], ChangeState::Reverted);
        self::assertSame([0, 1], [$this->cells->count(self::RUN), $this->cells->count(self::RUN, ChangeState::Reverted)]);
        self::assertSame([], $this->cells->changesOf(self::RUN));
    }

    public function testNothingToChangeWritesNothing(): void
    {
        $queries = $this->db->num_queries;
        self::assertEquals([[], []], array_values((array) $this->cells->change([], [])));
        self::assertSame($queries, $this->db->num_queries);
    }

    public function testAValueThatSomebodyChangedMeanwhileStaysAndIsSaidToHaveRaced(): void
    {
        $first = $this->cell('see photo.jpg', key: '1');
        $second = $this->cell('and photo.jpg', key: '2');
        $changes = [$this->changeOf($first, 'see photo.jpg', 'photo.jpg', 'b.webp'),
            $this->changeOf($second, 'and photo.jpg', 'photo.jpg', 'b.webp')];
        $this->db->update('picopt_scratch', ['wide' => 'my new words'], ['id' => '1']);
        $written = $this->cells->change($changes, [self::PICTURE => self::RUN]);
        self::assertSame([$changes[0]], $written->raced);
        self::assertSame(['my new words', 'and b.webp'], [$this->cells->read($first), $this->cells->read($second)]);
        self::assertSame(['2'], array_map(
            static fn (WrittenChange $change): string => $change->cell->key,
            $this->cells->changesOf(self::RUN)
        ));
    }

    public function testAChangeOfTwoPicturesIsWrittenDownForEach(): void
    {
        $cell = $this->cell('a.jpg b.jpg');
        $edits = new Edits([new Edit(0, 'a.jpg', 'a.webp', [7]), new Edit(6, 'b.jpg', 'b.webp', [8])]);
        $this->cells->change([new CellChange($cell, 'a.jpg b.jpg', $edits)], [7 => 900, 8 => 901]);
        self::assertSame('a.webp b.webp', $this->cells->read($cell));
        [$ofFirst] = $this->cells->changesOf(900);
        [$ofSecond] = $this->cells->changesOf(901);
        self::assertSame([7, 8], [$ofFirst->attachmentId, $ofSecond->attachmentId]);
        self::assertTrue($this->cells->isShared($ofFirst));
        $this->cells->mark([$ofSecond->id], ChangeState::Reverted);
        self::assertFalse($this->cells->isShared($ofFirst), 'the other one was taken back');
        $other = $this->cell('a.jpg', 'latin', '2');
        $this->cells->change([$this->changeOf($other, 'a.jpg', 'a.jpg', 'c.webp', 9)], [9 => 902]);
        self::assertFalse($this->cells->isShared($this->cells->changesOf(902)[0]));
    }

    public function testAWholeValueIsSetOrTheErrorNamesItsColumn(): void
    {
        $cell = $this->cell('before');
        $this->cells->set($cell, 'before', 'before', self::RUN, self::PICTURE);
        self::assertSame(0, $this->cells->count(self::RUN), 'nothing changed');
        $this->cells->set($cell, 'before', 'after', self::RUN, self::PICTURE);
        self::assertSame(ChangeKind::Own, $this->cells->changesOf(self::RUN)[0]->kind);
        $this->expectException(ChangeError::class);
        $this->expectExceptionMessage('“wide”');
        $this->cells->set($cell, 'before', 'later', self::RUN, self::PICTURE);
    }

    public function testWhatWasDoneBeforeIsWrittenDownAsDone(): void
    {
        $cell = $this->cell('now');
        $this->cells->recordDone($cell, 'now', 'now', self::RUN, self::PICTURE);
        self::assertSame([], $this->cells->changesOf(self::RUN));
        $this->cells->recordDone($cell, 'then', 'now', self::RUN, self::PICTURE);
        [$change] = $this->cells->changesOf(self::RUN);
        self::assertSame(ChangeState::Done, $change->state);
        self::assertSame('then', $change->edits->inverted()->apply('now'));
    }

    /** A kill can hit between the plan and the change, and between the change and its mark. */
    public function testPlansOfAKilledRunAreSettledByWhatStandsThere(): void
    {
        $done = $this->cell('one.jpg', key: '1');
        $open = $this->cell('two.jpg', key: '2');
        $gone = $this->cell('three.jpg', key: '3');
        $changes = [$this->changeOf($done, 'one.jpg', 'jpg', 'webp'), $this->changeOf($open, 'two.jpg', 'jpg', 'webp'),
            $this->changeOf($gone, 'three.jpg', 'jpg', 'webp')];
        $this->cells->change($changes, [self::PICTURE => self::RUN]);
        $this->cells->mark(array_column($this->cells->changesOf(self::RUN), 'id'), ChangeState::Planned);
        $this->db->update('picopt_scratch', ['wide' => 'two.jpg'], ['id' => '2']);
        $this->db->delete('picopt_scratch', ['id' => '3']);
        $this->cells->settle(self::RUN);
        self::assertSame(['1'], array_map(static fn (WrittenChange $c): string => $c->cell->key, $this->cells->changesOf(self::RUN)));
        self::assertSame([1, 2], [$this->cells->count(self::RUN), $this->cells->count(self::RUN, ChangeState::Reverted)]);
    }

    public function testChangesComeNewestFirst(): void
    {
        foreach (['1', '2', '3'] as $key) {
            $this->cells->set($this->cell('a', key: $key), 'a', 'b', self::RUN, self::PICTURE);
        }
        $keys = array_map(static fn (WrittenChange $change): string => $change->cell->key, $this->cells->changesOf(self::RUN));
        self::assertSame(['3', '2', '1'], $keys);
    }

    public function testPostsOfARunAreThoseOfTheirTextAndMetaOnce(): void
    {
        $post = (int) wp_insert_post(['post_title' => 'x', 'post_content' => 'see photo.jpg']);
        $meta = (int) add_post_meta($post, 'picture', 'photo.jpg');
        $other = (int) wp_insert_post(['post_title' => 'y', 'post_excerpt' => 'photo.jpg']);
        $changes = [];
        foreach (
            [[$this->db->posts, 'ID', $post, 'post_content', 'see photo.jpg'],
            [$this->db->postmeta, 'meta_id', $meta, 'meta_value', 'photo.jpg'],
            [$this->db->posts, 'ID', $other, 'post_excerpt', 'photo.jpg']] as [$table, $key, $id, $column, $before]
        ) {
            $changes[] = $this->changeOf(new Cell($table, $key, (string) $id, $column), $before, 'photo.jpg', 'b.webp');
        }
        $changes[] = $this->changeOf($this->cell('photo.jpg'), 'photo.jpg', 'photo.jpg', 'b.webp');
        $this->cells->change($changes, [self::PICTURE => self::RUN]);
        $this->cells->set(new Cell($this->db->posts, 'ID', (string) $other, 'post_title'), 'y', 'z', self::RUN, self::PICTURE);
        self::assertSame([$post, $other], $this->cells->postsOf(self::RUN));
        self::assertSame('see b.webp', get_post($post)?->post_content, 'no old copy is served');
        self::assertSame('b.webp', get_post_meta($post, 'picture', true));
    }

    public function testARunThatWasOvertakenStopsBeforeItWrites(): void
    {
        $cell = $this->cell('before');
        $this->db->query("UPDATE {$this->db->prefix}picopt_fence SET token = token + 1");
        try {
            $this->cells->swap($cell, 'before', 'after');
            self::fail('it wrote although another run had taken over');
        } catch (Fenced $fenced) {
            self::assertStringContainsString('Nothing is lost', $fenced->getMessage());
        }
        self::assertSame('before', $this->cells->read($cell));
    }

    public function testAJournalThatCannotBeWrittenStopsEverything(): void
    {
        $cell = $this->cell('see photo.jpg');
        $this->db->suppress_errors(true);
        $hidden = static fn (string $query): string => str_starts_with($query, 'INSERT INTO')
            ? str_replace('picopt_changes', 'picopt_nowhere', $query) : $query;
        add_filter('query', $hidden);
        try {
            $this->cells->change([$this->changeOf($cell, 'see photo.jpg', 'photo', 'bike')], [self::PICTURE => self::RUN]);
            self::fail('it went on without a journal');
        } catch (ChangeError $error) {
            self::assertStringContainsString('nothing was changed', $error->getMessage());
        }
        remove_filter('query', $hidden);
        self::assertSame('see photo.jpg', $this->cells->read($cell));
    }

    public function testALongListIsWrittenDownInPortions(): void
    {
        $changes = [];
        $text = 'photo.jpg' . str_repeat('x', 200_000);
        for ($key = 1; $key <= 4; $key++) {
            $edits = new Edits([new Edit(0, $text, 'b', [self::PICTURE])]);
            $changes[] = new CellChange($this->cell($text, key: (string) $key), $text, $edits);
        }
        $inserts = [];
        add_filter('query', static function (string $query) use (&$inserts): string {
            str_contains($query, 'INSERT INTO') && $inserts[] = strlen($query);
            return $query;
        });
        $this->cells->change($changes, [self::PICTURE => self::RUN]);
        self::assertCount(4, $this->cells->changesOf(self::RUN));
        self::assertGreaterThan(1, count($inserts));
        self::assertLessThan(MB_IN_BYTES, max($inserts));
    }
}
