<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Database\Cells;
use PictureOptimizer\Delivery\Probe;
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
        private readonly OtherOwners $others,
        private readonly KeptSizes $keptSizes,
    ) {
    }

    /** Old files are deleted only where their names are known to work without them. */
    public function retire(Run $run): void
    {
        $this->journal->save($run, 'retire');
        $now = [...Attachment::load($run->attachmentId())->names(), ...$this->keptSizes->names($run->attachmentId())];
        foreach (array_keys($run->renamed()) as $name) {
            if (!in_array($name, $now, true) && !$this->mustStay($run, $name)) {
                Disk::remove($run->absolute($name));
            }
        }
    }

    private function mustStay(Run $run, string $name): bool
    {
        $isNeeded = in_array($name, $run->stillNamed, true) || $this->others->use($run, $name);
        if ($isNeeded || !is_file($run->absolute($name))) {
            return true;
        }
        if (!$this->probe->redirectsWork($run->folder, pathinfo($name, PATHINFO_EXTENSION))) {
            $note = __(
                'Old files stay, because the web server does not pass requests for missing images to'
                    . ' WordPress.',
                'picture-optimizer'
            );
            in_array($note, $run->notes, true) || $run->notes[] = $note;
            return true;
        }
        return !isset($this->backups->files($run->rollback ?: $run->backup)[$name]);
    }

    public function close(Run $run): Outcome
    {
        $run->state = RunState::Applied;
        $run->backup === '' || $this->backups->note($run->backup, (string) wp_json_encode($run->plan()));
        $this->journal->save($run, 'done');
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
