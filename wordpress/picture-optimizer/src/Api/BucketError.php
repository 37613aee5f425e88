<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** Bytes cannot go straight to or from the bucket; they go through the service then. The message, for debuggers only, names the cause. */
final class BucketError extends \RuntimeException
{
}
