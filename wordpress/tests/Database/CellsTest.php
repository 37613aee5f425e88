<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\CellChange;
use PictureOptimizer\Database\CellLimits;
use PictureOptimizer\Database\CellRefused;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\ChangeKind;
use PictureOptimizer\Database\ChangeState;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Database\Fenced;
use PictureOptimizer\Database\WrittenChange;
use PictureOptimizer\Tests\TestCase;

/** Single values in tables of every kind: only what was read is changed, and the journal knows before and after. */
final class CellsTest extends TestCase
{
    private const RUN = 900;
    private const PICTURE = 7;

    private \wpdb $db;
    private Fence $fence;
    private Cells $cells;

    protected function setUp(): void
    {
        parent::setUp();
        $this->db = $this->plugin->db();
        $this->db->query('CREATE TEMPORARY TABLE picopt_scratch (id varchar(40) NOT NULL PRIMARY KEY, wide longtext,'
            . ' narrow varchar(20), latin longtext CHARACTER SET latin1, three longtext CHARACTER SET utf8mb3,'
            . ' bin longblob) ENGINE=InnoDB CHARACTER SET utf8mb4');
        $this->fence = new Fence($this->db);
        self::assertTrue($this->fence->acquire());
        $this->cells = new Cells($this->db, $this->fence, new Caches($this->db), new CellLimits($this->db));
    }

    protected function tearDown(): void
    {
        $this->db->query('DROP TEMPORARY TABLE picopt_scratch');
        $this->db->suppress_errors(false);
        parent::tearDown();
    }

    private function cell(?string $value, string $column = 'wide', string $key = '1'): Cell
    {
        $this->db->insert('picopt_scratch', ['id' => $key, $column => $value]);
        return new Cell('picopt_scratch', 'id', $key, $column);
    }

    private function changeOf(Cell $cell, string $before, string $old, string $new, int $picture = self::PICTURE): CellChange
    {
        return new CellChange($cell, $before, new Edits([new Edit((int) strpos($before, $old), $old, $new, [$picture])]));
    }

    /** @return iterable<string, array{string, string, string}> column, before, after */
    public static function values(): iterable
    {
        yield 'plain' => ['wide', 'see photo.jpg', 'see bike.webp'];
        yield 'quotes, backslashes and per cent' => ['wide', 'a\'b"c\\d%s%1$s\\\'', '%d\\"\'%%'];
        yield 'emoji' => ['wide', '🚲 photo', '🚲🚲 bike'];
        yield 'what MySQL takes for equal' => ['wide', 'Photo', 'photo'];
        yield 'a blank at the end' => ['wide', 'photo ', 'photo'];
        yield 'accents' => ['wide', 'cafe.jpg', 'café.jpg'];
        yield 'to nothing' => ['wide', 'photo', ''];
        yield 'from nothing' => ['wide', '', 'photo'];
        yield 'digits that are the same number' => ['wide', '1e1', '10'];
        yield 'a column in latin1' => ['latin', 'café Müller', 'thé Müller'];
        yield 'a column in three bytes' => ['three', '日本', '日本語'];
        yield 'bytes' => ['bin', "a\x00b photo", "a\x00b bike"];
    }

    /** @dataProvider values */
    public function testAValueIsSwappedIfItIsTheOneThatWasRead(string $column, string $before, string $after): void
    {
        $cell = $this->cell($before, $column);
        self::assertSame($before, $this->cells->read($cell));
        self::assertSame(hash('sha256', $before), $this->cells->hashOf($cell));
        self::assertFalse($this->cells->swap($cell, "{$before}x", 'y'), 'another value than the one that was read');
        self::assertSame($before, $this->cells->read($cell));
        self::assertTrue($this->cells->swap($cell, $before, $after));
        self::assertSame($after, $this->cells->read($cell));
        self::assertFalse($this->cells->swap($cell, $before, $after), 'it was swapped already');
    }

    /** @return iterable<string, array{string, string}> what changes in the middle of a long value */
    public static function middles(): iterable
    {
        yield 'longer' => ['photo.jpg', 'a-red-bicycle.webp'];
        yield 'shorter' => ['photo.jpg', 'b'];
        yield 'gone' => ['photo.jpg', ''];
        yield 'letters of several bytes that begin alike' => ['é', 'è'];
        yield 'letters of several bytes that end alike' => ['ã', 'đ'];
        yield 'four bytes' => ['🚲', '🚳'];
        yield 'a repeated letter' => ['aaa', 'aaaa'];
        yield 'quotes' => ["\\'", '"%s'];
    }

