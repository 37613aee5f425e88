<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** Bytes cannot go straight to or from the bucket; they go through the service then. No user ever reads this. */
final class BucketError extends \RuntimeException
{
}
