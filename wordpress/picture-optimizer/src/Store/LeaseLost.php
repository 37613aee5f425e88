<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** This run was away for too long and another has taken its item over; it must leave the item alone. */
final class LeaseLost extends \RuntimeException
{
}
