<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** A replacement cannot go on. The message tells people what to do; nothing is lost. */
final class ReplaceError extends \RuntimeException
{
}
