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
    public function testASample(): void
    {
        $kills = 0;
        foreach (['step:3', 'step:9', 'step:13', 'file:4', 'query:60', 'query:160'] as $moment) {
            $kills += $this->killWhileApplying($moment);
        }
        foreach (['step:2', 'query:70', 'file:1'] as $moment) {
            $kills += $this->killWhileReverting($moment);
        }
        self::assertSame(9, $kills, 'every moment was reached');
    }

    /**
     * At least 200 kills: after every step, before every file gets its name, before queries all along the way, and at random
     * times. Writes what was counted to the file that PICOPT_KILLS names.
     *
     * @group deep
     */
    public function testTheWholeMatrix(): void
    {
        $counted = $this->work(['do' => 'apply', 'changes' => $this->changes()]);
        $reverted = $this->work(['do' => 'revert', 'ids' => $this->ids]);
        $this->assertAsBefore('never killed');
        $moments = [
            'apply' => self::moments($counted['queries'], 90, 20, 14),
            'revert' => self::moments($reverted['queries'], 60, 12, 10),
        ];
        $kills = 0;
        foreach ($moments as $do => $list) {
            foreach ($list as $moment) {
                $this->record($kills + 1, $kills);
                $kills += $do === 'apply' ? $this->killWhileApplying($moment) : $this->killWhileReverting($moment);
                $this->record($kills, $kills);
            }
        }
        mt_srand(7);
        while ($kills < 220) {
            $seconds = 0.15 + mt_rand(0, 1000) / 1000 * ($counted['seconds'] + 0.1);
            $this->record($kills + 1, $kills);
            $finished = $this->work(['do' => 'apply', 'changes' => $this->changes()], '', $seconds);
            $this->settle(sprintf('killed after %.3f s', $seconds));
            $kills += $finished === null ? 1 : 0;
            $this->record($kills, $kills);
        }
        self::assertGreaterThanOrEqual(200, $kills);
    }

    /** @return list<string> */
    private static function moments(int $queries, int $sample, int $steps, int $files): array
    {
        $moments = [];
        for ($i = 1; $i <= $sample; $i++) {
            $moments[] = 'query:' . max(1, (int) round($i * $queries / $sample));
        }
        array_push($moments, ...array_map(static fn (int $i): string => "step:{$i}", range(1, $steps)));
        array_push($moments, ...array_map(static fn (int $i): string => "file:{$i}", range(1, $files)));
        return $moments;
    }

    /** Written after each kill, so that a failure leaves the true numbers: this kill counts, and was not survived. */
    private function record(int $kills, int $survived): void
    {
        $file = getenv('PICOPT_KILLS');
        if ($file) {
            file_put_contents($file, json_encode(['kills' => $kills, 'survived' => $survived]));
        }
    }

    private function killWhileApplying(string $moment): int
    {
        $finished = $this->work(['do' => 'apply', 'changes' => $this->changes()], $moment);
        $this->settle("killed at {$moment} while applying");
        return $finished === null ? 1 : 0;
    }

    private function killWhileReverting(string $moment): int
    {
        $this->work(['do' => 'apply', 'changes' => $this->changes()]);
        $finished = $this->work(['do' => 'revert', 'ids' => $this->ids], $moment);
        $this->settle("killed at {$moment} while reverting");
        return $finished === null ? 1 : 0;
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
