<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;

/** Finds the picture that an export has to start from. */
final class Originals
{
    public function __construct(private readonly Journal $journal, private readonly Backups $backups)
    {
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
            return self::source($attachment->originalPath());
        }
        $this->backups->verify($run->backup);
        return self::source($this->backups->original($run->backup));
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

    private static function source(string $path): Source
    {
        $size = wp_getimagesize($path) ?: [0, 0];
        $mime = (string) wp_get_image_mime($path);
        return new Source($path, Disk::sha256($path), (int) filesize($path), $mime, (int) $size[0], (int) $size[1]);
    }
}
