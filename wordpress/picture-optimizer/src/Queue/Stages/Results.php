<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Planning\Language;
use PictureOptimizer\Replace\Outcome;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\Picture;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\State;
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
     * @param array<string, mixed> $answer
     * @param array<string, string> $columns
     */
    public function endWithoutResult(Item $item, array $answer, array $columns): void
    {
        $code = (string) ($answer['reason']['code'] ?? $answer['state']);
        $reason = wp_strip_all_tags((string) ($answer['reason']['message'] ?? ''));
        $columns += ['reason_code' => $code, 'reason' => $reason, 'bytes_after' => 0,
            'credits' => self::captured($answer)];
        if ($answer['state'] === 'no_gain') {
            $this->items->advance($item, State::NoGain, $columns);
            $this->remember($item, $answer, null);
            return;
        }
        if ($answer['state'] === 'failed') {
            $this->failures->fail($item, $code, $reason, $columns);
            return;
        }
        $state = $answer['state'] === 'skipped' ? State::Skipped : State::Cancelled;
        $this->items->advance($item, $state, $columns);
    }

    /** Files and text are in place; the receipt is due. */
    public function applied(Item $item, Outcome $outcome): void
    {
        $this->remember($item, $item->result, $outcome);
        $this->items->advance($item, State::Applied, [
            'bytes_after' => self::fullSizeBytes($item->result),
            'reason' => (string) ($item->result['reason']['message'] ?? ''),
            'result' => (string) wp_json_encode(['sha256' => $outcome->sha256] + $item->result),
        ]);
    }

    /**
     * @param array<string, mixed> $answer
     * @param Outcome|null $outcome null when nothing had to be applied
     */
    private function remember(Item $item, array $answer, ?Outcome $outcome): void
    {
        $settings = $this->jobs->get($item->jobId)->settings;
        $known = $this->pictures->get($item->attachmentId);
        $same = $known !== null && $known->originalSha256 === $item->sourceSha256;
        $columns = ['original_sha256' => $item->sourceSha256, 'reason' => '',
            'status' => self::status($item, $answer, $same ? $known : null)->value];
        if ($item->pipeline->analyses()) {
            $language = Language::of($item->attachmentId, $settings);
            $columns += ['analysis_settings' => $settings->analysisFingerprint($language),
                'suggested_name' => (string) ($answer['analysis']['filename'] ?? '')];
        }
        if ($item->pipeline->exports()) {
            $columns += ['export_settings' => $settings->exportFingerprint(),
                'format' => (string) ($answer['export']['format'] ?? ''),
                'bytes_before' => $outcome->bytesBefore ?? $item->bytesBefore,
                'bytes_after' => $outcome->bytesAfter ?? $item->bytesBefore];
        }
        // What was done to another file in this place counts no more.
        $columns += $same ? [] : ['analysis_settings' => '', 'export_settings' => ''];
        if ($outcome !== null && isset($answer['analysis'])) {
            $columns['written'] = (string) wp_json_encode(
                TextPolicy::inPlace($item->attachmentId, $answer['analysis']) + ($known->written ?? [])
            );
        }
        $this->pictures->save($item->attachmentId, $columns);
        $this->pictures->save($item->attachmentId, [
            'applied_sha256' => (string) $this->pictures->liveSha256($item->attachmentId),
        ]);
    }

    /** @param array<string, mixed> $answer */
    private static function status(Item $item, array $answer, ?Picture $known): PictureStatus
    {
        $analysed = isset($answer['analysis']) || ($known?->isAnalysed() ?? false);
        $exported = $item->pipeline->exports() || ($known?->isExported() ?? false);
        return match (true) {
            $analysed && $exported => PictureStatus::Processed,
            $analysed => PictureStatus::Analysed,
            default => PictureStatus::Exported,
        };
    }

    /** @param array<string, mixed> $answer */
    private static function fullSizeBytes(array $answer): int
    {
        $bytes = array_column($answer['export']['files'] ?? [], 'bytes', 'name');
        return (int) ($bytes['full'] ?? 0);
    }

    /** @param array<string, mixed> $answer */
    public static function captured(array $answer): int
    {
        $captured = array_filter($answer['charges'], static fn (array $line): bool => $line['state'] === 'captured');
        return (int) array_sum(array_column($captured, 'credits'));
    }
}
