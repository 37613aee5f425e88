<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Culprit;
use PictureOptimizer\Database\Bystanders;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\ChangeState;
use PictureOptimizer\Database\Fenced;
use PictureOptimizer\Database\ImageCaches;
use PictureOptimizer\Delivery\Redirects;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\References\Rewriter;
use PictureOptimizer\References\UploadBase;
use PictureOptimizer\Store\Tags;

/** Brings pictures back to what they were: files first, then the database, and our files last, so that pages work in between. */
final class Reverter
{
    public function __construct(
        private readonly \wpdb $db,
        private readonly Journal $journal,
        private readonly Backups $backups,
        private readonly Cells $cells,
        private readonly CellReverter $cellReverter,
        private readonly Referrer $referrer,
        private readonly Redirects $redirects,
        private readonly Tags $tags,
        private readonly Adopter $adopter,
        private readonly KeptSizes $keptSizes,
        private readonly OtherOwners $others,
        private readonly ImageCaches $imageCaches,
        private readonly FormerFiles $formerFiles,
        private readonly Renaming $renaming,
    ) {
    }

    /**
     * Takes back everything that was ever done to these pictures.
     *
     * @return array<int, Outcome>
     */
    public function revert(int ...$ids): array
    {
        $outcomes = $restored = [];
        foreach (array_unique($ids) as $id) {
            $runs = $this->journal->inEffect($id);
            $runs === [] || $outcomes = $this->revertOver($id, $runs) + $outcomes;
            if ($runs === []) {
                $outcomes[$id] = $this->unchanged($id);
                continue;
            }
            try {
                $this->renaming->notice($runs);
                $this->verifyBackups($runs);
                $this->renaming->takeBack($runs);
                $this->refuseIfReplacedByOthers($runs);
                $this->restore($runs, keepOthers: false);
                $restored[$id] = $runs;
            } catch (ChangeError $error) {
                $outcomes[$id] = new Outcome($id, OutcomeState::Failed, $error->getMessage());
            } catch (Fenced $overtaken) {
                throw $overtaken;
            } catch (\Throwable $error) {
                $outcomes[$id] = new Outcome($id, OutcomeState::Failed, (string) Culprit::of($error));
            }
        }
        $this->referrer->mapBack($restored);
        foreach ($restored as $id => $runs) {
            $outcomes[$id] = $this->finish($runs, RunState::Reverted);
        }
        return $outcomes;
    }

    /**
     * Another attachment with the same file was replaced after this one, and this one followed it: that is taken back first.
     *
     * @param non-empty-list<Run> $runs
     * @return array<int, Outcome>
     */
    private function revertOver(int $id, array $runs): array
    {
        $file = Described::file($id);
        $isLater = static fn (Run $run): bool
            => $run->id > $runs[0]->id && $run->hasFiles() && $run->relative($run->newNames['full'] ?? '') === $file;
        foreach ($this->others->of($id, $file) as $other) {
            if (array_filter($this->journal->inEffect($other), $isLater) !== [] && array_filter($runs, $isLater) === []) {
                return $this->revert($other);
            }
        }
        return [];
    }

    /** Nothing to take back that the journal knows; a backup that it does not know may still hold what is missing. */
    private function unchanged(int $id): Outcome
    {
        foreach ($this->adopter->adopt([$id]) as $adoption) {
            if ($adoption->state === AdoptionState::Restored) {
                return new Outcome($id, OutcomeState::Reverted, notes: [
                    __('Its files were missing. They were restored from a backup that wasn’t in the database.', 'picture-optimizer'),
                ]);
            }
            if ($adoption->state === AdoptionState::Known) {
                return $this->revert($id)[$id];
            }
        }
        return get_post_type($id) === 'attachment'
            ? new Outcome($id, OutcomeState::Unchanged, __('There is nothing to restore: this image is as it was.', 'picture-optimizer'))
            : new Outcome($id, OutcomeState::Failed, __('This image is no longer in the Media Library.', 'picture-optimizer'));
    }

