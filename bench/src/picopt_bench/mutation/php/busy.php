<?php

declare(strict_types=1);

namespace PictureOptimizer\Bench;

use PHPUnit\Runner\AfterLastTestHook;
use PHPUnit\Runner\AfterTestHook;
use PHPUnit\Runner\BeforeTestHook;

/**
 * An extension of PHPUnit: for how long each test used a CPU, which a busy machine makes no longer.
 *
 * Writes {test: seconds} into the file that PICOPT_BUSY names; a test is named Class::method, all its data together.
 */
final class Busy implements BeforeTestHook, AfterTestHook, AfterLastTestHook
{
    private float $began = 0;

    /** @var array<string, float> */
    private array $seconds = [];

    public function executeBeforeTest(string $test): void
    {
        $this->began = self::cpuSeconds();
    }

    public function executeAfterTest(string $test, float $time): void
    {
        $name = (string) preg_replace('/ with data set .*/s', '', $test);
        $this->seconds[$name] = ($this->seconds[$name] ?? 0) + self::cpuSeconds() - $this->began;
    }

    public function executeAfterLastTest(): void
    {
        $file = (string) getenv('PICOPT_BUSY');
        $file === '' || file_put_contents($file, json_encode($this->seconds, JSON_THROW_ON_ERROR));
    }

    /** Of this process and of its children that have ended. */
    private static function cpuSeconds(): float
    {
        $seconds = 0;
        foreach ([0, 1] as $whose) {
            $used = getrusage($whose);
            $seconds += $used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec'];
            $seconds += ($used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec']) / 1e6;
        }
        return $seconds;
    }
}
