<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** What an old name becomes. The file stays in its folder, so that only the last part of a URL changes. */
final class Target
{
    public function __construct(public readonly int $attachmentId, public readonly string $fileName)
    {
    }
}
