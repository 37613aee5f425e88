<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\ImageCaches;
use PictureOptimizer\Delivery\LastingNames;
use PictureOptimizer\Delivery\Probe;
use PictureOptimizer\Delivery\Redirecting;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;

/** The end of a replacement: old files go if nobody needs them, and the result is written down. */
final class Retirer
{
    public function __construct(
        private readonly Journal $journal,
        private readonly Backups $backups,
        private readonly Cells $cells,
        private readonly Probe $probe,
        private readonly LastingNames $lastingNames,
        private readonly OtherOwners $others,
        private readonly KeptSizes $keptSizes,
        private readonly ImageCaches $imageCaches,
        private readonly Unedited $unedited,
    ) {
    }

    /** Old files are deleted only where their names are known to work without them. */
    public function retire(Run $run): void
    {
        $this->journal->save($run, 'retire');
        $this->unedited->checkFile($run);
        $id = $run->attachmentId();
        $old = array_map(strval(...), array_keys($run->renamed()));
        $used = [...Attachment::load($id)->names(), ...$this->keptSizes->names($id), ...$this->others->names($run, $old)];
        foreach ($old as $name) {
            if (!Disk::hasOneOf($run->absolute($name), $used) && !$this->mustStay($run, $name)) {
                Disk::remove($run->absolute($name));
            }
        }
    }

    private function mustStay(Run $run, string $name): bool
    {
        if (in_array($name, $run->stillNamed, true) || !is_file($run->absolute($name))) {
            return true;
        }
        $obstacle = $this->obstacle($run, $name);
        if ($obstacle !== null) {
            in_array($obstacle, $run->notes, true) || $run->notes[] = $obstacle;
            return true;
        }
        return !$this->unedited->isBackedUp($run, $name);
    }

    /** Why an old name would not work without its file; null when it will. */
    private function obstacle(Run $run, string $name): ?string
    {
        $redirecting = $this->probe->redirects($run->folder, pathinfo($name, PATHINFO_EXTENSION));
        if ($redirecting === Redirecting::No) {
            return __(
                'Old files stay on the disk, because the web server doesn’t pass requests for missing images to WordPress.',
                'picture-optimizer'
            );
        }
        if ($redirecting === Redirecting::Unknown) {
            return __(
                'Old files stay on the disk, because this site couldn’t check whether their URLs keep working without'
                    . ' them: it didn’t answer its own request in time, or asked for a password. It checks again with the next image.',
                'picture-optimizer'
            );
        }
        if ($this->lastingNames->protect()) {
            return null;
        }
        return $this->lastingNames->isAllowed() ? __(
            'Old files stay on the disk, because their URLs would stop working if this plugin were deactivated: the'
                . ' folder for must-use plugins isn’t writable, or the next deployment replaces it.',
            'picture-optimizer'
        ) : __(
            'Old files stay on the disk, because their URLs would stop working if this plugin were deactivated. The small must-use'
                . ' plugin that would redirect them isn’t written, because DISALLOW_FILE_MODS keeps plugins from writing code. To allow'
                . ' it, run “wp picture-optimizer old-names keep”.',
            'picture-optimizer'
        );
    }

    public function close(Run $run): Outcome
    {
        $run->state = RunState::Applied;
        $run->backup === '' || $this->backups->note($run->backup, (string) wp_json_encode($run->plan()));
        $this->journal->save($run, 'done');
        $run->hasFiles() && $this->imageCaches->changed($run->attachmentId(), $run->urls());
        if ($run->rollback !== '') {
            $this->backups->remove($run->rollback);
        }
        return new Outcome(
            $run->attachmentId(),
            OutcomeState::Applied,
            '',
            $run->bytesBefore,
            Attachment::load($run->attachmentId())->servedBytes(),
            $this->cells->count($run->id),
            $run->hashes,
            $run->verified,
            $run->notes,
        );
    }
}
