<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\CoarseView;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\ImageType;
use PictureOptimizer\Files\IsoBoxes;
use PictureOptimizer\Files\Orientation;

/** Finds the picture that an export has to start from, and takes care of the backups that originals may be in. */
final class Originals
{
    public function __construct(
        private readonly Journal $journal,
        private readonly Backups $backups,
        private readonly BackupKeeper $keeper,
        private readonly OldFiles $oldFiles,
        private readonly AcceptedTypes $accepted,
    ) {
    }

    /**
     * The verified backup if the picture was replaced before and nobody has changed it since, else the file itself.
     *
     * @throws ChangeError When there is no local original, or its backup is damaged.
     */
    public function sourceFor(int $attachmentId): Source
    {
        $attachment = Attachment::load($attachmentId);
        $run = $this->currentBackup($attachment);
        if ($run === null) {
            return self::source($this->accepted($attachment) ?? $attachment->originalPath());
        }
        $this->backups->verify($run->backup);
        return self::source($this->backups->original($run->backup));
    }

    /**
     * What would stop every replacement of this image on this server is found before anything is paid for.
     *
     * @throws ChangeError
     */
    public function assertReplaceable(int $attachmentId): void
    {
        $this->backups->assertPlace();
        $attachment = Attachment::load($attachmentId);
        Disk::assertWritable(dirname($attachment->absolute(basename($attachment->file))));
    }

    /** The best file that the service takes: of a HEIC photo it may be the JPEG that WordPress made. */
    private function accepted(Attachment $attachment): ?string
    {
        foreach ($attachment->sources() as $path) {
            if ($this->accepted->include(ImageType::of($path))) {
                return $path;
            }
        }
        return null;
    }

    /** The replacement whose backup still is this picture's original; null when the live file is not ours. */
    public function currentBackup(Attachment $attachment): ?Run
    {
        $withFiles = array_filter(
            $this->journal->inEffect($attachment->id),
            static fn (Run $run): bool => $run->hasFiles() && $run->backup !== ''
        );
        $last = end($withFiles);
        $live = $attachment->existing()['full'] ?? null;
        if ($last === false || $live === null || Disk::sha256($attachment->absolute($live)) !== $last->appliedSha256) {
            return null;
        }
        return $last;
    }

    /** Whether another program has compressed our file again: it has our file's name, is no larger, and shows what the original shows. */
    public function isCompressedAgain(int $attachmentId): bool
    {
        $path = (string) Described::path($attachmentId);
        $runs = array_filter($this->journal->inEffect($attachmentId), static fn (Run $run): bool => $run->hasFiles());
        $last = end($runs);
        if ($last === false || $path !== $last->absolute($last->newNames['full']) || filesize($path) > $last->change->full()?->bytes) {
            return false;
        }
        foreach ($runs as $run) {
            $former = $run->oldNames['full'];
            if ($run->backup !== '' && isset($this->backups->files($run->backup)[$former])) {
                return CoarseView::isSame($path, $this->backups->path($run->backup, $former));
            }
        }
        return false;
    }

    /** @return array<string, int> Bytes of the file that each of ours replaced, by our file's path below uploads. */
    public function bytesBefore(int $attachmentId): array
    {
        $bytes = [];
        foreach ($this->journal->inEffect($attachmentId) as $run) {
            $kept = $run->hasFiles() && $run->backup !== '' ? $this->backups->bytes($run->backup) : [];
            foreach ($run->newNames as $size => $name) {
                $old = $run->oldNames[$size] ?? '';
                $bytes += isset($kept[$old]) ? [$run->relative($name) => $kept[$old]] : [];
            }
        }
        return $bytes;
    }

    /** @return int Bytes of all backups of this site. */
    public function backupBytes(): int
    {
        return $this->keeper->bytes();
    }

    /**
     * Removes backups older than that, but never one that holds the only good copy of a picture.
     *
     * @return array{removed: int, bytes: int, kept: int} How many, how much was freed, and how many had to stay.
     */
    public function expireBackups(int $olderThanSeconds = BackupKeeper::KEEP_SECONDS): array
    {
        return $this->keeper->expire($olderThanSeconds);
    }

    /**
     * @return int How many backups the ZIP file holds.
     * @throws ChangeError When it cannot be written.
     */
    public function exportBackups(string $zipFile): int
    {
        return $this->keeper->export($zipFile);
    }

    /** @param int|null $hashed How many backups are read to the last byte; null for all. */
    public function auditBackups(?int $hashed, Budget $budget): BackupAudit
    {
        return $this->keeper->audit($hashed, $budget);
    }

    /** @return int How many backups stay when the plugin goes away, because they hold the only good copy of a picture. */
    public function leaveBackups(): int
    {
        return $this->keeper->leave();
    }

    /** Of a site of the network that is being deleted. */
    public function removeBackups(): void
    {
        $this->keeper->removeAll();
    }

    /**
     * @param int|null $attachmentId Null for all.
     * @return list<Leftover> Places that still name old files.
     */
    public function leftovers(?int $attachmentId = null): array
    {
        $runs = $attachmentId === null ? $this->journal->withLeftovers() : $this->journal->inEffect($attachmentId);
        return array_merge(...array_map(static fn (Run $run): array => $run->leftovers, $runs));
    }

    /** @return int How many old files could not be brought back beside the new ones. */
    public function bringBackOldFiles(): int
    {
        return $this->oldFiles->bringBack();
    }

    private static function source(string $path): Source
    {
        $mime = ImageType::of($path);
        // PHP learned to read measures of AVIF with 8.2, and of HEIC with 8.5.
        [$width, $height] = ImageType::isHeic($mime) ? [0, 0] : (wp_getimagesize($path) ?: [0, 0]);
        if ((int) $width === 0 && ($mime === 'image/avif' || ImageType::isHeic($mime))) {
            [$width, $height] = IsoBoxes::sizeOfPrimaryItem((string) file_get_contents($path, false, null, 0, MB_IN_BYTES));
        }
        $turned = Orientation::swapsSides($path, $mime);
        return new Source($path, Disk::sha256($path), (int) filesize($path), $mime, (int) $width, (int) $height, $turned);
    }
}
