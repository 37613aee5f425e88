<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Delivery\Redirects;
use PictureOptimizer\Files\CoarseView;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Files\Disk;

/**
 * An image is deleted. WordPress takes away the files that it has at that moment; those of before, which can still be there under their
 * old names, have to go as well, or a photo that somebody wanted to be gone could still be seen. Where another attachment has the same
 * file, as translation plugins make them, everything goes over to that one.
 */
final class Deletions
{
    /** What optimizers put behind a file's name for a copy in another format: Imagify, EWWW, Converter for Media, nginx' modules. */
    private const COPIES = ['.webp', '.avif'];

    /**
     * What plugins put beside a file under a name made of its own, extension apart: ShortPixel and TinyPNG their copies, Perfect Images
     * those for sharp screens, WP-Optimize, reSmush.it, and LiteSpeed the file as it was. Others can have such names as well.
     */
    private const BESIDE = ['%s.webp', '%s.avif', '%s@2x.%s', '%s-updraft-pre-smush-original.%s', '%s-unsmushed.%s', '%s.bk.%s'];

    public function __construct(
        private readonly Journal $journal,
        private readonly Backups $backups,
        private readonly Redirects $redirects,
        private readonly OtherOwners $others,
    ) {
    }

    /** While WordPress still knows the attachment. */
    public function prepare(int $attachmentId): void
    {
        $runs = $this->journal->allOf($attachmentId);
        // Who else has its file costs a look at all files: not for images that nothing was done to.
        $heirs = $runs === [] ? [] : $this->others->of($attachmentId, Described::file($attachmentId));
        if ($heirs !== []) {
            $this->journal->handOver($attachmentId, $heirs[0]);
            $this->redirects->handOver($attachmentId, $heirs[0]);
            return;
        }
        array_map($this->removeFiles(...), $runs);
        $this->forget($attachmentId);
    }

    /** It was deleted by somebody else while it was being replaced; what was made until then goes, too. */
    public function conclude(Run $run): Outcome
    {
        $this->removeFiles($run);
        $this->forget($run->attachmentId());
        return new Outcome(
            $run->attachmentId(),
            OutcomeState::Failed,
            __('This image is no longer in the Media Library.', 'picture-optimizer')
        );
    }

    private function forget(int $attachmentId): void
    {
        $this->journal->forgetPicture($attachmentId);
        $this->redirects->forgetPicture($attachmentId);
    }

    /** Only files that are known to be this image's, by their bytes or by what they show, and that no other attachment has. */
    private function removeFiles(Run $run): void
    {
        $known = $this->backedUp($run);
        foreach ($run->newNames as $size => $name) {
            $known[$name][] = $run->hashes[$size] ?? '';
        }
        $others = $this->others->names($run, array_map(strval(...), array_keys($known)));
        foreach ($known as $name => $hashes) {
            $path = $run->absolute((string) $name);
            $original = $this->original($run, (string) $name);
            $isOthers = Disk::hasOneOf($path, $others) || is_file($path) && filesize($path) > 0
                && !in_array(Disk::sha256($path), $hashes, true) && !CoarseView::isMadeOf($path, $original);
            if (!$isOthers) {
                $copies = self::copies($path, is_file($path) ? $path : $original);
                Disk::delete($path);
                // Not all of them hear that a former file goes.
                array_map(Disk::delete(...), array_filter($copies, static fn (string $copy): bool => !Disk::hasOneOf($copy, $others)));
            }
        }
    }

    /**
     * @param string $shows A file that shows what they have to show; "" where there is none.
     * @return list<string>
     */
    private static function copies(string $path, string $shows): array
    {
        $copies = array_map(static fn (string $ending): string => $path . $ending, self::COPIES);
        $parts = pathinfo($path) + ['extension' => ''];
        foreach (self::BESIDE as $name) {
            $copy = $parts['dirname'] . '/' . sprintf($name, $parts['filename'], $parts['extension']);
            $copy !== $path && $shows !== '' && is_file($copy) && CoarseView::isSame($copy, $shows) && $copies[] = $copy;
        }
        return array_values(array_filter($copies, is_file(...)));
    }

    /** @return string What was backed up of the size that has or had this name; "" where nothing was. */
    private function original(Run $run, string $name): string
    {
        $size = array_search($name, $run->newNames, true);
        $former = $size === false ? $name : $run->oldNames[$size] ?? $name;
        $paths = array_map(
            fn (string $backup): string => $this->backups->path($backup, $former),
            array_values(array_filter([$run->backup, $run->rollback]))
        );
        return array_values(array_filter($paths, is_file(...)))[0] ?? '';
    }

    /** @return array<string, list<string>> Hashes by file name; nothing where there is no backup any more. */
    private function backedUp(Run $run): array
    {
        $known = [];
        foreach (array_filter([$run->backup, $run->rollback]) as $backup) {
            try {
                foreach ($this->backups->files($backup) as $name => $sha256) {
                    $known[$name][] = $sha256;
                }
            } catch (ChangeError) {
                continue;
            }
        }
        return $known;
    }
}
