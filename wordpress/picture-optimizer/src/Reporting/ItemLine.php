<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

use PictureOptimizer\Files\Described;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\State;

/** One image of a job, as lists show it. */
final class ItemLine implements \JsonSerializable
{
    /**
     * @var array{id: int, attachment_id: int, file: string, pipeline: string, state: string, state_label: string,
     *     reason_code: string, reason: string, bytes_before: int, bytes_after: int, format: string, sizes: int,
     *     alt: string, title: string, credits: int, approved_by: string}
     */
    private readonly array $row;

    /** @param Pipeline $pipeline of its job */
    public function __construct(Item $item, Pipeline $pipeline)
    {
        $export = $item->answer()?->export;
        $this->row = [
            'id' => $item->id,
            'attachment_id' => $item->attachmentId,
            'file' => Report::fileName($item->attachmentId),
            'pipeline' => $pipeline->value,
            'state' => self::publicState($item),
            'state_label' => $item->label(),
            'reason_code' => $item->reasonCode,
            'reason' => $item->reason,
            'bytes_before' => $item->bytesBefore,
            'bytes_after' => $item->bytesAfter,
            'format' => $export->format->value ?? '',
            'sizes' => max(0, count($export->files ?? []) - 1),
            'alt' => Described::alt($item->attachmentId),
            'title' => (string) get_post($item->attachmentId)?->post_title,
            'credits' => $item->credits,
            'approved_by' => self::approver($item),
        ];
    }

    /**
     * @return array{id: int, attachment_id: int, file: string, pipeline: string, state: string, state_label: string,
     *     reason_code: string, reason: string, bytes_before: int, bytes_after: int, format: string, sizes: int,
     *     alt: string, title: string, credits: int, approved_by: string}
     */
    public function jsonSerialize(): array
    {
        return $this->row;
    }

    /** Who said yes to its metadata; empty where nobody was asked. */
    public static function approver(Item $item): string
    {
        $user = get_userdata($item->reviewed->approvedBy);
        return $user === false ? '' : $user->display_name;
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
