<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Budget;
use PictureOptimizer\Files\NewFile;
use PictureOptimizer\Planning\Language;
use PictureOptimizer\Replace\Change;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Replace\OutcomeState;
use PictureOptimizer\Replace\Replacer;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;
use PictureOptimizer\Text\CopiedName;
use PictureOptimizer\Text\Decisions;
use PictureOptimizer\Text\TextPolicy;

/** ready → applied: files are fetched and checked, then handed over for replacement, a batch at a time. */
final class Apply implements Stage
{
    /** References are looked for once a batch; a picture may take SECONDS on a slow host. */
    private const BATCH = 10;
    private const SECONDS = 4;

    public function __construct(
        private readonly ItemStore $items,
        private readonly JobStore $jobs,
        private readonly PictureStore $pictures,
        private readonly Fetch $fetch,
        private readonly Replacer $replacer,
        private readonly Results $results,
        private readonly Failures $failures,
    ) {
    }

    public function work(Budget $budget): int
    {
        $claimed = $this->items->claim(
            State::Ready,
            (int) max(1, min(self::BATCH, $budget->secondsLeft() / self::SECONDS))
        );
        $changes = [];
        foreach ($claimed as $item) {
            $change = $this->failures->gaveUp($item, $this->giveBack($item)) ? null
                : $this->failures->guard([$item], fn (): ?Change => $this->change($item, $budget), null, $this->giveBack(...));
            if ($change !== null) {
                $changes[$item->attachmentId] = $change;
            }
        }
        $ready = array_filter($claimed, static fn (Item $item): bool => isset($changes[$item->attachmentId]));
        if ($ready === []) {
            return 0;
        }
        $this->items->heartbeat(...$ready);
        $apply = fn (): array => $this->replacer->apply(...array_values($changes));
        $outcomes = $this->failures->guard(array_values($ready), $apply, [], $this->giveBack(...));
        foreach ($ready as $item) {
            $outcome = $outcomes[$item->attachmentId] ?? null;
            $outcome === null || $this->failures->guard([$item], fn () => $this->conclude($item, $outcome), null, $this->giveBack(...));
        }
        return count($ready);
    }

    /**
     * Finishes or takes back what a killed run left behind, and says so in the queue, so that nothing is applied twice.
     */
    public function resume(): void
    {
        foreach ($this->replacer->resume() as $attachmentId => $outcome) {
            $item = $this->items->takeOver($attachmentId, State::Ready);
            if ($item !== null && $outcome->state === OutcomeState::Applied) {
                $this->conclude($item, $outcome);
            } elseif ($item !== null) {
                $this->items->postpone($item, Why::own('interrupted'), 0, countsAsAttempt: true);
            }
        }
    }

    /** The change to be made, with its files staged; null when it must wait or has failed. */
    private function change(Item $item, Budget $budget): ?Change
    {
        if ($item->answer() === null) {
            $this->loseResult($item);
            return null;
        }
        try {
            $goOn = function () use ($item, $budget): bool {
                $this->items->heartbeat($item);
                return $budget->isLeft();
            };
            // Where the files went before their text, only the text is left to be done.
            $files = $item->applied() === [] ? $this->fetch->files($item, $goOn) : [];
            if ($files === null) {
                $this->items->postpone($item, Why::own('downloading'), 0);
                return null;
            }
            return $this->describe($item, $files, $this->jobs->get($item->jobId)->settings);
        } catch (ApiError $error) {
            $this->failed($item, $error);
            return null;
        }
    }

    /** @param list<NewFile> $files */
    private function describe(Item $item, array $files, JobSettings $settings): Change
    {
        $known = $this->pictures->get($item->attachmentId);
        $answer = $item->answer();
        $analysis = Drafts::wait($item, $answer, $settings) ? null : $answer?->analysis;
        $decided = $item->reviewed->accepted ? Decisions::of($item) : null;
        $text = match (true) {
            !$item->pipeline->analyses() => null,
            $decided !== null => $decided->text($known),
            $analysis === null => null,
            default => TextPolicy::choose($item->attachmentId, $analysis, $known, $settings->is('overwrite_text')),
        };
        $name = $decided?->fileName() ?? $analysis->filename ?? ($known?->isAnalysed() ? $known->suggestedName : '');
        $job = $this->jobs->get($item->jobId);
        $renames = $files !== [] && $job->pipeline->analyses() && $settings->is('rename');
        return new Change(
            $item->attachmentId,
            $item->sourceSha256,
            $files,
            $renames && $name !== '' ? $name : null,
            $text,
            $settings->is('fill_empty_alts'),
            // What a plugin has copied from the file's name into pages is as good as empty there, too.
            $settings->is('replace_old_alts') || ($settings->is('fill_empty_alts')
                && CopiedName::isText($item->attachmentId, TextPolicy::present($item->attachmentId)['alt'])),
            $analysis === null ? [] : $decided?->placeAlts() ?? TextPolicy::placeAlts($analysis),
            $settings->is('keep_link_format'),
            Language::of($item->attachmentId, $settings),
        );
    }

    private function failed(Item $item, ApiError $error): void
    {
        if ($error instanceof Problem && $error->is('gone', 'not_found')) {
            $this->loseResult($item);
            return;
        }
        $this->failures->handle($item, $error, $this->giveBack($item));
    }

    /**
     * A result that cannot be used here goes back, which gives the credits back; the service is told until it has heard.
     *
     * @return \Closure(Why): void
     */
    private function giveBack(Item $item): \Closure
    {
        return fn (Why $why) => $this->items->advance($item, State::Returning, $why->columns() + ['bytes_after' => 0]);
    }

    private function loseResult(Item $item): void
    {
        $this->giveBack($item)(Why::own('result_expired', ['redo' => 1]));
    }

    private function conclude(Item $item, Outcome $outcome): void
    {
        if ($outcome->state === OutcomeState::Busy) {
            $this->items->postpone($item, Why::own('busy'), 5);
            return;
        }
        $this->fetch->cleanUp($item);
        if ($outcome->state === OutcomeState::Changed && $item->attempts === 0) {
            // Perhaps only a text or a sub-size has changed; if it is another image now, that is found at once.
            $this->items->postpone($item, Why::own('interrupted'), 0, countsAsAttempt: true);
            return;
        }
        $answer = $item->answer();
        if ($outcome->ok() && $answer !== null) {
            $this->results->applied($item, $answer, $outcome);
            return;
        }
        $code = $outcome->state === OutcomeState::Changed ? Item::CHANGED : 'not_applied';
        $this->giveBack($item)(Why::told($code, $outcome->reason));
    }
}
