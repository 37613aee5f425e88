<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Disk;

/** Brings old files back beside the new ones, where nothing will lead from their names to the new files any more. */
final class OldFiles
{
    public function __construct(private readonly Journal $journal, private readonly Backups $backups)
    {
    }

    /** @return int How many could not be brought back. */
    public function bringBack(): int
    {
        $missing = 0;
        foreach ($this->journal->revertible() as $id) {
            foreach ($this->journal->inEffect($id) as $run) {
                foreach (array_keys($run->renamed()) as $name) {
                    $missing += is_file($run->absolute($name)) || $this->isBack($run, $name) ? 0 : 1;
                }
            }
        }
        return $missing;
    }

    /**
     * What the database names of these images and the disk has under a later name only, as after half of a restore, is asked for in vain.
     *
     * @param list<int>        $ids
     * @param \Closure(): bool $goesOn Asked before each image.
     * @return list<int> Images that are left.
     */
    public function bringBackOf(array $ids, \Closure $goesOn): array
    {
        while ($ids !== [] && $goesOn()) {
            foreach ($this->journal->inEffect(array_shift($ids)) as $run) {
                foreach (array_unique($run->oldNames) as $name) {
                    is_file($run->absolute($name)) || $this->isBack($run, $name);
                }
            }
        }
        return $ids;
    }

    private function isBack(Run $run, string $name): bool
    {
        try {
            $sha256 = $run->backup === '' ? null : $this->backups->files($run->backup)[$name] ?? null;
            $sha256 === null || Disk::restore($this->backups->path($run->backup, $name), $run->absolute($name), $sha256);
        } catch (ChangeError) {
            return false;
        }
        return $sha256 !== null;
    }
}
