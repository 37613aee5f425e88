<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** One change that a person made to a proposed text in review. Who it was is not kept. */
final class Lesson
{
    public function __construct(
        public readonly int $attachmentId,
        public readonly string $field,
        public readonly string $before,
        public readonly string $after,
        public readonly LessonKind $kind,
    ) {
    }
}
