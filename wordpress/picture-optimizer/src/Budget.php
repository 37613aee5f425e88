<?php

declare(strict_types=1);

namespace PictureOptimizer;

/**
 * How long a run may go on: 20 seconds or half of `max_execution_time`, whichever is less, and 80 % of the memory.
 * The command line has no limit unless one is given.
 */
final class Budget
{
    private const MEMORY_SHARE = 0.8;

    /** @param float $until by a clock that nobody sets, in seconds: a run must not last as long as the server's is put back */
    private function __construct(private readonly float $until)
    {
    }

    public static function ofWebRequest(): self
    {
        $limit = (int) ini_get('max_execution_time');
        $seconds = $limit > 0 ? min(20.0, $limit / 2) : 20.0;
        // WordPress itself took some of the time already.
        $spent = microtime(true) - (float) ($_SERVER['REQUEST_TIME_FLOAT'] ?? microtime(true));
        return self::ofSeconds(max(1, $seconds - max(0, $spent)));
    }

    public static function ofSeconds(float $seconds): self
    {
        return new self(self::now() + $seconds);
    }

    public static function unlimited(): self
    {
        return new self(INF);
    }

    public function isLeft(): bool
    {
        return self::now() < $this->until && !$this->memoryIsShort();
    }

    public function secondsLeft(): float
    {
        return max(0.0, $this->until - self::now());
    }

    private static function now(): float
    {
        return hrtime(true) / 1e9;
    }

    /** @param bool $real with what PHP keeps in reserve; a guess where the host does not let us ask */
    public static function memoryUsed(bool $real = false): int
    {
        return function_exists('memory_get_usage') ? memory_get_usage($real) : 32 * MB_IN_BYTES;
    }

    private function memoryIsShort(): bool
    {
        $limit = wp_convert_hr_to_bytes((string) ini_get('memory_limit'));
        return $limit > 0 && self::memoryUsed(true) > $limit * self::MEMORY_SHARE;
    }
}
