<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;

/** Somebody has edited the image since its replacement began, or since it was sent: theirs stays, and the replacement can begin anew. */
final class ChangedMeanwhile extends ChangeError
{
    public function __construct(?string $message = null)
    {
        parent::__construct($message ?? __(
            'The image was edited while it was being replaced, so the edit was kept and nothing was changed. Optimize it again.',
            'picture-optimizer'
        ));
    }
}
