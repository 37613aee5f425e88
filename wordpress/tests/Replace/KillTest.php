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
