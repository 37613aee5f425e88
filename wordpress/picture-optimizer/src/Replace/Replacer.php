<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Culprit;
use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Database\Fenced;
use PictureOptimizer\Files\Attachment;

/**
 * Replaces pictures so that every moment can be the last: a kill leaves a site that works, and the next run finishes the work or
 * takes it back.
 */
final class Replacer
{
    /** How often a run that was killed is taken up again. */
    private const MOST_ATTEMPTS = 3;

    public function __construct(
        private readonly Fence $fence,
        private readonly Journal $journal,
        private readonly Preparer $preparer,
        private readonly Referrer $referrer,
        private readonly Verifier $verifier,
        private readonly Retirer $retirer,
        private readonly Reverter $reverter,
        private readonly Cells $cells,
        private readonly Caches $caches,
        private readonly Backups $backups,
        private readonly Adopter $adopter,
        private readonly BackupMover $mover,
        private readonly Deletions $deletions,
        private readonly OldFiles $oldFiles,
    ) {
    }

    /** @return array<int, Outcome> By attachment id. */
    public function apply(Change ...$changes): array
    {
        $ids = array_map(static fn (Change $change): int => $change->attachmentId, $changes);
        return $this->exclusively($ids, function () use ($changes): array {
            $outcomes = $this->resumeAll();
            $runs = [];
            foreach ($changes as $change) {
                $begun = Veto::ofApply($change) ?? $this->begin($change);
                $begun instanceof Run ? $runs[$change->attachmentId] = $begun : $outcomes[$change->attachmentId] = $begun;
            }
            return Veto::tellApplied($this->carryOut($runs) + $outcomes);
        });
    }

    /** @return array<int, Outcome> What became of the work that a kill left behind. */
    public function resume(): array
    {
        return $this->exclusively([], fn (): array => $this->resumeAll());
    }

    /** @return array<int, Outcome> By attachment id. */
    public function revert(int ...$attachmentIds): array
    {
        return $this->exclusively($attachmentIds, function () use ($attachmentIds): array {
            $resumed = array_filter($this->resumeAll(), static fn (Outcome $one): bool => $one->state === OutcomeState::Reverted);
            $vetoed = array_filter(array_map(Veto::ofRevert(...), array_combine($attachmentIds, $attachmentIds)));
            $free = array_values(array_diff($attachmentIds, array_keys($vetoed)));
            return Veto::tellReverted(
                array_intersect_key($resumed, array_flip($attachmentIds)) + $vetoed + $this->reverter->revert(...$free)
            );
        });
    }

    /**
     * Takes up backups that the journal does not know, see Adopter.
     *
     * @return list<Adoption>
     * @throws ChangeError When another process is changing images of this site.
     */
    public function adopt(bool $overwrite = false, bool $dryRun = false): array
    {
        if ($dryRun) {
            return $this->adopter->adopt([], $overwrite, dryRun: true);
        }
        return $this->alone(fn (): array => $this->adopter->adopt([], $overwrite, before: $this->fence->check(...)));
    }

    /** @return iterable<Adoption|null> What adopt() would do with each backup, null for nothing: who asks may stop at any time. */
    public function adoptable(): iterable
    {
        return $this->adopter->look();
    }

    /**
     * Adopts a part at a time, and seldom while nothing has changed.
     *
     * @param bool $asked Whether somebody waits for it: then also if all were looked through a moment ago.
     * @return bool Whether nothing is left to look at.
     * @throws ChangeError When another process is changing images of this site.
     */
    public function adoptSome(Budget $budget, bool $asked = false): bool
    {
        return !($asked || $this->adopter->isDue())
            || $this->alone(fn (): bool => $this->adopter->adoptSome($this->goesOn($budget)));
    }

    /**
     * Brings former files of these images back beside today's, of which some are missing.
     *
     * @param list<int> $ids
     * @return list<int> Images for which there was no time.
     * @throws ChangeError When another process is changing images of this site.
     */
    public function bringBackOldFiles(array $ids, Budget $budget): array
    {
        return $ids === [] ? [] : $this->alone(fn (): array => $this->oldFiles->bringBackOf($ids, $this->goesOn($budget)));
    }

    /** @return \Closure(): bool Says that this run lives, too. */
    private function goesOn(Budget $budget): \Closure
    {
        return function () use ($budget): bool {
            $this->fence->check();
            return $budget->isLeft();
        };
    }

    /**
     * @template T
     * @param \Closure(): T $work
     * @return T
     */
    private function alone(\Closure $work): mixed
    {
        if (!$this->fence->acquire()) {
            throw new ChangeError(self::othersAreAtWork());
        }
        try {
            return $work();
        } catch (Fenced) {
            throw new ChangeError(self::othersAreAtWork());
        } finally {
            $this->caches->purgePages();
            $this->fence->release();
        }
    }

    /** Brings backups to where they last, see BackupMover; while somebody else is at work they stay. */
    public function moveBackups(Budget $budget): MovedBackups
    {
        if (!$this->fence->acquire()) {
            return new MovedBackups(0, 0, [], '');
        }
        try {
            return $this->mover->move($budget);
        } finally {
            $this->fence->release();
        }
    }

    /** @return list<int> Images that can be reverted. */
    public function revertible(): array
    {
        return $this->journal->revertible();
    }

    public function canRevert(int $attachmentId): bool
    {
        return $this->journal->inEffect($attachmentId) !== [];
    }

    /** An image is about to be deleted: there is nothing left to revert, and its backup may expire. */
    public function forget(int $attachmentId): void
    {
        $this->deletions->prepare($attachmentId);
    }

    private static function othersAreAtWork(): string
    {
        return __('Another process is changing images of this site. Try again in a moment.', 'picture-optimizer');
    }

