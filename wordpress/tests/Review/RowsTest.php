<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Review;

use PictureOptimizer\Database\ChangeKind;
use PictureOptimizer\Database\ChangeState;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\Review\Desk;
use PictureOptimizer\Review\History;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;
use PictureOptimizer\Tests\Store\StoreTestCase;
use PictureOptimizer\Text\SentText;

/** The desk by its rows: what waits, in which order, what is kept, and what was there before. No request is sent. */
final class RowsTest extends StoreTestCase
{
    private Desk $desk;

    protected function setUp(): void
    {
        parent::setUp();
        $this->desk = $this->plugin->desk();
    }

    private function image(string $alt = ''): int
    {
        $id = (int) wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => 'IMG_1',
            'post_status' => 'inherit'], 'IMG_1.jpg');
        $alt === '' || update_post_meta($id, '_wp_attachment_image_alt', $alt);
        return $id;
    }

    /**
     * Items whose text waits.
     *
     * @param list<int> $images
     * @param array<string, mixed> $analysis
     * @return list<Item>
     */
    private function waiting(array $images, Pipeline $pipeline = Pipeline::AnalyzeExport, array $analysis = []): array
    {
        $example = json_decode((string) file_get_contents(__DIR__ . '/../../../contract/examples/Item.review.json'), true);
        $example['analysis'] = $analysis + $example['analysis'];
        // Where only text was ordered, the service is done, and this site holds the text back.
        $example['state'] = $pipeline->exports() ? 'review' : 'ready';
        $job = $this->job($images, $pipeline);
        $this->set($job->id, ['state' => 'ordered', 'reason_code' => Item::REVIEW, 'result' => (string) json_encode($example)]);
        return $this->items->ofJob($job->id);
    }

    public function testTextsWaitInTheirOrderAPageAtATime(): void
    {
        $items = $this->waiting([$this->image(), $this->image(), $this->image()]);
        $job = $items[0]->jobId;
        $first = $this->desk->waiting($job, 0, 2);
        self::assertSame([[$items[0]->id, $items[1]->id], 0], [array_column($first['items'], 'id'), $first['working']]);
        $second = $this->desk->waiting($job, $items[1]->id, 2);
        self::assertSame([$items[2]->id], array_column($second['items'], 'id'));
        self::assertSame([], $this->desk->waiting($job, $items[2]->id, 2)['items']);
    }

    public function testWhoLooksAgainIsToldWhatIsNewAndHowManyWaitInAll(): void
    {
        $items = $this->waiting([$this->image(), $this->image(), $this->image()]);
        $first = $this->desk->waiting($items[0]->jobId, 0, 2);
        self::assertSame(3, $first['waiting']);
        $this->setItem($items[0], ['updated_at' => $first['now'] - 60]);
        $this->setItem($items[1], ['updated_at' => $first['now'] + 1]);
        $this->setItem($items[2], ['updated_at' => $first['now'] - 60]);
        $later = $this->desk->waiting($items[0]->jobId, 0, 2, $first['now']);
        self::assertSame([[$items[1]->id], 3], [array_column($later['items'], 'id'), $later['waiting']]);
    }

    public function testWhatIsNotAsFarYetIsCounted(): void
    {
        $items = $this->waiting(array_map(fn (): int => $this->image(), range(1, 5)));
        foreach (['waiting', 'uploaded', 'ordered', 'done'] as $number => $state) {
            $this->setItem($items[$number], ['state' => $state, 'reason_code' => '']);
        }
        $waiting = $this->desk->waiting($items[0]->jobId, 0, 10);
        self::assertSame([[$items[4]->id], 3], [array_column($waiting['items'], 'id'), $waiting['working']], 'what is done is not at work');
        $this->expectException(\OutOfBoundsException::class);
        $this->desk->waiting(9_999_999, 0, 10);
    }

    public function testARowShowsWhatIsThereAndWhatIsProposed(): void
    {
        [$item] = $this->waiting([$this->image('My own words')]);
        [$row] = $this->desk->waiting($item->jobId, 0, 1)['items'];
        self::assertSame([$item->attachmentId, 'My own words', true, true, 0], [$row['attachment_id'], $row['present']['alt'],
            $row['renames'], $row['exports'], $row['regenerated']]);
        self::assertSame(['alt'], $row['by_person'], 'a title from a file’s name is nobody’s');
        self::assertSame([false, true], [$row['decisions']->fields['alt']['write'], $row['decisions']->fields['title']['write']]);
        self::assertSame(125, $row['max_alt_length']);
    }

    public function testWhereOnlyTextWasOrderedNothingIsRenamed(): void
    {
        [$item] = $this->waiting([$this->image()], Pipeline::Analyze);
        [$row] = $this->desk->waiting($item->jobId, 0, 1)['items'];
        self::assertSame([false, false], [$row['renames'], $row['exports']]);
    }

    public function testATextThatCannotBeReadAnyMoreIsSaidSo(): void
    {
        [$item] = $this->waiting([$this->image()]);
        $this->setItem($item, ['result' => '{"id": "itm_1"}']);
        $this->expectException(\DomainException::class);
        $this->expectExceptionMessage('can no longer be read');
        $this->desk->waiting($item->jobId, 0, 1);
    }

    public function testWhatWasTypedIsKeptUntilItIsAccepted(): void
    {
        [$item] = $this->waiting([$this->image()], Pipeline::Analyze);
        $kept = $this->desk->keep($item->id, new SentText(['alt' => ['text' => 'Typed <b>so far</b>']]));
        self::assertSame('Typed so far', $kept->decided->fields['alt']['text']);
        [$row] = $this->desk->waiting($item->jobId, 0, 1)['items'];
        self::assertSame('Typed so far', $row['decisions']->fields['alt']['text']);
        $this->desk->keep($item->id, new SentText(['title' => ['write' => false]]));
        self::assertSame('Typed so far', $this->again($item)->reviewed->text?->fields['alt']['text'], 'the other fields stay');
        self::assertFalse($this->again($item)->reviewed->accepted);

        $begun = time();
        $this->desk->accept($item->id, new SentText());
        $accepted = $this->again($item);
        self::assertSame([State::Ready, true, 1], [$accepted->state, $accepted->reviewed->accepted, $accepted->reviewed->approvedBy]);
        self::assertMoment($begun, $accepted->reviewed->approvedAt);
    }

    /** @return iterable<string, array{array<string, int|string>}> an item that is not in review */
    public static function elsewhere(): iterable
    {
        yield 'accepted already' => [['state' => 'ready']];
        yield 'at the service' => [['reason_code' => 'analysing']];
        yield 'done' => [['state' => 'done']];
        yield 'failed' => [['state' => 'failed']];
    }

    /**
     * @dataProvider elsewhere
     * @param array<string, int|string> $columns
     */
    public function testWhatDoesNotWaitCannotBeAccepted(array $columns): void
    {
        [$item] = $this->waiting([$this->image()], Pipeline::Analyze);
        $this->setItem($item, $columns);
        $calls = ['keep' => [new SentText()], 'accept' => [new SentText()], 'regenerate' => ['shorter']];
        foreach ($calls as $method => $arguments) {
            try {
                $this->desk->$method($item->id, ...$arguments);
                self::fail("{$method} took it");
            } catch (\DomainException $refused) {
                self::assertStringContainsString('no longer', $refused->getMessage());
            }
        }
        $this->expectException(\OutOfBoundsException::class);
        $this->desk->attachment(9_999_999);
    }

    public function testAnItemThatTheQueueHoldsIsTriedAgain(): void
    {
        [$item] = $this->waiting([$this->image()], Pipeline::Analyze);
        $taken = static function (string $query) use ($item): string {
            // Between reading and writing the queue takes the item.
            return str_replace(["lease_token = ''", 'SELECT lease_token FROM'], ["lease_token = 'other'", "SELECT 'other' FROM"], $query);
        };
        add_filter('query', $taken);
        try {
            $this->desk->keep($item->id, new SentText());
            self::fail('it was written');
        } catch (\DomainException $refused) {
            self::assertStringContainsString('try again', $refused->getMessage());
        } finally {
            remove_filter('query', $taken);
        }
        self::assertNull($this->again($item)->reviewed->text);
    }

    // What was there before.

    /** @param list<array{string, string}> $changes before and after, oldest first */
    private function changed(int $id, string $column, string $key, array $changes, ChangeState $state = ChangeState::Done): void
    {
        $db = $this->plugin->db();
        $isMeta = $column === 'meta_value';
        $find = $db->prepare("SELECT meta_id FROM {$db->postmeta} WHERE post_id = %d AND meta_key = %s", $id, $key);
        $pk = $isMeta ? (string) $db->get_var($find) : $id;
        foreach ($changes as [$before, $after]) {
            $db->insert("{$db->prefix}picopt_changes", ['replacement_id' => 1, 'attachment_id' => $id,
                'tbl' => $isMeta ? $db->postmeta : $db->posts,
                'key_column' => $isMeta ? 'meta_id' : 'ID', 'pk' => $pk, 'col' => $column, 'kind' => ChangeKind::Own->value,
                'hash_before' => hash('sha256', $before), 'hash_after' => hash('sha256', $after), 'state' => $state->value,
                'edits' => (new Edits([new Edit(0, $before, $after, [$id])]))->encoded()]);
        }
    }

    public function testTheTextBeforeOursIsKnownWhileOursStands(): void
    {
        $id = $this->image('Ours');
        $this->changed($id, 'meta_value', '_wp_attachment_image_alt', [['Theirs', 'Ours at first'], ['Ours at first', 'Ours']]);
        $this->changed($id, 'post_title', '', [['Their title', 'IMG_1']]);
        $this->changed($id, 'post_excerpt', '', [['x', 'Something else']]);
        $history = new History($this->plugin->db());
        self::assertSame(['alt' => 'Theirs', 'title' => 'Their title'], $history->before($id), 'the first, while ours stands');
        update_post_meta($id, '_wp_attachment_image_alt', 'Edited since');
        self::assertSame(['title' => 'Their title'], $history->before($id));
        self::assertSame([], $history->before($id + 1));
    }

    public function testATextIsPutBackOnItsOwn(): void
    {
        $id = $this->image('Ours');
        $this->changed($id, 'meta_value', '_wp_attachment_image_alt', [['Their “alt” \\ 100 %', 'Ours']]);
        $this->changed($id, 'post_title', '', [["It's \\ theirs", 'IMG_1']]);
        $history = new History($this->plugin->db());
        self::assertSame('Their “alt” \\ 100 %', $history->putBack($id, 'alt'));
        self::assertSame('Their “alt” \\ 100 %', get_post_meta($id, '_wp_attachment_image_alt', true));
        $history->putBack($id, 'title');
        self::assertSame("It's \\ theirs", get_post($id)?->post_title);
        foreach (['alt', 'caption', 'nothing'] as $field) {
            try {
                $history->putBack($id, $field);
                self::fail("{$field} was put back");
            } catch (\DomainException $refused) {
                self::assertStringContainsString('Someone has changed this text since', $refused->getMessage());
            }
        }
    }

    public function testWhatWasTakenBackAlreadyIsNoHistory(): void
    {
        $id = $this->image('Ours');
        $this->changed($id, 'meta_value', '_wp_attachment_image_alt', [['Theirs', 'Ours']], ChangeState::Reverted);
        self::assertSame([], (new History($this->plugin->db()))->before($id));
    }
}
