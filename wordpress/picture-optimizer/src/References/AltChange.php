<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** The alt of one picture in content: what it was in the Media Library, and what it becomes. */
final class AltChange
{
    public function __construct(
        public readonly int $attachmentId,
        public readonly string $old,
        public readonly string $new,
        private readonly bool $fillEmpty,
        private readonly bool $replaceOld,
    ) {
    }

    /** @param string|true|null $alt As the HTML API gives it: true for an attribute without value, null for none. */
    public function wants(string|bool|null $alt): bool
    {
        $alt = is_string($alt) ? trim($alt) : '';
        if ($this->new === '' || $alt === $this->new) {
            return false;
        }
        return $alt === '' ? $this->fillEmpty : $this->replaceOld && $alt === trim($this->old);
    }
}
