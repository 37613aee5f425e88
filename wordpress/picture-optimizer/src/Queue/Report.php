<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

/** What is shown of jobs and pictures: the same facts for the command line, the screens and the REST routes. */
final class Report
{
    public function __construct(
        private readonly JobStore $jobs,
        private readonly ItemStore $items,
        private readonly EmptyAlts $emptyAlts,
    ) {
    }

    /** @return array<string, mixed> the plan: what it costs at most, what is skipped and why */
    public function plan(int $jobId): array
    {
        $job = $this->jobs->get($jobId);
        $items = $this->items->ofJob($jobId, null, PHP_INT_MAX);
        $of = static fn (State $state): array => array_values(
            array_filter($items, static fn (Item $item): bool => $item->state === $state)
        );
        $planned = $of(State::Planned);
        $ids = array_column($planned, 'attachmentId');
        return $this->job($job) + [
            'available' => $job->creditsAvailable,
            'complete' => $job->state !== Job::PLANNING,
            'total' => count($items),
            'looked_at' => count($items) - count($of(State::Unpriced)),
            'process' => count($planned),
            'credits' => array_sum(array_column($planned, 'quoted')),
            'skipped' => array_map($this->item(...), $of(State::Skipped)),
            'failed' => array_map($this->item(...), $of(State::Failed)),
            'bytes_before' => array_sum(array_column($planned, 'bytesBefore')),
            'bytes_estimated' => array_sum(array_column($planned, 'bytesAfter')),
            'empty_alts' => $job->pipeline->analyses() && $job->settings->is('fill_empty_alts')
                ? $this->emptyAlts->count($ids) : 0,
        ];
    }

    /** @return array<string, mixed> how far a job is */
    public function progress(int $jobId): array
    {
        $job = $this->jobs->get($jobId);
        $items = $this->items->ofJob($jobId, null, PHP_INT_MAX);
        $open = array_filter($items, static fn (Item $item): bool => $item->state->isOpen());
        $waiting = array_values(array_filter($open, static fn (Item $item): bool => $item->reason !== ''));
        return $this->job($job) + [
            'total' => count($items),
            'open' => count($open),
            'counts' => $this->items->counts($jobId),
            'waiting_because' => $waiting === [] ? '' : $waiting[0]->reason,
            'bytes_before' => array_sum(array_column($items, 'bytesBefore')),
            'bytes_after' => array_sum(array_column($items, 'bytesAfter')),
            'credits_used' => array_sum(array_column($items, 'credits')),
        ];
    }

    /** @return list<array<string, mixed>> the progress of the latest jobs that were started */
    public function recent(): array
    {
        $started = array_filter($this->jobs->recent(), static fn (Job $job): bool
            => !in_array($job->state, [Job::PLANNING, Job::PLANNED], true) || $job->source === Uploads::SOURCE);
        return array_values(array_map(fn (Job $job): array => $this->progress($job->id), $started));
    }

    /** @return array{items: list<array<string, mixed>>, credits_used: int} */
    public function results(int $jobId): array
    {
        $items = $this->items->ofJob($jobId, null, PHP_INT_MAX);
        return [
            'items' => array_map($this->item(...), $items),
            'credits_used' => array_sum(array_column($items, 'credits')),
        ];
    }

    /** @return array<string, mixed> */
    public function item(Item $item): array
    {
        $post = get_post($item->attachmentId);
        $files = $item->result['export']['files'] ?? [];
        return [
            'attachment_id' => $item->attachmentId,
            'file' => self::fileName($item->attachmentId),
            'pipeline' => $this->jobs->get($item->jobId)->pipeline->value,
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
            'state' => $job->state,
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
