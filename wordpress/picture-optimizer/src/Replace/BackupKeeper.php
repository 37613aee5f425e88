<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Sites;

/** What people can do with backups: see how large they are, take them away, and let old ones go. */
final class BackupKeeper
{
    /** How long backups stay that nobody needs any more. */
    public const KEEP_SECONDS = 30 * DAY_IN_SECONDS;

    public function __construct(
        private readonly \wpdb $db,
        private readonly Backups $backups,
        private readonly Journal $journal,
    ) {
    }

    /** @return int Bytes of all backups of this site. */
    public function bytes(): int
    {
        return array_sum(array_map([$this->backups, 'size'], $this->backups->all()));
    }

    /**
     * Looks for the backup of every replacement that is in effect.
     *
     * @param int|null $hashed How many are read to the last byte, by chance; null for all.
     * @param Budget $budget As many are looked at as there is time for, those that are read first.
     */
    public function audit(?int $hashed, Budget $budget): BackupAudit
    {
        $runs = iterator_to_array($this->journal->withBackups(), false);
        $backups = array_column(array_map(static fn (Run $run): array => [$run->backup, $run->attachmentId()], $runs), 1, 0);
        $names = array_keys($backups);
        shuffle($names);
        $chosen = array_flip(array_slice($names, 0, $hashed));
        $faults = [];
        foreach ($names as $number => $name) {
            try {
                isset($chosen[$name]) ? $this->backups->verify($name) : $this->backups->lookFor($name);
            } catch (ChangeError $error) {
                $faults[$backups[$name]] = $error->getMessage();
            }
            if (!$budget->isLeft()) {
                break;
            }
        }
        $looked = $names === [] ? 0 : $number + 1;
        return new BackupAudit(count($names), $looked, min($looked, count($chosen)), $faults);
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
            try {
                if ($this->backups->madeAt($name) > time() - $olderThanSeconds) {
                    continue;
                }
                if (!$this->isSpare($name)) {
                    $result['kept']++;
                    continue;
                }
                $bytes = $this->backups->size($name);
            } catch (\Throwable) {
                $result['kept']++; // Its manifest is damaged: whose it is, and whether anybody needs it, is not known.
                continue;
            }
            $result['bytes'] += $bytes;
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
        $this->expire(0);
        $kept = count($this->backups->all()); // One from another server's clock, which looks too young to go, is one of them.
        if ($kept > 0) {
            Disk::write(PrivateFolder::backups() . '/README.txt', self::note($kept));
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
            throw new ChangeError(sprintf(
                /* translators: %s: folder */
                __('The folder %s is missing or can’t be written.', 'picture-optimizer'),
                dirname($zipFile)
            ));
        }
        $zip = new \ZipArchive();
        if ($zip->open($zipFile, \ZipArchive::CREATE | \ZipArchive::EXCL) !== true) {
            throw new ChangeError(__('The ZIP file can’t be written, or it already exists.', 'picture-optimizer'));
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
            throw new ChangeError(__('The ZIP file can’t be finished. The disk may be full.', 'picture-optimizer'));
        }
        return count($names);
    }

    /**
     * Of a site of the network that is being deleted with all that it has, or of one whose owner wants no originals left. What a copy of
     * the site on the same server keeps in the same place stays, as does what cannot be read, and the place of it. What has no manifest is
     * no backup: whatever it was to be a backup of has not been touched.
     */
    public function removeAll(): void
    {
        $folders = PrivateFolder::allBackups();
        foreach ($this->backups->all() as $name) {
            try {
                $isOurs = $this->isOurs($name);
            } catch (\Throwable) {
                continue;
            }
            $isOurs && $this->backups->remove($name);
        }
        foreach ($folders as $folder) {
            $this->backups->in($folder) === [] ? Disk::removeFolder($folder) : self::removeInterrupted($folder);
        }
        array_map(Disk::removeFolder(...), PrivateFolder::known()['staging'] ?? []);
    }

    /** In a place that another site uses, too: what it is about to make stays. */
    private static function removeInterrupted(string $place): void
    {
        foreach (preg_grep('~/[0-9a-f]{32}$~D', glob("{$place}/*", GLOB_ONLYDIR) ?: []) ?: [] as $folder) {
            if (!file_exists("{$folder}/manifest.json") && (int) @filemtime($folder) < time() - HOUR_IN_SECONDS) {
                Backups::removeFolder($folder);
            }
        }
    }

    private static function note(int $kept): string
    {
        return sprintf(
            /* translators: 1: address of the site, 2: date, 3: number of originals */
            _n(
                "Originals of images of %1\$s.\n\nThe plugin Picture Optimizer was deleted on %2\$s and left the optimized"
                    . " images in place. Here is %3\$d\noriginal that is nowhere else.",
                "Originals of images of %1\$s.\n\nThe plugin Picture Optimizer was deleted on %2\$s and left the optimized"
                    . " images in place. Here are %3\$d\noriginals that are nowhere else.",
                $kept,
                'picture-optimizer'
            ),
            Sites::address(),
            gmdate('Y-m-d'),
            $kept
        ) . ' ' . __(
            "Each folder is one image: its manifest.json names the folder below uploads, the\nfile names and their SHA-256."
                . " To bring one back, copy its files there and upload or replace it in the Media Library.\nDelete this folder"
                . " when nobody needs the originals any more.\n",
            'picture-optimizer'
        );
    }

    /** Whether its picture was deleted or every file of it is in uploads as well, and nothing under way needs it. */
    private function isSpare(string $name): bool
    {
        if (!$this->isOurs($name) || !$this->isDoneWith($name)) {
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

    /**
     * Whether this site has made it, under its address of today or before it moved. In a folder that was only found another site of that
     * address can be at home.
     */
    private function isOurs(string $name): bool
    {
        $site = $this->backups->site($name);
        return Sites::hasToday($site) || (Sites::hadAt($site, $this->backups->madeAt($name))
            && !PrivateFolder::wasOnlyFound(dirname($this->backups->folder($name))));
    }

    /**
     * Whether this site has used it and needs it no more. What its database never knew can be the only copy of another one's originals:
     * of the site that had this address before, when a staging site was made live with the same folder of backups.
     */
    private function isDoneWith(string $name): bool
    {
        $states = $this->db->get_col($this->db->prepare(
            "SELECT DISTINCT state FROM {$this->db->prefix}picopt_replacements WHERE backup = %s OR plan LIKE %s",
            $name,
            '%' . $this->db->esc_like($name) . '%'
        ));
        $needed = [RunState::Working, RunState::Reverting, RunState::Applied, RunState::Abandoned];
        return $states !== [] && array_intersect($states, array_column($needed, 'value')) === [];
    }
}
