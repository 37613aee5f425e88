<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

/** How fast pictures of a job come to their end, and how long the rest will take. Says nothing until enough is known. */
final class Pace
{
    /** Fewer ends, or all within a shorter time, would be guessing: pictures end in batches. */
    private const FEWEST = 6;
    private const SHORTEST_SECONDS = 15;

    /** Nothing ended for so long: the pace of before is not the pace of now. */
    private const STALE_SECONDS = 120;

    /**
     * @param float|null $perMinute images a minute; null when too little is known
     * @param int|null $secondsLeft the same
     */
    private function __construct(public readonly ?float $perMinute = null, public readonly ?int $secondsLeft = null)
    {
    }

    /**
     * @param list<int> $ends Unix times at which pictures ended, in any order
     * @param int $left pictures that wait for nothing but their turn
     */
    public static function of(array $ends, int $left, int $now): self
    {
        sort($ends);
        $number = count($ends);
        $span = $number === 0 ? 0 : $ends[$number - 1] - $ends[0];
        if ($number < self::FEWEST || $span < self::SHORTEST_SECONDS || $now - $ends[$number - 1] > self::STALE_SECONDS) {
            return new self();
        }
        // The first batch was made before the time that is measured.
        $first = count(array_filter($ends, static fn (int $end): bool => $end === $ends[0]));
        $perSecond = ($number - $first) / ($now - $ends[0]);
        return new self(round(60 * $perSecond, 1), (int) round($left / $perSecond));
    }
}
