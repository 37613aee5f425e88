<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Replace;

/**
 * PHP is killed (SIGKILL) at every kind of moment. After each kill pages work and every original is somewhere; the next run
 * finishes or takes back; and from there a revert leads to the state before, to the byte.
 *
 * @group acceptance-A1
 */
final class KillTest extends KillTestCase
{
    private const ENOUGH = 220;
    private const MOST_QUERIES = 90;

    /** Of all parts of the matrix together; a kill after which an assertion failed was not survived. */
    private static int $kills = 0;
    private static int $survived = 0;

    public function testASample(): void
    {
        $kills = 0;
        foreach (['step:3', 'step:9', 'step:13', 'file:4', 'query:60', 'query:160'] as $moment) {
            $kills += (int) $this->killWhileApplying($moment);
        }
        foreach (['step:2', 'query:70', 'file:1'] as $moment) {
            $kills += (int) $this->killWhileReverting($moment);
        }
        $kills += (int) ($this->work(['do' => 'apply', 'changes' => $this->changes()], killAfter: 100) === null);
        $this->settle('killed from outside');
        self::assertSame(10, $kills, 'every moment was reached');
    }

    /** @return iterable<string, array{string, list<string>}> What is killed, at which kinds of moments. */
    public static function parts(): iterable
    {
        yield 'applying, before queries' => ['apply', ['query']];
        yield 'applying, after steps and before files' => ['apply', ['step', 'file']];
        yield 'reverting, before queries' => ['revert', ['query']];
        yield 'reverting, after steps and before files' => ['revert', ['step', 'file']];
        yield 'from outside, between any two queries' => ['', []];
    }

    /**
     * At least 200 kills: after every step, before every file gets its name, before queries all along the way, and from outside
     * at any moment. Writes what was counted to the file that PICOPT_KILLS names, and goes on from what is there, so that the parts can
     * run one by one.
     *
     * @group deep
     * @dataProvider parts
     * @param list<string> $kinds
     */
    public function testTheWholeMatrix(string $do, array $kinds): void
    {
        $counted = ['apply' => $this->work(['do' => 'apply', 'changes' => $this->changes()])];
        $counted['revert'] = $this->work(['do' => 'revert', 'ids' => $this->ids]);
        $this->assertAsBefore('never killed');
        if ($do === '') {
            $this->killFromOutside($counted['apply']['query']);
            return;
        }
        $before = self::$kills;
        $moments = array_merge(...array_map(static fn (string $kind): array => self::moments($kind, $counted[$do][$kind]), $kinds));
        foreach ($moments as $moment) {
            $this->tally(fn (): bool => $do === 'apply' ? $this->killWhileApplying($moment) : $this->killWhileReverting($moment));
        }
        // Queries vary a little from run to run.
        self::assertGreaterThan(0.9 * count($moments), self::$kills - $before, 'the moments were reached');
    }

    /** @param int $there How many queries there are; the kill falls somewhere behind one of them. */
    private function killFromOutside(int $there): void
    {
        mt_srand(7);
        while (self::$kills < self::ENOUGH) {
            $this->tally(function () use ($there): bool {
                $query = mt_rand(1, $there);
                $finished = $this->work(['do' => 'apply', 'changes' => $this->changes()], killAfter: $query);
                $this->settle("killed from outside after query {$query}");
                return $finished === null;
            });
        }
        fwrite(STDERR, sprintf("\nKill matrix: %d kills, %d survived.\n", self::$kills, self::$survived));
        self::assertGreaterThanOrEqual(200, self::$survived);
    }

    /** @return list<string> All moments of a kind that there are; of queries, a sample all along the way. */
    private static function moments(string $kind, int $there): array
    {
        $all = range(1, $there);
        $every = (int) ceil($there / self::MOST_QUERIES);
        $chosen = $kind === 'query' ? array_filter($all, static fn (int $number): bool => $number % $every === 0) : $all;
        return array_map(static fn (int $number): string => "{$kind}:{$number}", array_values($chosen));
    }

    /**
     * Written down before and after each kill, so that a failure leaves the true numbers: that kill counts, and was not survived.
     *
     * @param callable(): bool $kill Whether it was in time.
     */
    private function tally(callable $kill): void
    {
        self::$kills === 0 && self::remember();
        self::$kills++;
        self::record();
        if ($kill()) {
            self::$survived++;
        } else {
            self::$kills--;
        }
        self::record();
    }

    /** What parts that ran before, each by itself, have counted. */
    private static function remember(): void
    {
        $file = (string) getenv('PICOPT_KILLS');
        $counted = is_file($file) ? json_decode((string) file_get_contents($file), true) : [];
        [self::$kills, self::$survived] = [(int) ($counted['kills'] ?? 0), (int) ($counted['survived'] ?? 0)];
    }

    private static function record(): void
    {
        $file = (string) getenv('PICOPT_KILLS');
        $file === '' || file_put_contents($file, json_encode(['kills' => self::$kills, 'survived' => self::$survived]));
    }

    private function killWhileApplying(string $moment): bool
    {
        $finished = $this->work(['do' => 'apply', 'changes' => $this->changes()], $moment);
        $this->settle("killed at {$moment} while applying");
        return $finished === null;
    }

    private function killWhileReverting(string $moment): bool
    {
        $this->work(['do' => 'apply', 'changes' => $this->changes()]);
        $finished = $this->work(['do' => 'revert', 'ids' => $this->ids], $moment);
        $this->settle("killed at {$moment} while reverting");
        return $finished === null;
    }

    private function settle(string $when): void
    {
        $this->assertNothingIsLost($when);
        $resumed = $this->work(['do' => 'resume']);
        self::assertNotNull($resumed, "{$when}: resume did not finish");
        $this->assertNothingIsLost("{$when}, resumed");
        $reverted = $this->work(['do' => 'revert', 'ids' => $this->ids]);
        self::assertNotNull($reverted, "{$when}: revert did not finish");
        foreach ($reverted['outcomes'] as $outcome) {
            self::assertContains($outcome['state'], ['reverted', 'unchanged'], "{$when}: {$outcome['reason']}");
        }
        $this->assertAsBefore($when);
    }
}
