<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Quoted;
use PictureOptimizer\Store\Event;
use PictureOptimizer\Store\EventKind;
use PictureOptimizer\Store\EventStore;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Text\Decisions;

/**
 * What happened to one image, by jobs and by hand, in words.
 *
 * @phpstan-type Line array{at: int, what: string, state: string, reason: string, credits: int, by: string, undo: int}
 */
final class ImageHistory
{
    /** Lines that are listed, newest first. */
    private const MOST = 40;

    /** Longest part of a text that a line shows, in characters. */
    private const EXCERPT = 140;

    public function __construct(private readonly JobStore $jobs, private readonly EventStore $events)
    {
    }

    /**
     * @param list<Item> $items of its jobs
     * @return list<Line> newest first
     */
    public function of(int $attachmentId, array $items): array
    {
        $lines = [...array_map($this->job(...), $items), ...array_map(self::event(...), $this->events->of($attachmentId, self::MOST))];
        usort($lines, static fn (array $one, array $other): int => $other['at'] <=> $one['at']);
        return array_slice($lines, 0, self::MOST);
    }

    /** @return Line */
    private function job(Item $item): array
    {
        $job = $this->jobs->exists($item->jobId) ? $this->jobs->get($item->jobId) : null;
        return ['at' => $item->updatedAt, 'what' => $item->pipeline->label(), 'state' => $item->label(),
            'reason' => $item->isInReview() ? '' : $item->reason, 'credits' => $item->credits,
            'by' => self::name($job?->createdBy ?? 0), 'undo' => 0];
    }

    /** @return Line */
    private static function event(Event $event): array
    {
        $change = $event->kind === EventKind::Text
            ? sprintf('%s → %s', self::quoted($event->before), self::quoted($event->after)) : '';
        return ['at' => $event->at, 'what' => self::label($event), 'state' => '', 'reason' => $change, 'credits' => 0,
            'by' => self::name($event->userId), 'undo' => Chronicle::canUndo($event) ? $event->id : 0];
    }

    /** What happened, in words. */
    public static function label(Event $event): string
    {
        return match ($event->kind) {
            EventKind::Replaced => __('Result applied', 'picture-optimizer'),
            EventKind::Restored => __('Original restored', 'picture-optimizer'),
            EventKind::Edited => __('File edited or replaced in WordPress', 'picture-optimizer'),
            /* translators: %s: name of a text field */
            EventKind::Text => sprintf(__('%s changed', 'picture-optimizer'), Decisions::label($event->field)),
        };
    }

    private static function name(int $userId): string
    {
        $user = $userId === 0 ? false : get_userdata($userId);
        return $user === false ? '' : $user->display_name;
    }

    private static function quoted(string $text): string
    {
        $shown = mb_strlen($text) > self::EXCERPT ? mb_substr($text, 0, self::EXCERPT - 1) . '…' : $text;
        return $text === '' ? __('empty', 'picture-optimizer') : Quoted::text($shown);
    }
}
