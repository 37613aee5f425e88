<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\PrivateFolder;

/** What people can do with backups: see how large they are, take them away, and let old ones go. */
final class BackupKeeper
{
    /** How long backups stay that nobody needs any more. */
    public const KEEP_SECONDS = 30 * DAY_IN_SECONDS;

    private const NOTE = "Originals of pictures of %s.\n\nThe plugin Picture Optimizer was deleted on %s and left the optimized pictures in"
        . " place. Here are the %d\noriginals that are nowhere else. Each folder is one picture: its manifest.json names the folder below"
        . " uploads, the\nfile names and their SHA-256. To bring one back, copy its files there and upload or replace it in the Media"
        . " Library.\nDelete this folder when nobody needs the originals any more.\n";

    public function __construct(
        private readonly \wpdb $db,
        private readonly Backups $backups,
    ) {
    }

    /** @return int Bytes of all backups of this site. */
    public function bytes(): int
    {
        return array_sum(array_map([$this->backups, 'size'], $this->backups->all()));
    }

    /**
     * Removes backups older than that, but never one that holds the only good copy of a picture.
     *
     * @return array{removed: int, bytes: int, kept: int} How many, how much was freed, and how many had to stay.
     */
    public function expire(int $olderThanSeconds): array
    {
        $result = ['removed' => 0, 'bytes' => 0, 'kept' => 0];
        foreach ($this->backups->all() as $name) {
            if ($this->backups->madeAt($name) > time() - $olderThanSeconds) {
                continue;
            }
            if (!$this->isSpare($name)) {
                $result['kept']++;
                continue;
            }
            $result['bytes'] += $this->backups->size($name);
            $result['removed']++;
            $this->backups->remove($name);
        }
        return $result;
    }

    /**
     * The plugin goes away: what is needed no more is removed, and what holds the only good copy of a picture stays, with a note
     * beside it for whoever finds it.
     *
     * @return int How many stay.
     */
    public function leave(): int
    {
        $kept = $this->expire(0)['kept'];
        if ($kept > 0) {
            Disk::write(PrivateFolder::backups() . '/README.txt', sprintf(self::NOTE, home_url(), gmdate('Y-m-d'), $kept));
        }
        return $kept;
    }

    /**
     * Writes all backups into one ZIP file, each with its manifest, so that they can be kept elsewhere.
     *
     * @throws ChangeError
     */
    public function export(string $zipFile): int
    {
        if (!is_writable(dirname($zipFile))) {
            throw new ChangeError(sprintf('The folder %s is missing or cannot be written.', dirname($zipFile)));
        }
        $zip = new \ZipArchive();
        if ($zip->open($zipFile, \ZipArchive::CREATE | \ZipArchive::EXCL) !== true) {
            throw new ChangeError('The ZIP file cannot be written, or there is one already.');
        }
        $names = $this->backups->all();
        foreach ($names as $name) {
            foreach (['manifest.json', ...array_keys($this->backups->files($name))] as $file) {
                $zip->addFile($this->backups->path($name, $file), "{$name}/{$file}");
                // Pictures are compressed already.
                $zip->setCompressionName("{$name}/{$file}", \ZipArchive::CM_STORE);
            }
        }
        if (!@$zip->close()) {
            throw new ChangeError('The ZIP file cannot be finished; the disk may be full.');
        }
        return count($names);
    }

    /** Whether its picture was deleted or every file of it is in uploads as well, and nothing under way needs it. */
    private function isSpare(string $name): bool
    {
        if ($this->backups->site($name) !== home_url() || $this->isNeeded($name)) {
            return false;
        }
        if (get_post_type($this->backups->attachment($name)) !== 'attachment') {
            return true;
        }
        foreach ($this->backups->files($name) as $file => $sha256) {
            $path = Attachment::uploads() . '/' . $this->backups->relative($name, $file);
            if (!is_file($path) || Disk::sha256($path) !== $sha256) {
                return false;
            }
        }
        return true;
    }

    private function isNeeded(string $name): bool
    {
        return (bool) $this->db->get_var($this->db->prepare(
            "SELECT 1 FROM {$this->db->prefix}picopt_replacements WHERE (backup = %s OR plan LIKE %s) AND state IN (%s, %s, %s)",
            $name,
            '%' . $this->db->esc_like($name) . '%',
            RunState::Working->value,
            RunState::Reverting->value,
            RunState::Applied->value
        ));
    }
}
