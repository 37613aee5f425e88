<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Delivery\Redirects;
use PictureOptimizer\Delivery\SocialImages;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Files\Staging;

/** The steps that concern one picture's files: backup, stage, swap, metadata. After them the new files are there beside the old. */
final class Preparer
{
    public function __construct(
        private readonly Journal $journal,
        private readonly Originals $originals,
        private readonly Backups $backups,
        private readonly Names $names,
        private readonly Metadata $metadata,
        private readonly TextFields $texts,
        private readonly Redirects $redirects,
        private readonly Unedited $unedited,
    ) {
    }

    /** Each step is safe to do again, so a run that was killed goes on here, too. */
    public function prepare(Run $run): void
    {
        if ($run->hasFiles()) {
            $this->backup($run);
            $this->stage($run);
            $this->chooseNames($run);
            $this->swap($run);
        }
        $this->describe($run);
    }

    private function backup(Run $run): void
    {
        if ($run->backup === '') {
            $attachment = Attachment::load($run->attachmentId());
            $existing = $this->originals->currentBackup($attachment);
            $made = $this->backups->make($attachment, $run->change->originalSha256);
            $run->backup = $existing === null ? $made : $existing->backup;
            $run->rollback = $existing === null ? '' : $made;
            $this->journal->supersede($run, $existing);
        }
        $this->backups->verify($run->backup);
        $original = $this->backups->original($run->backup);
        if (Disk::sha256($original) !== $run->change->originalSha256) {
            throw new ChangedMeanwhile(__('The image was changed after it was sent. Optimize it again.', 'picture-optimizer'));
        }
        $this->journal->save($run, 'backup');
    }

    private function stage(Run $run): void
    {
        if ($run->change->full() === null) {
            throw new ChangeError(__('The full-size image is missing from the results.', 'picture-optimizer'));
        }
        foreach ($run->change->files as $file) {
            if (!$this->isPublished($run, $file)) {
                Staging::verify($file);
            }
        }
        $this->journal->save($run, 'stage');
    }

    private function chooseNames(Run $run): void
    {
        if ($run->newNames === []) {
            $run->socialSource = $this->backups->full($run->backup);
            $run->newNames = $this->names->choose($run->change, $run);
            foreach ($run->change->files as $file) {
                $run->hashes[$file->name] = $file->sha256;
            }
            if (isset($run->newNames[SocialImages::SIZE])) {
                $run->hashes[SocialImages::SIZE] = $this->backups->files($run->backup)[$run->socialSource];
            }
            $run->appliedSha256 = $run->hashes['full'];
        }
        $this->journal->save($run, 'names');
    }

    private function swap(Run $run): void
    {
        $this->unedited->check($run);
        foreach ($run->renamed() as $old => $size) {
            $this->redirects->add($run->relative($old), $run->attachmentId(), Metadata::sizeName($size));
        }
        foreach ($run->change->files as $file) {
            if (!$this->isPublished($run, $file)) {
                $name = $run->newNames[$file->name];
                $replaces = in_array($name, $run->oldNames, true) && is_file($run->absolute($name));
                if ($replaces && !$this->unedited->isBackedUp($run, $name)) {
                    throw new ChangedMeanwhile();
                }
                Disk::publish($file->path, $run->absolute($name), $replaces);
            }
        }
        $this->copyForSocialNetworks($run);
        $this->journal->save($run, 'swap');
    }

    private function copyForSocialNetworks(Run $run): void
    {
        $name = $run->newNames[SocialImages::SIZE] ?? null;
        if ($name !== null) {
            $source = $this->backups->path($run->backup, $run->socialSource);
            Disk::restore($source, $run->absolute($name), $run->hashes[SocialImages::SIZE]);
        }
    }

    private function describe(Run $run): void
    {
        $this->journal->save($run, 'describe');
        $this->unedited->check($run);
        $this->metadata->write($run);
        $this->texts->write($run);
        $this->journal->save($run, 'metadata');
    }

    private function isPublished(Run $run, NewFile $file): bool
    {
        $name = $run->newNames[$file->name] ?? null;
        return $name !== null && is_file($run->absolute($name)) && Disk::sha256($run->absolute($name)) === $file->sha256;
    }
}
