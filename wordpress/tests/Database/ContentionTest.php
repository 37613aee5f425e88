<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Database\Contention;
use PictureOptimizer\Database\StatementFailed;

/** A trigger of the real database gives statements up as it does when two runs wait for each other. */
final class ContentionTest extends TestCase
{
    private const TABLE = 'picopt_test_contention';

    private \wpdb $db;
    private Contention $contention;

    public static function setUpBeforeClass(): void
    {
        global $wpdb;
        self::tearDownAfterClass();
        $wpdb->query('CREATE TABLE ' . self::TABLE . ' (id INT PRIMARY KEY, word VARCHAR(20)) ENGINE=InnoDB');
        $wpdb->query('CREATE TRIGGER picopt_test_gives_up BEFORE UPDATE ON ' . self::TABLE . ' FOR EACH ROW BEGIN
            IF @picopt_deadlocks > 0 THEN
                SET @picopt_deadlocks = @picopt_deadlocks - 1;
                SIGNAL SQLSTATE \'40001\' SET MYSQL_ERRNO = 1213,
                    MESSAGE_TEXT = \'Deadlock found when trying to get lock; try restarting transaction\';
            END IF; END');
    }

    public static function tearDownAfterClass(): void
    {
        $GLOBALS['wpdb']->query('DROP TABLE IF EXISTS ' . self::TABLE);
    }

    protected function setUp(): void
    {
        $this->db = $GLOBALS['wpdb'];
        $this->contention = new Contention($this->db);
        $this->db->query('REPLACE INTO ' . self::TABLE . " VALUES (1, 'before'), (2, 'before')");
    }

    protected function tearDown(): void
    {
        $this->db->query('SET @picopt_deadlocks = 0');
    }

    public function testAStatementThatWasGivenUpIsSentAgain(): void
    {
        $this->db->query('SET @picopt_deadlocks = 3');
        self::assertSame(2, $this->contention->query('UPDATE ' . self::TABLE . " SET word = 'after'"));
        self::assertSame(['after', 'after'], $this->words());
    }

    public function testARowToo(): void
    {
        $this->db->query('SET @picopt_deadlocks = 1');
        self::assertSame(1, $this->contention->update(self::TABLE, ['word' => 'after'], ['id' => 2]));
        self::assertSame(['before', 'after'], $this->words());
    }

    public function testNothingChangedIsNoFailure(): void
    {
        self::assertSame(0, $this->contention->update(self::TABLE, ['word' => 'after'], ['id' => 3]));
        self::assertSame(0, $this->contention->query('UPDATE ' . self::TABLE . " SET word = 'before'"));
    }

    public function testItDoesNotTryForEver(): void
    {
        $this->db->query('SET @picopt_deadlocks = 1000');
        try {
            $this->contention->query('UPDATE ' . self::TABLE . " SET word = 'after'");
            self::fail('The statement cannot have been done.');
        } catch (StatementFailed $error) {
            self::assertStringContainsString('Deadlock', $error->getMessage());
        }
        self::assertSame(['before', 'before'], $this->words());
    }

    public function testWhatIsWrongIsSentOnce(): void
    {
        $sent = $this->db->num_queries;
        try {
            $this->contention->query('UPDATE ' . self::TABLE . " SET no_such_column = 'after'");
            self::fail('There is no such column.');
        } catch (StatementFailed $error) {
            self::assertStringContainsString('no_such_column', $error->getMessage());
        }
        self::assertSame($sent + 1, $this->db->num_queries);
    }

    public function testErrorsOfOthersAreShownAsBefore(): void
    {
        $before = $this->db->suppress_errors(false);
        $this->contention->query('UPDATE ' . self::TABLE . " SET word = 'after'");
        self::assertFalse($this->db->suppress_errors($before));
    }

    /** @return list<string> */
    private function words(): array
    {
        return $this->db->get_col('SELECT word FROM ' . self::TABLE . ' ORDER BY id');
    }
}
