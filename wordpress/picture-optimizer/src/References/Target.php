<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** What an old name becomes. The file stays in its folder, so that only the last part of a URL changes. */
final class Target
{
    /** @param bool $keepsLinks Whether links go on leading to the old file, which is of another format. */
    public function __construct(
        public readonly int $attachmentId,
        public readonly string $fileName,
        public readonly bool $keepsLinks = false,
    ) {
    }
}
