<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** Something that happened to an image. */
final class Event
{
    /**
     * @param string $field of a changed text: alt, title, caption or description
     * @param string $after the text as it became; of other events a note
     * @param int $at Unix seconds
     */
    public function __construct(
        public readonly int $id,
        public readonly int $attachmentId,
        public readonly EventKind $kind,
        public readonly string $field,
        public readonly string $before,
        public readonly string $after,
        public readonly int $userId,
        public readonly int $at,
    ) {
    }
}
