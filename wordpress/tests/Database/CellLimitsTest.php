<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\CellLimits;
use PictureOptimizer\Tests\TestCase;

/** A value that this server has no memory or no packet for is told before it is read. */
final class CellLimitsTest extends TestCase
{
    private const ROOM = 20 * MB_IN_BYTES;

    private string $limit;

    protected function setUp(): void
    {
        parent::setUp();
        $this->limit = (string) ini_get('memory_limit');
        $this->plugin->db()->query('CREATE TEMPORARY TABLE picopt_large (id int PRIMARY KEY, wide longtext) ENGINE=InnoDB');
    }

    protected function tearDown(): void
    {
        ini_set('memory_limit', $this->limit);
        $this->plugin->db()->query('DROP TEMPORARY TABLE picopt_large');
        parent::tearDown();
    }

    /** @return iterable<string, array{string, int, bool}> beginning of a value, its bytes, whether it fits into 20 MB of memory */
    public static function values(): iterable
    {
        $small = CellLimits::SMALL;
        yield 'a small one always' => ['', $small - 1, true];
        yield 'a text of three MB' => ['<p>', 3 * MB_IN_BYTES, true];
        yield 'a text of four MB' => ['<p>', 4 * MB_IN_BYTES, false];
        yield 'serialized, one MB' => ['a:1:', MB_IN_BYTES, true];
        yield 'serialized, two MB' => ['a:1:', 2 * MB_IN_BYTES, false];
        yield 'an object, two MB' => ['O:8:', 2 * MB_IN_BYTES, false];
        yield 'JSON, one MB' => ['{"a"', MB_IN_BYTES, true];
        yield 'JSON after a blank, one and a half MB' => [" [{\"", (int) (1.5 * MB_IN_BYTES), false];
        yield 'a text that only looks like data' => ['a: 1', 2 * MB_IN_BYTES, true];
    }

    /** @dataProvider values */
    public function testMemoryIsReckonedByTheKindOfValue(string $beginning, int $bytes, bool $fits): void
    {
        $this->limitMemory(self::ROOM);
        $why = (new CellLimits($this->plugin->db()))->obstacle($this->cellOf($beginning, $bytes));
        self::assertSame($fits, $why === null, (string) $why);
        $fits || self::assertMatchesRegularExpression('/^its [\d.]+ MB need [\d.]+ MB of memory.*memory_limit = /', (string) $why);
    }

    public function testWithoutALimitOfMemoryOnlyThePacketCounts(): void
    {
        ini_set('memory_limit', '-1');
        $limits = new CellLimits($this->plugin->db());
        self::assertNull($limits->obstacle($this->cellOf('{"a"', 2 * MB_IN_BYTES)));
    }

    public function testAValueThatIsLargerThanAPacketCannotBeRead(): void
    {
        $limits = $this->withPacket(MB_IN_BYTES);
        self::assertNull($limits->obstacle($this->cellOf('<p>', MB_IN_BYTES - 64 * KB_IN_BYTES)));
        $why = (string) $limits->obstacle($this->cellOf('<p>', MB_IN_BYTES - 64 * KB_IN_BYTES + 1));
        self::assertStringContainsString('max_allowed_packet', $why);
        self::assertStringContainsString('1 MB', $why);
    }

    public function testAStatementMustFitIntoAPacketWithItsOverhead(): void
    {
        $limits = $this->withPacket(MB_IN_BYTES);
        self::assertTrue($limits->canSend(MB_IN_BYTES - 64 * KB_IN_BYTES));
        self::assertFalse($limits->canSend(MB_IN_BYTES - 64 * KB_IN_BYTES + 1));
    }

    public function testWhereTheLengthIsKnownNothingIsAsked(): void
    {
        $db = $this->plugin->db();
        $cell = $this->cellOf('', 10);
        $before = $db->num_queries;
        self::assertNull((new CellLimits($db))->obstacle($cell, CellLimits::SMALL - 1));
        self::assertSame($before, $db->num_queries);
        self::assertNull((new CellLimits($db))->obstacle($cell, CellLimits::SMALL), 'it has shrunk meanwhile');
        self::assertNull((new CellLimits($db))->obstacle(new Cell('picopt_large', 'id', '99', 'wide')), 'it is gone');
    }

    private function cellOf(string $beginning, int $bytes): Cell
    {
        $db = $this->plugin->db();
        $rest = $bytes - strlen($beginning);
        $db->query($db->prepare("REPLACE INTO picopt_large VALUES (1, CONCAT(%s, REPEAT('x', %d)))", $beginning, $rest));
        return new Cell('picopt_large', 'id', '1', 'wide');
    }

    /** Leaves PHP so many bytes. */
    private function limitMemory(int $bytes): void
    {
        gc_collect_cycles();
        gc_mem_caches(); // No limit is taken below what PHP holds, used or not.
        $limit = (int) ((memory_get_usage() + $bytes) / 0.95);
        self::assertNotFalse(ini_set('memory_limit', (string) $limit));
    }

    private function withPacket(int $bytes): CellLimits
    {
        add_filter('query', static fn (string $query): string => str_replace('@@max_allowed_packet', (string) $bytes, $query));
        return new CellLimits($this->plugin->db());
    }
}
