<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\Database\Fence;
use PictureOptimizer\Database\Fenced;
use PictureOptimizer\Tests\TestCase;

/** One runner a site, on connections of their own: as two PHP processes have them. */
final class FenceTest extends TestCase
{
    private \wpdb $mine;
    private \wpdb $theirs;

    protected function setUp(): void
    {
        parent::setUp();
        $this->mine = $this->plugin->db();
        // What one connection says must be seen by the other.
        $this->mine->query('COMMIT');
        $this->mine->query('SET autocommit = 1');
        $this->theirs = new \wpdb(DB_USER, DB_PASSWORD, DB_NAME, DB_HOST);
        $this->theirs->set_prefix($this->mine->prefix);
        $this->mine->query("DELETE FROM {$this->table()}");
    }

    protected function tearDown(): void
    {
        $this->theirs->close();
        $this->mine->query("DELETE FROM {$this->table()}");
        parent::tearDown();
    }

    public function testOneAtATimeAndEachWithAHigherToken(): void
    {
        $first = new Fence($this->mine);
        $second = new Fence($this->theirs);
        self::assertTrue($first->acquire());
        self::assertSame(1, $first->token());
        self::assertFalse($second->acquire(), 'another runner is at work');
        self::assertSame(0, $second->token());
        $first->check();
        $first->release();
        self::assertSame(0, $first->token());
        self::assertTrue($second->acquire());
        self::assertSame(2, $second->token());
        $second->release();
        self::assertTrue($first->acquire());
        self::assertSame(3, $first->token());
    }

    public function testAFrozenRunnerIsOvertakenWhenItsLeaseIsOver(): void
    {
        $frozen = new Fence($this->mine);
        $other = new Fence($this->theirs);
        $frozen->acquire();
        $this->mine->query("UPDATE {$this->table()} SET expires = UNIX_TIMESTAMP() + 1");
        self::assertFalse($other->acquire(), 'not a second too early');
        $this->mine->query("UPDATE {$this->table()} SET expires = UNIX_TIMESTAMP() - 1");
        self::assertTrue($other->acquire());
        $other->check();
        self::assertSame('0', $this->mine->get_var("SELECT {$frozen->condition()}"), 'its writes find nothing any more');
        self::assertSame('1', $this->mine->get_var("SELECT {$other->condition()}"));
        $this->expectException(Fenced::class);
        $frozen->check();
    }

    public function testAKilledRunnerIsOvertakenAtOnceAsItsConnectionIsGone(): void
    {
        $killed = new Fence($this->theirs);
        self::assertTrue($killed->acquire());
        $mine = new Fence($this->mine);
        self::assertFalse($mine->acquire());
        $id = (int) $this->theirs->get_var('SELECT CONNECTION_ID()');
        $this->theirs->close();
        \PictureOptimizer\Tests\Waiting::until(
            fn (): bool => $this->mine->get_var("SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = {$id}") === null,
            static fn (): string => 'the connection does not end'
        );
        self::assertTrue($mine->acquire());
        $this->theirs->check_connection(false);
    }

    public function testWhoWasOvertakenCannotReleaseTheOther(): void
    {
        $late = new Fence($this->mine);
        $late->acquire();
        $this->mine->query("UPDATE {$this->table()} SET expires = 0");
        $other = new Fence($this->theirs);
        $other->acquire();
        $late->release();
        $other->check();
        self::assertFalse((new Fence($this->mine))->acquire(), 'the other one is still at work');
    }

    public function testALivingRunnerRenewsItsLeaseNowAndThen(): void
    {
        $fence = new Fence($this->mine);
        $begun = $this->clock();
        $fence->acquire();
        self::assertMoment($begun, $this->expires(), Fence::LEASE_SECONDS, $this->clock());
        $this->mine->query("UPDATE {$this->table()} SET expires = expires - 100");
        $fence->check();
        self::assertLessThan($begun + Fence::LEASE_SECONDS, $this->expires(), 'not with every check');
        $renewedAt = new \ReflectionProperty(Fence::class, 'renewedAt');
        $renewedAt->setValue($fence, time() - 15);
        $begun = $this->clock();
        $fence->check();
        self::assertMoment($begun, $this->expires(), Fence::LEASE_SECONDS, $this->clock());
    }

    /** The database's, by which leases run. */
    private function clock(): int
    {
        return (int) $this->mine->get_var('SELECT UNIX_TIMESTAMP()');
    }

    private function expires(): int
    {
        return (int) $this->mine->get_var("SELECT expires FROM {$this->table()}");
    }

    private function table(): string
    {
        return "{$this->mine->prefix}picopt_fence";
    }
}
