<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

use PictureOptimizer\Access;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Planning\Lightboxes;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobState;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Tally;

/** What is shown of jobs and pictures: the same facts for the command line, the screens and the REST routes. */
final class Report
{
    /** A plan of ten thousand pictures names so many of those that it leaves out. */
    private const SHOWN = 100;

    /** Items that are in memory at a time. */
    private const PORTION = 500;
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
        return Access::seesAllJobs() || !$this->jobs->exists($jobId)
            || $this->jobs->get($jobId)->createdBy === get_current_user_id();
    }

    /** Whether the present user may change every picture that a plan would process; asked before money is spent. */
    public function mayChangeAll(int $jobId): bool
    {
        $planned = $this->tally->attachments($jobId, State::Planned);
        // One that was deleted meanwhile is nobody's.
        return array_filter(array_diff($planned, Access::changeable($planned)), static fn (int $id): bool
            => get_post_type($id) === 'attachment') === [];
    }

    /** What a job would do and cost. */
    public function plan(int $jobId): Plan
    {
        $job = $this->jobs->get($jobId);
        $sums = $this->tally->sums($jobId);
        $planned = $sums[State::Planned->value] ?? [];
        $total = array_sum(array_column($sums, 'number'));
        return new Plan(
            job: $job,
            total: $total,
            lookedAt: $total - ($sums[State::Unpriced->value]['number'] ?? 0),
            process: $planned['number'] ?? 0,
            credits: $planned['quoted'] ?? 0,
            leftOut: ($sums[State::Skipped->value]['number'] ?? 0) + ($sums[State::Failed->value]['number'] ?? 0),
            skipped: $this->lines($job, $this->items->ofJob($jobId, State::Skipped, self::SHOWN)),
            failed: $this->lines($job, $this->items->ofJob($jobId, State::Failed, self::SHOWN)),
            bytesBefore: $planned['bytes_before'] ?? 0,
            bytesEstimated: $planned['bytes_after'] ?? 0,
            samples: array_map(self::sample(...), $this->items->ofJob($jobId, State::Planned, self::SAMPLES)),
            warning: $job->pipeline->exports() ? Lightboxes::warning($job->settings) : '',
        );
    }

    /** @return array{id: int, file: string, thumbnail: string} */
    private static function sample(Item $item): array
    {
        return ['id' => $item->attachmentId, 'file' => self::fileName($item->attachmentId),
            'thumbnail' => Described::url($item->attachmentId)];
    }

    /** How far a job is; cheap, since it is asked for again and again. */
    public function progress(int $jobId): Progress
    {
        $job = $this->jobs->get($jobId);
        $sums = $this->tally->sums($jobId);
        $open = array_intersect_key($sums, array_flip(array_column(State::OPEN, 'value')));
        // Of open ones, those whose files are in place and whose text is still awaited; the others have no bytes yet.
        $placed = [...$open, ...array_intersect_key($sums, [State::Done->value => 1])];
        $openNumber = array_sum(array_column($open, 'number'));
        $reasons = array_map(
            static fn (array $group): WaitingGroup
                => new WaitingGroup($group['state'] === 'failed', $group['code'], $group['reason'], $group['number']),
            $this->tally->reasons($jobId)
        );
        return new Progress(
            job: $job,
            total: array_sum(array_column($sums, 'number')),
            open: $openNumber,
            counts: array_map(static fn (array $of): int => $of['number'], $sums),
            inReview: $open === [] ? 0 : $this->tally->inReview($jobId),
            waitingBecause: $open === [] ? '' : $this->tally->waitingReason($jobId),
            bytesBefore: array_sum(array_column($placed, 'bytes_replaced')),
            bytesAfter: array_sum(array_column($placed, 'bytes_after')),
            creditsUsed: array_sum(array_column($sums, 'credits')),
            reasons: $reasons,
            pace: $this->pace($job, $openNumber, $reasons),
        );
    }

    /** @param list<WaitingGroup> $reasons */
    private function pace(Job $job, int $open, array $reasons): Pace
    {
        $waits = [...Item::WAITS, Item::REVIEW];
        $stuck = array_filter(
            $reasons,
            static fn (WaitingGroup $group): bool => !$group->failed && in_array($group->code, $waits, true)
        );
        $left = $open - array_sum(array_column($stuck, 'number'));
        $ends = $job->state === JobState::Open && $left > 0 ? $this->tally->lastEnds($job->id) : [];
        return Pace::of($ends, $left, time());
    }

    /** @return list<Progress> of the latest jobs that were started, as far as the present user may see them */
    public function recent(): array
    {
        $started = $this->jobs->begun(ofUser: Access::seesAllJobs() ? 0 : get_current_user_id());
        return array_map(fn (Job $job): Progress => $this->progress($job->id), $started);
    }

    /** @param int $after give the last item's `id` to get the next page */
    public function results(int $jobId, int $limit = PHP_INT_MAX, int $after = 0): Results
    {
        $job = $this->jobs->get($jobId);
        $lines = [];
        do {
            // An image's answer of the service is long, and a line of it short: those of a whole library fit no memory together.
            $most = min(self::PORTION, $limit - count($lines));
            $items = $this->items->ofJob($jobId, null, $most, $after);
            array_push($lines, ...$this->lines($job, $items));
            $after = $items === [] ? $after : end($items)->id;
            count($lines) > self::PORTION && wp_cache_supports('flush_runtime') && wp_cache_flush_runtime();
        } while (count($items) === $most && count($lines) < $limit);
        return new Results($lines, array_sum(array_column($this->tally->sums($jobId), 'credits')));
    }

    /**
     * @param list<Item> $items
     * @return list<ItemLine>
     */
    private function lines(Job $job, array $items): array
    {
        _prime_post_caches(array_column($items, 'attachmentId'), false, true); // Two queries for a page, and not two for an image.
        return array_map(static fn (Item $item): ItemLine => new ItemLine($item, $job->pipeline), $items);
    }

    /** The name that the picture was uploaded with: the guid never changes, the file's name may. */
    public static function fileName(int $attachmentId): string
    {
        $name = rawurldecode(wp_basename((string) get_post_field('guid', $attachmentId, 'raw')));
        // Programs add images without one, and WordPress takes the address of the attachment's page.
        return $name !== '' && !str_contains($name, '?') ? $name
            : wp_basename(Described::file($attachmentId));
    }
}
