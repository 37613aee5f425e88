<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Budget;

/** One step of the way from "waiting" to "done". A stage claims items in its state and moves them on. */
interface Stage
{
    /** @return int how many items got on; 0 when there was nothing to do */
    public function work(Budget $budget): int;
}
