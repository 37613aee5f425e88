<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** How a replacement or a revert of one attachment ended. */
final class Outcome
{
    public const APPLIED = 'applied';
    public const REVERTED = 'reverted';
    /** Nothing was to do: a second revert, or nothing of ours in the picture. */
    public const UNCHANGED = 'unchanged';
    /** Refused or undone; the site is as it was before. */
    public const FAILED = 'failed';
    /** Another runner holds the site's lock; try again later. Nothing was done. */
    public const BUSY = 'busy';

    /**
     * @param string               $state       One of the constants.
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
        public readonly string $state,
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
        return in_array($this->state, [self::APPLIED, self::REVERTED, self::UNCHANGED], true);
    }
}
