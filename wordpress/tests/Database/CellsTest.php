<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\CellChange;
use PictureOptimizer\Database\CellLimits;
use PictureOptimizer\Database\CellRefused;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;

/** Single values in tables of every kind: only what was read is changed. */
final class CellsTest extends CellsTestCase
{
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
}
