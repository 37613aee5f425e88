<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Schedules;

/** Runs the tick again and again in the background, as long as it is on. */
interface Schedule
{
    public function isOn(): bool;

    public function turnOn(): void;

    public function turnOff(): void;
}
