<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** A replacement cannot go on. The message tells people what to do; nothing is lost. */
class ChangeError extends \RuntimeException
{
}
