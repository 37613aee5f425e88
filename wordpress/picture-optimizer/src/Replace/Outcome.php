<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** How a replacement or a revert of one attachment ended. */
final class Outcome
{
    /**
     * @param string               $reason      A sentence for people; empty when all went well.
     * @param int                  $bytesBefore Full file and sub-sizes together: what pages can show.
     * @param int                  $bytesAfter  The same after the change.
     * @param int                  $places      Database cells that were changed.
     * @param array<string,string> $sha256      Size name to hash of the file that is now on disk.
     * @param string               $verified    "pages", "database only", or "" when nothing had to be verified.
     * @param list<string>         $notes       What people should know: conflicts, unknown classes, files that stayed.
     */
    public function __construct(
        public readonly int $attachmentId,
        public readonly OutcomeState $state,
        public readonly string $reason = '',
        public readonly int $bytesBefore = 0,
        public readonly int $bytesAfter = 0,
        public readonly int $places = 0,
        public readonly array $sha256 = [],
        public readonly string $verified = '',
        public readonly array $notes = [],
    ) {
    }

    public function ok(): bool
    {
        return in_array($this->state, [OutcomeState::Applied, OutcomeState::Reverted, OutcomeState::Unchanged], true);
    }
}