    /**
     * Undoes a replacement that failed or was left unfinished; earlier ones of the same picture stay in effect. What others did to it
     * meanwhile is no reason to leave ours half done: theirs stays.
     */
    public function undo(Run $run, string $reason, OutcomeState $state): Outcome
    {
        $this->restore([$run], keepOthers: true);
        // An edit of our file is of our type, and stays.
        Described::followType($run->attachmentId(), Described::file($run->attachmentId()));
        $this->referrer->mapBack([$run->attachmentId() => [$run]]);
        $places = $this->finish([$run], RunState::Failed)->places;
        return new Outcome($run->attachmentId(), $state, $reason, places: $places, notes: $run->notes);
    }

    /** @param non-empty-list<Run> $runs */
    private function verifyBackups(array $runs): void
    {
        if ($this->formerFiles->lieThere($runs)) {
            return; // Nothing has to come out of a backup.
        }
        foreach (array_filter($runs, static fn (Run $run): bool => $run->backup !== '') as $run) {
            $this->backups->verify($run->backup);
        }
    }

    /** @param non-empty-list<Run> $runs Of one picture, oldest first. */
    private function restore(array $runs, bool $keepOthers): void
    {
        foreach ($runs as $run) {
            if (in_array($run->state, [RunState::Applied, RunState::Abandoned], true)) {
                $run->state = RunState::Reverting;
            }
            $this->journal->save($run, 'revert');
        }
        $kept = $this->restoreFilesOrRefuse($runs, $keepOthers);
        foreach (array_filter($runs, static fn (Run $run): bool => $run->state === RunState::Reverting) as $run) {
            $run->notes = $run->stillNamed = $run->leftovers = []; // what was said of the replacement
        }
        array_push($runs[0]->notes, ...array_map(self::changed(...), $kept));
        $id = $runs[0]->attachmentId();
        $back = Rewriter::forNames(UploadBase::ofThisSite(), Referrer::inverseMap([$id => $runs]));
        $later = null;
        foreach (array_reverse($runs) as $run) {
            $this->renaming->asLeft($run, $later);
            $this->restoreRows($run, $back);
            $later = isset($run->newNames['full']) ? $run : $later;
        }
        $this->renaming->moveAlong($runs);
        Bystanders::tell(static fn () => clean_post_cache($id));
        $hadFiles = array_filter($runs, static fn (Run $run): bool => $run->newNames !== []) !== [];
        $hadFiles && Bystanders::tell(static fn () => self::announce($id));
    }

    /**
     * Who keeps copies of files in another storage hears of the former ones as it heard of ours: by core's filters. What they answer
     * changes nothing, since the image is to be what it was.
     */
    private static function announce(int $id): void
    {
        // phpcs:disable WordPress.NamingConventions -- core's
        apply_filters('update_attached_file', (string) Described::path($id, unfiltered: true), $id);
        apply_filters('wp_update_attachment_metadata', get_post_meta($id, '_wp_attachment_metadata', true), $id);
        // phpcs:enable
    }

    /** @param non-empty-list<Run> $runs */
    private function refuseIfReplacedByOthers(array $runs): void
    {
        $known = [];
        foreach ($runs as $run) {
            foreach ([$run->oldNames, $run->newNames] as $names) {
                isset($names['full']) && array_push($known, $run->relative($names['full']), $run->recorded($names['full']));
            }
        }
        $id = $runs[0]->attachmentId();
        if (in_array(Described::file($id), $known, true)) {
            return;
        }
        // WordPress' image editor keeps what it can go back to.
        $isEdit = array_intersect(array_map('basename', $known), $this->keptSizes->names($id)) !== [];
        throw new ChangeError($isEdit ? __(
            'This image was edited in WordPress after it was optimized. Nothing was changed. To undo both, first select “Restore original'
            . ' image” in the image editor, then restore the original here.',
            'picture-optimizer'
        ) : __('Something else has replaced this image’s file since. Nothing was changed.', 'picture-optimizer'));
    }

    /**
     * What cannot be brought back to the disk now is refused as a whole: nothing else has been touched so far.
     *
     * @param non-empty-list<Run> $runs
     * @return list<string> Files that stay.
     */
    private function restoreFilesOrRefuse(array $runs, bool $keepOthers): array
    {
        try {
            return $this->formerFiles->restore($runs, $keepOthers);
        } catch (ChangeError $error) {
            foreach ($runs as $run) {
                if ($run->state === RunState::Reverting) {
                    $run->state = RunState::Applied;
                    $this->journal->save($run, 'refused');
                }
            }
            throw $error;
        }
    }

