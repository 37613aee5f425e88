<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\CoarseView;
use PictureOptimizer\Files\Disk;

/**
 * Brings the files of a backup back to the disk. What another program has compressed again, or WordPress has made anew, shows the same
 * image and goes; what somebody else has put there stays.
 */
final class FormerFiles
{
    public function __construct(private readonly Backups $backups, private readonly OtherOwners $others)
    {
    }

    /**
     * @param non-empty-list<Run> $runs Of one picture, oldest first.
     * @return list<string> Names of sizes that somebody has changed since and that stay.
     * @throws ChangeError When a file cannot be brought back; nothing has been touched then.
     */
    public function restore(array $runs, bool $keepOthers): array
    {
        $first = array_values(array_filter($runs, static fn (Run $run): bool => $run->newNames !== []))[0] ?? null;
        if ($first === null) {
            $this->bringBackMissing($runs[0]);
            return [];
        }
        if ($this->lieThere($runs)) {
            return [];
        }
        $backup = self::backupOf($runs, $first);
        $files = $this->backups->files($backup);
        $this->refuseNamesOfOthers($first, array_map(strval(...), array_keys($files)));
        $ours = array_merge(...array_map(static fn (Run $run): array => array_values($run->hashes), $runs));
        $kept = $there = [];
        foreach ($files as $name => $sha256) {
            $path = $first->absolute($name);
            $there[$name] = is_file($path) ? Disk::sha256($path) : null;
            $isOthers = $there[$name] !== null && !in_array($there[$name], [$sha256, ...$ours], true);
            if ($isOthers && ($keepOthers || $this->isSomebodys($first, $name, $this->backups->path($backup, $name)))) {
                $kept[$name] = true;
            }
        }
        foreach (array_diff_key($files, $kept) as $name => $sha256) {
            if ($there[$name] !== $sha256) {
                Disk::restore($this->backups->path($backup, $name), $first->absolute($name), $sha256);
            }
        }
        return $keepOthers ? [] : array_keys($kept);
    }

    /**
     * Before names are chosen no file is touched. But the database can have been restored to that moment, and the files be those of after:
     * what the image names and nobody has but the backup comes back.
     */
    private function bringBackMissing(Run $run): void
    {
        $backup = self::backupOf([$run], $run);
        $image = Attachment::fresh($run->attachmentId());
        foreach ($this->backups->exists($backup) ? $this->backups->files($backup) : [] as $name => $sha256) {
            $path = $run->absolute((string) $name);
            if (!file_exists($path) && $image->folder() === $run->folder && in_array((string) $name, $image->names(), true)) {
                Disk::restore($this->backups->path($backup, (string) $name), $path, $sha256);
            }
        }
    }

    /**
     * Whether the backup is gone and the files of before are where they were: a backup of the site has brought them back, which had no
     * room for ours, or they never left.
     *
     * @param non-empty-list<Run> $runs Of one picture, oldest first.
     */
    public function lieThere(array $runs): bool
    {
        $first = array_values(array_filter($runs, static fn (Run $run): bool => $run->newNames !== []))[0] ?? null;
        if ($first === null || $this->backups->exists(self::backupOf($runs, $first))) {
            return false;
        }
        $paths = array_map($first->absolute(...), array_values(array_unique($first->oldNames)));
        if ($paths !== array_filter($paths, is_file(...))) {
            return false;
        }
        $hashes = array_map(Disk::sha256(...), $paths);
        $ours = array_merge(...array_map(static fn (Run $run): array => array_values($run->hashes), $runs));
        return in_array($first->change->originalSha256, $hashes, true) && array_intersect($hashes, $ours) === [];
    }

    /** Whether another program has made a file of a size of the image: it has compressed or scaled ours, or made it anew. */
    public function isMadeOf(Run $run, string $size, string $path): bool
    {
        $former = $run->oldNames[$size] ?? $run->oldNames['full'] ?? '';
        foreach (array_filter([$run->backup, $run->rollback]) as $backup) {
            if (is_file($path) && CoarseView::isMadeOf($path, $this->backups->path($backup, $former))) {
                return true;
            }
        }
        return false;
    }

    /** @param non-empty-list<Run> $runs */
    private static function backupOf(array $runs, Run $first): string
    {
        return count($runs) === 1 && $first->rollback !== '' ? $first->rollback : $first->backup;
    }

    /** @throws ChangeError When it is the image itself, or the name is another image's now. */
    private function isSomebodys(Run $run, string $name, string $former): bool
    {
        if (CoarseView::isSame($run->absolute($name), $former)) {
            return false;
        }
        $image = Attachment::load($run->attachmentId())->names();
        if ($name !== $image['full'] && in_array($name, $image, true)) {
            return true; // A size that a person has cropped by hand, or the upload beside a large image, which is never replaced.
        }
        throw self::isTaken($name);
    }

    /**
     * Where the image was, its former names are reserved. In a folder that another plugin has moved it to, another image can have them,
     * and even show the same.
     *
     * @param list<string> $names
     * @throws ChangeError
     */
    private function refuseNamesOfOthers(Run $run, array $names): void
    {
        if ($run->movedTo === null) {
            return;
        }
        $own = Attachment::fresh($run->attachmentId())->names();
        foreach (array_intersect(array_diff($names, $own), $this->others->names($run, $names)) as $name) {
            throw self::isTaken($name);
        }
    }

    private static function isTaken(string $name): ChangeError
    {
        /* translators: %s: file name */
        return new ChangeError(sprintf(__('The name %s is now used by another file.', 'picture-optimizer'), $name));
    }
}
