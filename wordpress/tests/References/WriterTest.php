<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\References;

use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\CellLimits;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\References\Leftovers;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Needles;
use PictureOptimizer\References\Place;
use PictureOptimizer\References\ReferenceWriter;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\Scanner;
use PictureOptimizer\References\Tables;
use PictureOptimizer\References\Target;
use PictureOptimizer\References\UploadBase;
use PictureOptimizer\Tests\TestCase;

/**
 * One pass over a site that somebody else is changing, too: whoever saves in between loses nothing, and what could not be done
 * is told.
 *
 * @group acceptance-B7
 */
final class WriterTest extends TestCase
{
    private const OLD = 'https://example.org/wp-content/uploads/2026/05/unmistakable.jpg';
    private const NEW = 'https://example.org/wp-content/uploads/2026/05/bike.webp';

    private \wpdb $db;
    private Cells $cells;
    private ReferenceWriter $writer;

    protected function setUp(): void
    {
        parent::setUp();
        $this->db = $this->plugin->db();
        $this->db->query('CREATE TEMPORARY TABLE picopt_written (id int PRIMARY KEY, wide longtext) ENGINE=InnoDB CHARSET utf8mb4');
        add_filter('picture_optimizer_reference_tables', static fn (): array => [
            ['table' => 'picopt_written', 'key' => 'id', 'columns' => ['wide']],
        ]);
        $fence = new Fence($this->db);
        self::assertTrue($fence->acquire());
        $this->cells = new Cells($this->db, $fence, new Caches($this->db), new CellLimits($this->db));
        $this->writer = new ReferenceWriter($this->db, new Scanner($this->db, new Tables($this->db)), $this->cells, $fence);
    }

    protected function tearDown(): void
    {
        $this->db->query('DROP TEMPORARY TABLE picopt_written');
        parent::tearDown();
    }

    private function put(string ...$values): void
    {
        foreach ($values as $number => $value) {
            $this->db->insert('picopt_written', ['id' => $number + 1, 'wide' => $value]);
        }
    }

    /** @return list<string> */
    private function values(): array
    {
        return array_map(strval(...), $this->db->get_col('SELECT wide FROM picopt_written ORDER BY id'));
    }

    /** @return list<array{string, string}> key and reason of what was left alone in the table */
    private function rewrite(bool $prove = false, bool $journal = true): array
    {
        $map = new NameMap();
        $map->add('2026/05/unmistakable.jpg', new Target(7, 'bike.webp'));
        $bases = [new UploadBase(['example.org'], 'wp-content/uploads'), new UploadBase([], 'uploads')];
        $left = $this->writer->rewrite(
            Rewriter::forNames($bases, $map),
            Needles::for($map->paths(), $bases, [], bare: $prove),
            $journal ? [7 => 900] : null,
            proof: $prove ? new Leftovers($bases, $map) : null
        );
        $ours = array_filter($left, static fn (Place $place): bool => $place->table === 'picopt_written');
        return array_values(array_map(static fn (Place $place): array => [$place->key, $place->kind], $ours));
    }

    private static function writesTheFirst(string $query): bool
    {
        return str_starts_with($query, 'UPDATE `picopt_written`') && str_contains($query, "`id` = '1'");
    }

    /** Somebody saves the first value just before we write it, so many times. */
    private function race(int $times): \Closure
    {
        $turn = 0;
        add_filter('query', function (string $query) use (&$turn, $times): string {
            if ($turn < $times && self::writesTheFirst($query)) {
                $turn++;
                $this->db->dbh->query("UPDATE picopt_written SET wide = 'turn {$turn} " . self::OLD . "' WHERE id = 1");
            }
            return $query;
        });
        return static function () use (&$turn): int {
            return $turn;
        };
    }

    public function testWhatNamesTheImageIsRewrittenAndNothingElse(): void
    {
        $this->put('See ' . self::OLD, str_replace('2026/05', '2025/01', self::OLD), serialize(['u' => self::OLD]), '');
        self::assertSame([], $this->rewrite());
        self::assertSame(
            ['See ' . self::NEW, str_replace('2026/05', '2025/01', self::OLD), serialize(['u' => self::NEW]), ''],
            $this->values()
        );
        self::assertCount(2, $this->cells->changesOf(900));
        self::assertSame([], $this->rewrite(), 'there is nothing left to do');
        self::assertCount(2, $this->cells->changesOf(900));
    }

    public function testWithoutAJournalItIsTheSame(): void
    {
        $this->put(self::OLD);
        self::assertSame([], $this->rewrite(journal: false));
        self::assertSame([[self::NEW], []], [$this->values(), $this->cells->changesOf(900)]);
    }

    /** @return iterable<string, array{int}> more values than are read and written together */
    public static function numbers(): iterable
    {
        yield 'as many as go together' => [25];
        yield 'one more' => [26];
        yield 'many' => [60];
    }

    /** @dataProvider numbers */
    public function testEachOfManyIsWrittenOnce(int $number): void
    {
        $this->put(...array_map(static fn (int $n): string => "{$n} " . self::OLD, range(1, $number)));
        self::assertSame([], $this->rewrite());
        self::assertSame(array_map(static fn (int $n): string => "{$n} " . self::NEW, range(1, $number)), $this->values());
        self::assertCount($number, $this->cells->changesOf(900));
    }

    public function testWhatSomebodySavedInBetweenIsRewrittenInstead(): void
    {
        $this->put('first ' . self::OLD, 'second ' . self::OLD);
        $turns = $this->race(4);
        self::assertSame([], $this->rewrite());
        self::assertSame(['turn 4 ' . self::NEW, 'second ' . self::NEW], $this->values());
        self::assertSame([4, 2], [$turns(), count($this->cells->changesOf(900))]);
    }

    /** @return iterable<string, array{bool}> whether there is a journal */
    public static function journals(): iterable
    {
        yield 'with a journal' => [true];
        yield 'without one' => [false];
    }

    /** @dataProvider journals */
    public function testAValueThatNeverRestsIsLeftAndToldAndHoldsUpNoOther(bool $journal): void
    {
        $this->put('first ' . self::OLD, 'second ' . self::OLD);
        $turns = $this->race(99);
        self::assertSame([['1', 'changes faster than it can be rewritten']], $this->rewrite(journal: $journal));
        self::assertSame(['turn 5 ' . self::OLD, 'second ' . self::NEW], $this->values());
        self::assertSame(5, $turns(), 'it is tried five times');
        self::assertCount((int) $journal, $this->cells->changesOf(900), 'what was not done is not written down as done');
    }

    public function testWhatIsLeftThereIsNamedByTheImageThatItMeans(): void
    {
        $this->put('first ' . self::OLD, 'unmistakable.jpg', '`${base}/2026/05/unmistakable.jpg`');
        $this->race(99);
        $left = $this->rewrite(prove: true);
        self::assertContains(['1', 'changes faster than it can be rewritten'], $left);
        $keys = array_column($left, 0);
        sort($keys);
        self::assertSame(['1', '2', '3'], array_values(array_unique($keys)));
    }

    public function testARowThatIsGoneInBetweenIsNoTrouble(): void
    {
        $this->put(self::OLD, 'second ' . self::OLD);
        add_filter('query', function (string $query): string {
            self::writesTheFirst($query) && $this->db->dbh->query('DELETE FROM picopt_written WHERE id = 1');
            return $query;
        });
        self::assertSame([], $this->rewrite());
        self::assertSame(['second ' . self::NEW], $this->values());
        self::assertNull($this->cells->read(new Cell('picopt_written', 'id', '1', 'wide')));
    }
}
