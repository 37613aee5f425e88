<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

use PictureOptimizer\Access;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Tally;

/** What is shown of jobs and pictures: the same facts for the command line, the screens and the REST routes. */
final class Report
{
    /** A plan of ten thousand pictures names so many of those that it leaves out. */
    private const SHOWN = 100;

    /** Images of a plan that are offered for a preview. */
    private const SAMPLES = 12;

    public function __construct(
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
        private readonly Tally $tally,
    ) {
    }

    /** Whether the present user may see and steer a job: their own, or any where they may edit everybody's pictures. */
    public function mayUse(int $jobId): bool
    {
        // A job that is not there is said to be so later.
        return current_user_can('edit_others_posts') || !$this->jobs->exists($jobId)
            || $this->jobs->get($jobId)->createdBy === get_current_user_id();
    }

    /** Whether the present user may change every picture that a plan would process; asked before money is spent. */
    public function mayChangeAll(int $jobId): bool
    {
        foreach (array_chunk($this->tally->attachments($jobId, State::Planned), 500) as $ids) {
            _prime_post_caches($ids, false, false);
            foreach ($ids as $id) {
                if (get_post_type($id) === 'attachment' && !Access::mayChange($id)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** @return array<string, mixed> the plan: what it costs at most, what is skipped and why */
    public function plan(int $jobId): array
    {
        $job = $this->jobs->get($jobId);
        $sums = $this->tally->sums($jobId);
        $planned = $sums[State::Planned->value] ?? [];
        $total = array_sum(array_column($sums, 'number'));
        return $this->job($job) + [
            'available' => $job->creditsAvailable,
            'complete' => $job->state !== JobState::Planning,
            'total' => $total,
            'looked_at' => $total - ($sums[State::Unpriced->value]['number'] ?? 0),
            'process' => $planned['number'] ?? 0,
            'credits' => $planned['quoted'] ?? 0,
            'left_out' => ($sums[State::Skipped->value]['number'] ?? 0) + ($sums[State::Failed->value]['number'] ?? 0),
            'skipped' => $this->some($job, State::Skipped),
            'failed' => $this->some($job, State::Failed),
            'bytes_before' => $planned['bytes_before'] ?? 0,
            'bytes_estimated' => $planned['bytes_after'] ?? 0,
            'renames' => $job->pipeline->exports(),
            'review' => $job->pipeline->analyses() && $job->settings->is('review'),
            'samples' => array_map(self::sample(...), $this->items->ofJob($jobId, State::Planned, self::SAMPLES)),
        ];
    }

    /** @return array{id: int, file: string, thumbnail: string} */
    private static function sample(Item $item): array
    {
        return ['id' => $item->attachmentId, 'file' => self::fileName($item->attachmentId),
            'thumbnail' => (string) wp_get_attachment_image_url($item->attachmentId)];
    }

    /** @return array<string, mixed> how far a job is; cheap, since it is asked for again and again */
    public function progress(int $jobId): array
    {
        $job = $this->jobs->get($jobId);
        $sums = $this->tally->sums($jobId);
        $open = array_intersect_key($sums, array_flip(array_column(State::OPEN, 'value')));
        $reasons = array_map(
            static fn (array $group): array => $group + ['advice' => Advice::for($group['code'])],
            $this->tally->reasons($jobId)
        );
        return $this->job($job) + [
            'total' => array_sum(array_column($sums, 'number')),
            'open' => array_sum(array_column($open, 'number')),
            'counts' => array_map(static fn (array $of): int => $of['number'], $sums),
            'in_review' => $open === [] ? 0 : $this->tally->inReview($jobId),
            'waiting_because' => $open === [] ? '' : $this->tally->waitingReason($jobId),
            'bytes_before' => array_sum(array_column($sums, 'bytes_before')),
            'bytes_after' => array_sum(array_column($sums, 'bytes_after')),
            'credits_used' => array_sum(array_column($sums, 'credits')),
            'reasons' => $reasons,
        ] + $this->pace($job, array_sum(array_column($open, 'number')), $reasons);
    }

    /**
     * @param list<array{state: string, code: string, number: int}> $reasons
     * @return array{per_minute: float|null, seconds_left: int|null}
     */
    private function pace(Job $job, int $open, array $reasons): array
    {
        $waits = [...Item::WAITS, Item::REVIEW];
        $stuck = array_filter($reasons, static fn (array $group): bool
            => $group['state'] === 'waiting' && in_array($group['code'], $waits, true));
        $left = $open - array_sum(array_column($stuck, 'number'));
        $ends = $job->state === JobState::Open && $left > 0 ? $this->tally->lastEnds($job->id) : [];
        return Pace::of($ends, $left, time());
    }

    /** @return list<array<string, mixed>> the progress of the latest jobs that were started */
    public function recent(): array
    {
        $started = array_filter($this->jobs->recent(), static fn (Job $job): bool
            => !in_array($job->state, [JobState::Planning, JobState::Planned], true) || $job->source === JobSource::Upload);
        return array_values(array_map(fn (Job $job): array => $this->progress($job->id), $started));
    }

    /**
     * @param int $after give the last item's `id` to get the next page
     * @return array{items: list<array<string, mixed>>, credits_used: int}
     */
    public function results(int $jobId, int $limit = PHP_INT_MAX, int $after = 0): array
    {
        $job = $this->jobs->get($jobId);
        $items = $this->items->ofJob($jobId, null, $limit, $after);
        return [
            'items' => array_map(fn (Item $item): array => $this->item($job, $item), $items),
            'credits_used' => array_sum(array_column($this->tally->sums($jobId), 'credits')),
        ];
    }

    /** @return list<array<string, mixed>> enough to show */
    private function some(Job $job, State $state): array
    {
        return array_map(
            fn (Item $item): array => $this->item($job, $item),
            $this->items->ofJob($job->id, $state, self::SHOWN)
        );
    }

    /** @return array<string, mixed> */
    private function item(Job $job, Item $item): array
    {
        $post = get_post($item->attachmentId);
        $files = $item->result['export']['files'] ?? [];
        return [
            'id' => $item->id,
            'attachment_id' => $item->attachmentId,
            'file' => self::fileName($item->attachmentId),
            'pipeline' => $job->pipeline->value,
            'state' => self::publicState($item),
            'state_label' => $item->state->label(),
            'reason_code' => $item->reasonCode,
            'reason' => $item->reason,
            'bytes_before' => $item->bytesBefore,
            'bytes_after' => $item->bytesAfter,
            'format' => $item->result['export']['format'] ?? '',
            'sizes' => max(0, count($files) - 1),
            'alt' => (string) get_post_meta($item->attachmentId, '_wp_attachment_image_alt', true),
            'title' => (string) $post?->post_title,
            'credits' => $item->credits,
        ];
    }

    /** The name that the picture was uploaded with: the guid never changes, the file's name may. */
    public static function fileName(int $attachmentId): string
    {
        return urldecode(wp_basename((string) get_post_field('guid', $attachmentId, 'raw')));
    }

    /** @return array<string, mixed> */
    private function job(Job $job): array
    {
        return [
            'job' => $job->id,
            'state' => $job->state->value,
            'pipeline' => $job->pipeline->value,
            'quote_id' => $job->quoteId,
            'quote_expires' => $job->quoteExpires,
            'credits_quoted' => $job->creditsQuoted,
            'message' => $job->message,
            'created_at' => $job->createdAt,
        ];
    }

    /** In the words of the service's API, which people know from its dashboard. */
    private static function publicState(Item $item): string
    {
        return match ($item->state) {
            State::Done, State::Applied => 'delivered',
            State::Ready => 'ready',
            State::Ordered => in_array($item->reasonCode, ['analysing', 'review', 'exporting'], true)
                ? $item->reasonCode : 'queued',
            State::Waiting, State::Uploaded => 'queued',
            default => $item->state->value,
        };
    }
}