    /** @dataProvider middles */
    public function testOfALongValueOnlyTheMiddleIsSent(string $old, string $new): void
    {
        $around = str_repeat('Zwölf Boxkämpfer 🥊 ', 20_000);
        $cell = $this->cell("{$around}{$old}{$around}");
        $sent = 0;
        add_filter('query', static function (string $query) use (&$sent): string {
            $sent = max($sent, str_starts_with($query, 'UPDATE `picopt_scratch`') ? strlen($query) : 0);
            return $query;
        });
        self::assertTrue($this->cells->swap($cell, "{$around}{$old}{$around}", "{$around}{$new}{$around}"));
        self::assertSame(hash('sha256', "{$around}{$new}{$around}"), $this->cells->hashOf($cell));
        self::assertGreaterThan(0, $sent);
        self::assertLessThan(2000, $sent, 'the whole value was sent');
    }

    public function testOfALongValueOnlyThePartsThatChangeAreSent(): void
    {
        $around = str_repeat('Zwölf Boxkämpfer 🥊 ', 40_000);
        $text = static fn (string $name): string => "{$name} {$around} {$name} {$name} {$around} {$name}";
        $before = $text('photo.jpg');
        preg_match_all('/photo\.jpg/', $before, $found, PREG_OFFSET_CAPTURE);
        $edit = static fn (array $one): Edit => new Edit($one[1], $one[0], 'rotes-fahrräd.webp', [self::PICTURE]);
        $edits = array_map($edit, $found[0]);
        $cell = $this->cell($before);
        $sent = 0;
        add_filter('query', static function (string $query) use (&$sent): string {
            $sent = max($sent, strlen($query));
            return $query;
        });
        self::assertTrue($this->cells->apply(new CellChange($cell, $before, new Edits($edits))));
        self::assertTrue($text('rotes-fahrräd.webp') === $this->cells->read($cell));
        self::assertLessThan(3000, $sent);
    }

    /** @return iterable<string, array{string, string}> column, what a long value is made of */
    public static function longValues(): iterable
    {
        yield 'one byte each' => ['wide', 'a'];
        yield 'four bytes each, so that pieces cut them' => ['wide', 'a🥊'];
        yield 'in latin1' => ['latin', 'äö'];
        yield 'in three bytes' => ['three', 'a日'];
        yield 'bytes that are no text' => ['bin', "\xff\x00\x80"];
    }

    /** @dataProvider longValues */
    public function testALongValueIsReadInPiecesAndChangedInItsParts(string $column, string $piece): void
    {
        $around = str_repeat($piece, intdiv(CellLimits::SMALL, strlen($piece)) + 1000);
        [$before, $after] = ["{$around}photo.jpg{$around}", "{$around}bike.webp{$around}"];
        $cell = $this->cell($before, $column);
        self::assertTrue($before === $this->cells->read($cell));
        self::assertTrue([1 => $before] === $this->cells->readAll([$cell]));
        self::assertSame(hash('sha256', $before), $this->cells->hashOf($cell));
        self::assertFalse($this->cells->swap($cell, "{$before}x", $after));
        self::assertTrue($this->cells->swap($cell, $before, $after));
        self::assertTrue($after === $this->cells->read($cell));
    }

    /** Old sites tell WordPress that all is latin1, while bytes of UTF-8 stand in there. */
    public function testWhereTheConnectionIsLatin1BytesStayWhatTheyWere(): void
    {
        $around = str_repeat('Größe ☕ ', 40_000);
        $this->db->query('SET NAMES latin1');
        $charset = $this->db->charset;
        $this->db->charset = 'latin1';
        try {
            $long = ["{$around}photo.jpg{$around}", "{$around}ü.webp{$around}"];
            foreach (['1' => ['ä photo.jpg', 'ä ü.webp'], '2' => $long] as $key => $pair) {
                $this->db->dbh->query("INSERT INTO picopt_scratch (id, latin) VALUES ('{$key}', '{$pair[0]}')");
                $cell = new Cell('picopt_scratch', 'id', (string) $key, 'latin');
                self::assertTrue($pair[0] === $this->cells->read($cell));
                self::assertSame(hash('sha256', $pair[0]), $this->cells->hashOf($cell));
                self::assertTrue($this->cells->swap($cell, ...$pair));
                self::assertTrue($pair[1] === $this->cells->read($cell));
            }
        } finally {
            $this->db->charset = $charset;
            $this->db->query("SET NAMES {$charset}");
        }
    }

    public function testReadingALargeValueTakesLittleMoreMemoryThanItself(): void
    {
        $this->db->query("INSERT INTO picopt_scratch (id, wide) VALUES ('1', REPEAT('lorem ipsum ', 500000))");
        $this->db->flush();
        $used = memory_get_usage();
        memory_reset_peak_usage();
        self::assertSame(6_000_000, strlen((string) $this->cells->read(new Cell('picopt_scratch', 'id', '1', 'wide'))));
        self::assertLessThan(8_000_000, memory_get_peak_usage() - $used);
    }

