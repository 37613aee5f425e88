<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\Wire\ItemContext;
use PictureOptimizer\Api\Wire\JobRequest;
use PictureOptimizer\Api\Wire\PictureItem;
use PictureOptimizer\Api\Wire\QuoteRequest;
use PictureOptimizer\Replace\Source;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\JobSource;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\SentOrder;

/** One picture as it is quoted and ordered at the service. */
final class Order
{
    /**
     * How many are uploaded, then ordered at once: the service works on them while the next ones travel. A small plan is quoted in
     * such portions too, so that each is ordered by the quote that a person has seen.
     */
    public const TOGETHER = 5;

    /**
     * @param int|null $longestSide WordPress' limit of the full size, in pixels
     * @param string $language of its text, BCP 47
     */
    private function __construct(
        public readonly Item $item,
        public readonly Pipeline $pipeline,
        public readonly PictureItem $payload,
        public readonly ?int $longestSide,
        public readonly string $language,
    ) {
    }

    /** @param ItemContext $context what surrounds the picture; a price depends on nothing there */
    public static function make(
        Item $item,
        Pipeline $pipeline,
        Source $source,
        JobSettings $settings,
        ItemContext $context = new ItemContext(),
    ): self {
        [$width, $height] = Geometry::upright($source);
        $limit = Geometry::longestSide($item->attachmentId, $source->path, $width, $height);
        $payload = Payload::of($item, $pipeline, $source, $context);
        $language = Language::of($item->attachmentId, $settings);
        return new self($item, $pipeline, $payload, $pipeline->exports() ? $limit : null, $language);
    }

    /** An order that may have been sent before: exactly the same again. */
    public static function again(Item $item, SentOrder $sent): self
    {
        return new self($item, $item->pipeline, $sent->payload, $sent->longestSide, $sent->language);
    }

    /**
     * What again() needs, to be kept in the item until there is an answer.
     *
     * @param string $quoteId of the plan, where it is ordered by that
     */
    public function remembered(string $quoteId = ''): SentOrder
    {
        return new SentOrder($this->payload, $this->longestSide, $this->language, $quoteId);
    }

    /** A request has one pipeline, limit and language; orders that differ go into different requests. */
    public function groupKey(): string
    {
        return "{$this->pipeline->value}:{$this->longestSide}:{$this->language}";
    }

    /** @param non-empty-list<self> $orders of one group */
    public static function quoteRequest(Job $job, array $orders): QuoteRequest
    {
        return new QuoteRequest(
            $orders[0]->pipeline->forService(),
            array_column($orders, 'payload'),
            $job->settings->forService($orders[0]->longestSide, $orders[0]->language),
        );
    }

    /**
     * One image alone is waited for by somebody, and so is a new upload's text by whoever goes on writing.
     *
     * @param non-empty-list<self> $orders
     */
    private static function mayWait(Job $job, array $orders): bool
    {
        return $job->settings->is('may_wait') && $job->source !== JobSource::Upload && count($orders) > 1;
    }

    /**
     * @param non-empty-list<self> $orders of one group
     * @param string $quoteId of the quote for the same
     */
    public static function jobRequest(Job $job, array $orders, string $quoteId): JobRequest
    {
        $quoted = self::quoteRequest($job, $orders);
        $review = $job->settings->is('review');
        $drafts = $job->settings->is('accept_drafts');
        $batch = "{$job->id}-{$job->createdAt}"; // the moment too: a database that was put back counts from an earlier number
        return new JobRequest(
            $quoteId,
            $quoted->pipeline,
            $quoted->items,
            $quoted->settings,
            $review,
            $drafts,
            $batch,
            automatic: $job->source === JobSource::Upload,
            mayWait: self::mayWait($job, $orders),
        );
    }
}
