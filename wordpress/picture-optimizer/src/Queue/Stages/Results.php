<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\Wire\Charge;
use PictureOptimizer\Api\Wire\ChargeState;
use PictureOptimizer\Api\Wire\Item as Answer;
use PictureOptimizer\Api\Wire\ItemState;
use PictureOptimizer\Planning\Language;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\KeptAnswer;
use PictureOptimizer\Store\Picture;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Savings;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;
use PictureOptimizer\Text\Decisions;
use PictureOptimizer\Text\TextPolicy;

/** Writes down what became of a picture: in the queue for people, and in the pictures' table for the next run. */
final class Results
{
    public function __construct(
        private readonly ItemStore $items,
        private readonly JobStore $jobs,
        private readonly PictureStore $pictures,
        private readonly Failures $failures,
    ) {
    }

    /**
     * The service ended an item without anything to apply.
     *
     * @param array<string, string> $columns
     */
    public function endWithoutResult(Item $item, Answer $answer, array $columns): void
    {
        $why = Why::ofService($answer->reason, $answer->state->value ?? '');
        $columns += $why->columns() + ['bytes_after' => 0, 'credits' => self::charged($item, $answer)];
        if ($answer->state === ItemState::NoGain) {
            $this->items->advance($item, State::NoGain, $columns);
            $this->remember($item, $answer, null);
            return;
        }
        if ($answer->state === ItemState::Failed) {
            $this->failures->fail($item, $why, $columns);
            return;
        }
        $state = $answer->state === ItemState::Skipped ? State::Skipped : State::Cancelled;
        $this->items->advance($item, $state, $columns);
    }

    /** Files and text are in place; the receipt is due. */
    public function applied(Item $item, Answer $answer, Outcome $outcome): void
    {
        $savings = $this->savings($item, $outcome);
        $this->remember($item, $answer, $outcome);
        if ($item->applied() !== []) {
            $this->embedText($item);
            return;
        }
        $this->items->advance($item, State::Applied, [
            'bytes_before' => $savings->before,
            'bytes_after' => $answer->export === null ? 0 : $savings->after,
            'reason' => Why::ofService($answer->reason)->pack(),
            'result' => (new KeptAnswer($answer, $outcome->sha256))->toJson(),
        ]);
    }

    /** The files were there before their text was approved: they are made once more with it, which is paid for. */
    private function embedText(Item $item): void
    {
        $this->items->advance($item, State::Waiting, ['pipeline' => Pipeline::Export->value, 'quoted' => 0, 'result' => '',
            'order_key' => '', 'remote_job' => '', 'remote_item' => '', 'credits_earlier' => $item->credits]);
    }

    /** @param Outcome|null $outcome null when nothing had to be applied */
    private function remember(Item $item, Answer $answer, ?Outcome $outcome): void
    {
        $settings = $this->jobs->get($item->jobId)->settings;
        $known = $this->pictures->get($item->attachmentId);
        $same = $known !== null && $known->originalSha256 === $item->sourceSha256;
        $isDraft = Drafts::wait($item, $answer, $settings);
        $analysis = $isDraft ? null : $answer->analysis;
        $columns = ['original_sha256' => $item->sourceSha256, 'reason' => '',
            'status' => self::status($item, $analysis !== null || self::isWrittenByPerson($item), $same ? $known : null)->value];
        if ($item->pipeline->analyses() && !$isDraft) {
            $language = Language::of($item->attachmentId, $settings);
            $columns += ['analysis_settings' => $settings->analysisFingerprint($language),
                'suggested_name' => $analysis->filename ?? ''];
        }
        if ($item->pipeline->exports() && $item->applied() === []) {
            $columns += $this->aboutFiles($item, $answer, $settings, $outcome);
        }
        // What was done to another file in this place counts no more.
        $columns += $same ? [] : ['analysis_settings' => '', 'export_settings' => ''];
        if ($outcome !== null && $analysis !== null) {
            $columns['written'] = (string) wp_json_encode(
                TextPolicy::inPlace($item->attachmentId, $analysis) + ($known->written ?? [])
            );
        }
        $this->pictures->save($item->attachmentId, $columns);
        $this->pictures->save($item->attachmentId, [
            'applied_sha256' => (string) $this->pictures->liveSha256($item->attachmentId),
        ]);
    }

    /** @return array<string, int|string> Columns of the image's row. */
    private function aboutFiles(Item $item, Answer $answer, JobSettings $settings, ?Outcome $outcome): array
    {
        $savings = $this->savings($item, $outcome);
        return ['export_settings' => $settings->exportFingerprint(),
            'format' => $answer->export->format->value ?? '',
            'bytes_before' => $savings->before,
            'bytes_after' => $savings->after];
    }

    /** Where the model had nothing to say, a person may have written the text. */
    private static function isWrittenByPerson(Item $item): bool
    {
        return $item->reviewed->accepted && Decisions::of($item)?->says() === true;
    }

    private static function status(Item $item, bool $hasText, ?Picture $known): PictureStatus
    {
        $analysed = $hasText || ($known?->isAnalysed() ?? false);
        $exported = $item->pipeline->exports() || ($known?->isExported() ?? false);
        return match (true) {
            $analysed && $exported => PictureStatus::Processed,
            $analysed => PictureStatus::Analysed,
            default => PictureStatus::Exported,
        };
    }

    /** The same for the queue and the library: against the files from before anything of ours. */
    private function savings(Item $item, ?Outcome $outcome): Savings
    {
        $known = $this->pictures->get($item->attachmentId);
        $same = $known !== null && $known->originalSha256 === $item->sourceSha256;
        $before = $same && $known->isExported() && $known->bytesBefore > 0
            ? $known->bytesBefore : $outcome->bytesBefore ?? $item->bytesBefore;
        return new Savings($before, $outcome->bytesAfter ?? $before);
    }

    /** Credits that an item has cost, whether by this order or one before it. */
    public static function charged(Item $item, ?Answer $answer): int
    {
        return $item->creditsEarlier + self::captured($answer);
    }

    /** Credits that the service has charged for an order's item. */
    public static function captured(?Answer $answer): int
    {
        $captured = array_filter(
            $answer->charges ?? [],
            static fn (Charge $charge): bool => $charge->state === ChargeState::Captured
        );
        return array_sum(array_column($captured, 'credits'));
    }
}