    /**
     * @param array<int> $ids
     * @param callable(): array<int, Outcome> $work
     * @return array<int, Outcome>
     */
    private function exclusively(array $ids, callable $work): array
    {
        $busy = static fn (int $id): Outcome => new Outcome($id, OutcomeState::Busy, self::othersAreAtWork());
        if (!$this->fence->acquire()) {
            return array_combine($ids, array_map($busy, $ids));
        }
        try {
            return $work();
        } catch (Fenced) {
            return array_combine($ids, array_map($busy, $ids));
        } finally {
            $this->caches->purgePages();
            $this->fence->release();
        }
    }

    private function begin(Change $change): Run|Outcome
    {
        try {
            return $this->journal->begin($change, Attachment::fresh($change->attachmentId));
        } catch (Fenced $overtaken) {
            throw $overtaken;
        } catch (\Throwable $error) {
            return new Outcome($change->attachmentId, OutcomeState::Failed, self::said($error));
        }
    }

    /** @return array<int, Outcome> */
    private function resumeAll(): array
    {
        $outcomes = $forward = [];
        foreach ($this->journal->unfinished() as $run) {
            $id = $run->attachmentId();
            if ($run->state === RunState::Reverting && isset($outcomes[$id])) {
                continue; // an image's replacements go back together
            }
            // Written down first: what kills the process at this image must not do so for ever.
            $run->attempts++;
            $this->journal->save($run, 'resume');
            if ($run->attempts > self::MOST_ATTEMPTS) {
                $outcomes[$id] = $this->giveUp($run);
            } elseif ($run->state === RunState::Reverting) {
                $outcomes = $this->reverter->revert($id) + $outcomes;
            } else {
                $this->cells->settle($run->id);
                $this->cells->forgetCaches($run->id);
                $forward[$id] = $run;
            }
        }
        if ($outcomes + $forward !== []) {
            $this->backups->removeIncomplete();
        }
        return $this->carryOut($forward) + $outcomes;
    }

    /** Nothing is deleted: pages work with the files of before or of after, and a revert can be asked for once more. */
    private function giveUp(Run $run): Outcome
    {
        $isOnTheWayBack = static fn (Run $other): bool => $other->state === RunState::Reverting;
        $together = $isOnTheWayBack($run) ? array_filter($this->journal->inEffect($run->attachmentId()), $isOnTheWayBack) : [$run];
        foreach ($together as $each) {
            $each->state = RunState::Abandoned;
            $each->attempts = 0;
            $this->journal->save($each, 'abandoned');
        }
        return new Outcome($run->attachmentId(), OutcomeState::Failed, sprintf(
            /* translators: %d: number of attempts */
            __('Stopped after %d attempts, each cut short by the server; its memory or time limit may be too low.'
                . ' Both the old and the new files are in place. Restore the original once the limits are higher.', 'picture-optimizer'),
            self::MOST_ATTEMPTS
        ), notes: $run->notes);
    }

    /**
     * The whole way, for pictures that begin and for those that go on after a kill.
     *
     * @param array<int, Run> $runs
     * @return array<int, Outcome>
     */
    private function carryOut(array $runs): array
    {
        $outcomes = [];
        $each = function (callable $step) use (&$runs, &$outcomes): void {
            foreach ($runs as $id => $run) {
                try {
                    $step($run);
                } catch (Fenced $overtaken) {
                    throw $overtaken;
                } catch (\Throwable $error) {
                    unset($runs[$id]);
                    $outcomes[$id] = $this->takeBack($run, $error);
                }
            }
        };
        $each($this->preparer->prepare(...));
        $this->rewriteReferences($runs, $outcomes, 'references');
        // Once more, for what was written while the first scan was under way, and to see what could not be rewritten.
        $this->rewriteReferences($runs, $outcomes, 'recheck', prove: true);
        $this->verifier->start();
        $each($this->verifier->verify(...));
        $each($this->retirer->retire(...));
        $each(function (Run $run) use (&$outcomes): void {
            $outcomes[$run->attachmentId()] = $this->retirer->close($run);
        });
        return $outcomes;
    }

    /**
     * @param array<int, Run>     $runs
     * @param array<int, Outcome> $outcomes
     */
    private function rewriteReferences(array &$runs, array &$outcomes, string $step, bool $prove = false): void
    {
        try {
            $this->referrer->rewrite(array_values($runs), $prove);
            foreach ($runs as $run) {
                $this->journal->save($run, $step);
            }
        } catch (Fenced $overtaken) {
            throw $overtaken;
        } catch (\Throwable $error) {
            foreach ($runs as $id => $run) {
                $outcomes[$id] = $this->takeBack($run, $error);
            }
            $runs = [];
        }
    }

    /** If even that fails, the journal keeps the run, and the next one tries again. */
    private function takeBack(Run $run, \Throwable $why): Outcome
    {
        if (get_post_type($run->attachmentId()) !== 'attachment') {
            return $this->deletions->conclude($run);
        }
        try {
            $state = $why instanceof ChangedMeanwhile ? OutcomeState::Changed : OutcomeState::Failed;
            return $this->reverter->undo($run, self::said($why), $state);
        } catch (Fenced $overtaken) {
            throw $overtaken;
        } catch (\Throwable $error) {
            return new Outcome($run->attachmentId(), OutcomeState::Failed, self::said($why) . ' ' . self::said($error));
        }
    }

    /** What is no sentence of ours came from somewhere else: other plugins' code, called by a hook. */
    private static function said(\Throwable $error): string
    {
        return $error instanceof ChangeError ? $error->getMessage() : (string) Culprit::of($error);
    }
}