    private function restoreRows(Run $run, Rewriter $back): void
    {
        $this->cells->settle($run->id);
        foreach ($this->cells->changesOf($run->id) as $change) {
            $note = $this->cellReverter->revert($change, $back);
            $note === null || $run->notes[] = $note;
        }
        foreach ($run->absentMeta as $key) {
            $this->removeEmptyMeta($run->attachmentId(), $key);
        }
        $this->restoreTags($run);
    }

    private function removeEmptyMeta(int $id, string $key): void
    {
        $this->db->delete($this->db->postmeta, ['post_id' => $id, 'meta_key' => $key, 'meta_value' => '']);
        wp_cache_delete($id, 'post_meta');
    }

    private function restoreTags(Run $run): void
    {
        if ($run->change->text?->tags === null) {
            return;
        }
        $now = $this->tags->of($run->attachmentId());
        if ($run->tagsAfter === null || $now === $run->tagsAfter) {
            $this->tags->set($run->attachmentId(), $run->tagsBefore);
        } elseif ($now !== $run->tagsBefore) {
            $run->notes[] = __('Tags have been edited since and stay as they are.', 'picture-optimizer');
        }
        // What this image's text brought may be another one's still; then it goes with that one.
        $this->tags->removeUnused([...$run->tagsMade, ...$this->tags->made($run->tagsAfter ?? [])]);
    }

    /** @param non-empty-list<Run> $runs */
    private function finish(array $runs, RunState $state): Outcome
    {
        $id = $runs[0]->attachmentId();
        $this->keptSizes->map($id, $this->formerNames($runs));
        $kept = [...array_values(Attachment::load($id)->names()), ...$this->keptSizes->names($id)];
        $places = 0;
        $notes = [];
        foreach (array_reverse($runs) as $run) {
            $places += $this->cells->count($run->id, ChangeState::Reverted);
            $others = $this->others->names($run, array_values($run->newNames));
            foreach ($run->newNames as $size => $name) {
                $this->retireNew($run, $size, $name, [...$kept, ...$others]);
            }
            $run->state = $state;
            $this->journal->save($run, $state->value);
            $run->hasFiles() && $this->imageCaches->changed($id, $run->urls());
            $run->rollback === '' || $this->backups->remove($run->rollback);
            array_push($notes, ...$run->notes);
        }
        return new Outcome($id, OutcomeState::Reverted, places: $places, notes: $notes);
    }

    /**
     * @param non-empty-list<Run> $runs
     * @return array<string, string> What the files are called again, by the names that go away.
     */
    private function formerNames(array $runs): array
    {
        $names = [];
        foreach ($runs as $run) {
            foreach ($run->newNames as $size => $new) {
                $old = $runs[0]->oldNames[$size] ?? null;
                if ($old !== null && is_file($run->absolute($old)) && !in_array($new, $runs[0]->oldNames, true)) {
                    $names[$new] = $old;
                }
            }
        }
        return $names;
    }

    /** @param list<string> $kept Names that this or another attachment has now. */
    private function retireNew(Run $run, string $size, string $name, array $kept): void
    {
        $path = $run->absolute($name);
        // Where it was before another plugin moved it.
        if ($run->movedTo !== null && !file_exists(Attachment::uploads() . '/' . $run->recorded($name))) {
            $this->redirects->add($run->recorded($name), $run->attachmentId(), Metadata::sizeName($size));
        }
        if (Disk::hasOneOf($path, $kept)) {
            return;
        }
        $isOurs = is_file($path) && (filesize($path) === 0 || Disk::sha256($path) === ($run->hashes[$size] ?? ''));
        if ($isOurs || $this->formerFiles->isMadeOf($run, (string) $size, $path)) {
            $this->redirects->add($run->relative($name), $run->attachmentId(), Metadata::sizeName($size));
            Disk::delete($path);
        } elseif (is_file($path)) {
            $run->notes[] = self::changed($name);
        }
    }

    private static function changed(string $name): string
    {
        /* translators: %s: file name */
        return sprintf(__('Something else has changed the file %s since, so it was kept.', 'picture-optimizer'), $name);
    }
}
