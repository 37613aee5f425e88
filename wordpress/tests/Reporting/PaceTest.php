<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Reporting;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Reporting\Pace;

final class PaceTest extends TestCase
{
    /** @return iterable<string, array{list<int>, int, float|null, int|null}> ends, now, pictures a minute, seconds left of 30 */
    public static function cases(): iterable
    {
        yield 'nothing has ended' => [[], 1000, null, null];
        yield 'too few' => [[1000, 1010, 1020, 1030, 1040], 1040, null, null];
        yield 'one batch says nothing about the next' => [[1000, 1000, 1000, 1000, 1000, 1000, 1000], 1000, null, null];
        yield 'too short a time' => [[1000, 1002, 1004, 1006, 1008, 1010], 1010, null, null];
        yield 'one every ten seconds' => [[1000, 1010, 1020, 1030, 1040, 1050], 1050, 6.0, 300];
        yield 'batches of five every twenty seconds' => [[...array_fill(0, 5, 1000), ...array_fill(0, 5, 1020)], 1020, 15.0, 120];
        yield 'time that passes without an end makes it slower' => [[1000, 1010, 1020, 1030, 1040, 1050], 1100, 3.0, 600];
        yield 'stalled' => [[1000, 1010, 1020, 1030, 1040, 1050], 1171, null, null];
    }

    /**
     * @dataProvider cases
     * @param list<int> $ends
     */
    public function testSaysNothingUntilEnoughIsKnown(array $ends, int $now, ?float $perMinute, ?int $left): void
    {
        shuffle($ends);
        $pace = Pace::of($ends, 30, $now);
        self::assertSame([$perMinute, $left], [$pace->perMinute, $pace->secondsLeft]);
    }
}
