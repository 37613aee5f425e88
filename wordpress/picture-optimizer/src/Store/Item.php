<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Api\Wire\Item as Answer;

/** One picture of a job, as read from its table; the table is the truth, this a look at it. */
final class Item
{
    /** Reason of an item whose image somebody has changed since it was planned or sent. */
    public const CHANGED = 'changed';

    /** Reason of an item whose text waits for a person. */
    public const REVIEW = 'review';

    /** Reason of an item at which other code failed, or ours. */
    public const BROKEN_OFF = 'broken_off';

    /** Seconds between two looks at it: only the end of its keeping time can change anything. */
    public const REVIEW_PAUSE = HOUR_IN_SECONDS;

    /** Reasons that end when somebody has done something outside of this site's queue. */
    public const WAITS = ['insufficient_credits', 'account_frozen', 'spend_cap', 'monthly_budget', 'byte_quota',
        'rate_limited', 'key_inactive', 'invalid_key', 'not_connected'];

    /** Why it is where it is, in the reader's language. */
    public readonly string $reason;

    /**
     * @param string $quoteId of the price in its plan, as long as it can be ordered by that
     * @param int $creditsEarlier the part of its credits that an order before the present one was charged with
     * @param string $result JSON: the order as it was sent, then the service's last word on it; or empty
     */
    private function __construct(
        public readonly int $id,
        public readonly int $jobId,
        public readonly int $attachmentId,
        public readonly Pipeline $pipeline,
        public readonly State $state,
        public readonly string $reasonCode,
        public readonly Why $why,
        public readonly int $attempts,
        public readonly int $notBefore,
        public readonly string $leaseToken,
        public readonly int $leaseUntil,
        public readonly string $sourceSha256,
        public readonly int $quoted,
        public readonly string $quoteId,
        public readonly string $orderKey,
        public readonly string $remoteJob,
        public readonly string $remoteItem,
        private readonly string $result,
        public readonly Reviewed $reviewed,
        public readonly int $bytesBefore,
        public readonly int $bytesAfter,
        public readonly int $credits,
        public readonly int $creditsEarlier,
        public readonly int $updatedAt,
    ) {
        $this->reason = (string) $why;
    }

    /** @param array<string, string|null> $row */
    public static function fromRow(array $row): self
    {
        $pipeline = Pipeline::tryFrom((string) $row['pipeline']);
        return new self(
            (int) $row['id'],
            (int) $row['job_id'],
            (int) $row['attachment_id'],
            $pipeline ?? Pipeline::Export,
            // As with Job: one of a later version is nothing that goes on.
            $pipeline === null ? State::Cancelled : State::tryFrom((string) $row['state']) ?? State::Cancelled,
            (string) $row['reason_code'],
            Why::unpack((string) $row['reason'], (string) $row['reason_code']),
            (int) $row['attempts'],
            (int) $row['not_before'],
            (string) $row['lease_token'],
            (int) $row['lease_until'],
            (string) $row['source_sha256'],
            (int) $row['quoted'],
            (string) ($row['quote_id'] ?? ''), // newer than the first tables
            (string) $row['order_key'],
            (string) $row['remote_job'],
            (string) $row['remote_item'],
            (string) $row['result'],
            Reviewed::fromJson((string) ($row['reviewed'] ?? '')),
            (int) $row['bytes_before'],
            (int) $row['bytes_after'],
            (int) $row['credits'],
            (int) ($row['credits_earlier'] ?? 0), // the same
            (int) $row['updated_at'],
        );
    }

    /** The service's last word on it; null when there is none that can be read. */
    public function answer(): ?Answer
    {
        return KeptAnswer::fromJson($this->result, $this->sourceSha256)?->answer;
    }

    /** @return array<string, string> SHA-256 by size of the files that were put in place */
    public function applied(): array
    {
        return KeptAnswer::fromJson($this->result, $this->sourceSha256)->applied ?? [];
    }

    /** The order as it was sent; null when it was not, or there is an answer already. */
    public function sentOrder(): ?SentOrder
    {
        return SentOrder::fromJson($this->result);
    }

    /** Its text waits for a person. */
    public function isInReview(): bool
    {
        return self::waitsForReview($this->state, $this->reasonCode);
    }

    public static function waitsForReview(?State $state, string $reasonCode): bool
    {
        return $state === State::Ordered && $reasonCode === self::REVIEW;
    }

    /** Where it stands, in a word or two. */
    public function label(): string
    {
        return $this->isInReview() ? self::reviewLabel() : $this->state->label();
    }

    public static function reviewLabel(): string
    {
        return __('Waiting for review', 'picture-optimizer');
    }

    /** The site's own name for the picture in requests: unique in a network, echoed by the service. */
    public function reference(): string
    {
        return get_current_blog_id() . ':' . $this->attachmentId;
    }
}