    public function testNullAndMissingRowsAreNoValues(): void
    {
        $null = $this->cell(null);
        $gone = new Cell('picopt_scratch', 'id', 'none', 'wide');
        self::assertNull($this->cells->read($null));
        self::assertNull($this->cells->read($gone));
        self::assertNull($this->cells->hashOf($gone));
        self::assertFalse($this->cells->holds($null, 'x'));
        self::assertFalse($this->cells->swap($null, '', 'x'), 'NULL is not the empty text');
        self::assertFalse($this->cells->swap($gone, '', 'x'));
    }

    public function testManyAreReadAtOnceAndEmptyOnesLeftOut(): void
    {
        $cells = [$this->cell('a', key: '5'), $this->cell('', key: '6'), $this->cell(null, key: '7'), $this->cell('d', key: "k'8"),
            new Cell('picopt_scratch', 'id', 'gone', 'wide')];
        self::assertSame([5 => 'a', "k'8" => 'd'], $this->cells->readAll($cells));
    }

    public function testAWordIsFoundWithoutReading(): void
    {
        $cell = $this->cell('a 100%_sure \\photo.jpg');
        self::assertTrue($this->cells->holds($cell, '100%_'));
        self::assertTrue($this->cells->holds($cell, '\\photo'));
        self::assertFalse($this->cells->holds($cell, '100__'));
    }

    public function testWhatDoesNotFitItsColumnIsRefusedAndForgotten(): void
    {
        $cell = $this->cell('photo.jpg', 'narrow');
        $mode = $this->db->get_var('SELECT @@SESSION.sql_mode');
        $this->db->query("SET SESSION sql_mode = 'STRICT_ALL_TABLES'");
        $this->db->suppress_errors(true);
        $change = $this->changeOf($cell, 'photo.jpg', 'photo', str_repeat('x', 30));
        $written = $this->cells->change([$change], [self::PICTURE => self::RUN]);
        $this->db->query($this->db->prepare('SET SESSION sql_mode = %s', $mode));
        self::assertSame([], $written->raced);
        self::assertSame($change, $written->refused[0][0]);
        self::assertStringContainsString('Data too long', $written->refused[0][1]);
        self::assertSame('photo.jpg', $this->cells->read($cell));
        self::assertSame([], $this->cells->changesOf(self::RUN));
    }

    /** The session of others is as it was, whatever became of the value. */
    public function testWhatTheSessionWasSetToIsSetBack(): void
    {
        $settings = 'SELECT CONCAT(@@SESSION.sql_mode, @@SESSION.innodb_lock_wait_timeout)';
        $before = $this->db->get_var($settings);
        self::assertTrue($this->cells->swap($this->cell('a'), 'a', 'b'));
        self::assertSame($before, $this->db->get_var($settings));
        try {
            $this->cells->swap($this->cell('a', 'narrow', '2'), 'a', str_repeat('x', 30));
            self::fail('It would have been cut off.');
        } catch (CellRefused $refused) {
            self::assertStringContainsString('too long', $refused->getMessage());
        }
        self::assertSame($before, $this->db->get_var($settings));
    }

    public function testLettersThatAColumnDoesNotHaveAreRefused(): void
    {
        $cell = $this->cell('photo', 'latin');
        $this->expectException(CellRefused::class);
        $this->cells->swap($cell, 'photo', '写真');
    }

    public function testAValueThatWasGivenUpInFavorOfAnotherIsSentAgain(): void
    {
        $cell = $this->cell('photo');
        $tries = 0;
        add_filter('query', static function (string $query) use (&$tries): string {
            $isOurs = str_starts_with($query, 'UPDATE `picopt_scratch`');
            return $isOurs && ++$tries < 3 ? "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'try restarting transaction'"
                : $query;
        });
        self::assertTrue($this->cells->swap($cell, 'photo', 'bike'));
        self::assertSame([3, 'bike'], [$tries, $this->cells->read($cell)]);
    }

    public function testAMiddleThatIsLargerThanAPacketIsRefusedBeforeItIsSent(): void
    {
        $before = str_repeat('a', 300_000);
        $cell = $this->cell($before);
        $packet = (int) $this->db->get_var('SELECT @@max_allowed_packet');
        $this->expectException(CellRefused::class);
        $this->expectExceptionMessage('packet');
        $this->cells->swap($cell, $before, str_repeat('b', intdiv($packet, 2)));
    }

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
