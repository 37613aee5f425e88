<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\PrivateFolder;

/**
 * Brings backups to where they last: earlier versions kept them in release folders, and a site can be laid out anew. Each is copied
 * and proved by its hash, then appears in its new place at once, and only then the old copy goes; so it can be killed at any
 * moment, and goes on where it was.
 */
final class BackupMover
{
    /** Not the name of a backup: until it is complete, the old copy is the one that counts. */
    private const UNFINISHED = '.moving';

    public function __construct(private readonly Backups $backups)
    {
    }

    public function move(Budget $budget): MovedBackups
    {
        $from = PrivateFolder::fleeting();
        if ($from === []) {
            return new MovedBackups(0, 0, [], '');
        }
        $moved = 0;
        $to = $why = '';
        try {
            $to = PrivateFolder::backups();
            foreach ($from as $old) {
                foreach ($this->backups->in($old) as $name) {
                    if (!$budget->isLeft()) {
                        break;
                    }
                    $this->one("{$old}/{$name}", "{$to}/{$name}");
                    $moved++;
                }
                $this->removeRemains($old, $to);
            }
        } catch (ChangeError $error) {
            $why = $error->getMessage();
        }
        $left = array_sum(array_map(fn (string $old): int => count($this->backups->in($old)), $from));
        $result = new MovedBackups($moved, $left, $from, $to, $why);
        $result->remember();
        return $result;
    }

    /** What a killed run had begun to delete, and the folder itself when nothing is in it. */
    private function removeRemains(string $old, string $to): void
    {
        foreach ($this->backups->in($to) as $name) {
            is_dir("{$old}/{$name}") && !in_array($name, $this->backups->in($old), true) && Backups::removeFolder("{$old}/{$name}");
        }
        Disk::removePrivateFolder($old);
    }

    private function one(string $old, string $new): void
    {
        $unfinished = $new . self::UNFINISHED;
        // A copy that was complete when a run was killed is only proved once more.
        $copy = is_dir($new) ? $new : $unfinished;
        Disk::makePrivateFolder($copy);
        foreach (array_diff(scandir($old) ?: [], ['.', '..', '.htaccess', 'index.php']) as $file) {
            Disk::copyVerified("{$old}/{$file}", "{$copy}/{$file}", Disk::sha256("{$old}/{$file}"));
        }
        if ($copy === $unfinished && !@rename($unfinished, $new)) {
            /* translators: %s: folder */
            throw new ChangeError(sprintf(__('The folder %s can’t be created.', 'picture-optimizer'), $new));
        }
        Backups::removeFolder($old);
    }
}
