<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

/** The end of a replacement: old files go if nobody needs them, and the result is written down. */
final class Retirer
{
    public function __construct(
        private readonly Journal $journal,
        private readonly Backups $backups,
        private readonly Cells $cells,
    ) {
    }

    public function retire(Run $run): void
    {
        $this->journal->save($run, 'retire');
    }

    public function close(Run $run): Outcome
    {
        $run->state = Run::APPLIED;
        $this->journal->save($run, 'done');
        if ($run->rollback !== '') {
            $this->backups->remove($run->rollback);
        }
        $bytes = 0;
        foreach (array_unique(Attachment::load($run->attachmentId())->existing()) as $name) {
            $bytes += (int) filesize($run->absolute($name));
        }
        return new Outcome(
            $run->attachmentId(),
            Outcome::APPLIED,
            '',
            $run->bytesBefore,
            $bytes,
            $this->cells->count($run->id),
            $run->hashes,
            $run->verified,
            $run->notes,
        );
    }
}
