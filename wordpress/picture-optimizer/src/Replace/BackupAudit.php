<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** Whether the originals of all replacements that are in effect can be had back. */
final class BackupAudit
{
    /**
     * @param int                $replacements How many have a backup.
     * @param int                $looked       How many of them were looked at.
     * @param int                $hashed       Of how many every byte was read; of the others only that their files are there.
     * @param array<int, string> $faults       What is wrong, by attachment id.
     */
    public function __construct(
        public readonly int $replacements,
        public readonly int $looked,
        public readonly int $hashed,
        public readonly array $faults,
    ) {
    }
}
