<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests;

use PictureOptimizer\Budget;

/** How long a run may go on. */
final class BudgetTest extends TestCase
{
    public function testABudgetEnds(): void
    {
        self::assertTrue(Budget::unlimited()->isLeft());
        self::assertSame(INF, Budget::unlimited()->secondsLeft());
        self::assertFalse(Budget::ofSeconds(0)->isLeft());
        self::assertFalse(Budget::ofSeconds(-5)->isLeft());
        self::assertSame(0.0, Budget::ofSeconds(-5)->secondsLeft());
        $begun = microtime(true);
        $left = Budget::ofSeconds(100)->secondsLeft();
        self::assertEqualsWithDelta(100, $left, microtime(true) - $begun + 0.001);
        $started = $_SERVER['REQUEST_TIME_FLOAT'];
        $begun = $_SERVER['REQUEST_TIME_FLOAT'] = microtime(true);
        $left = Budget::ofWebRequest()->secondsLeft();
        self::assertEqualsWithDelta(20, $left, microtime(true) - $begun + 0.001);
        $_SERVER['REQUEST_TIME_FLOAT'] = microtime(true) - 300;
        self::assertGreaterThan(0.0, Budget::ofWebRequest()->secondsLeft(), 'a slow WordPress leaves a second');
        self::assertLessThanOrEqual(1.0, Budget::ofWebRequest()->secondsLeft());
        $_SERVER['REQUEST_TIME_FLOAT'] = $started;
    }

    public function testShortMemoryEndsABudget(): void
    {
        $limit = (string) ini_get('memory_limit');
        ini_set('memory_limit', (string) (int) (memory_get_usage(true) * 1.2));
        $isLeft = Budget::unlimited()->isLeft();
        ini_set('memory_limit', $limit);
        self::assertFalse($isLeft);
    }
}
