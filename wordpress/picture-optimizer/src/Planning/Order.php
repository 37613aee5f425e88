<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Replace\Source;
use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Job;
use PictureOptimizer\Store\Pipeline;

/** One picture as it is quoted and ordered at the service. */
final class Order
{
    /**
     * @param array<string, mixed> $payload the contract's PictureItem
     * @param int|null $longestSide WordPress' limit of the full size, in pixels
     * @param string $language of its text, BCP 47
     */
    private function __construct(
        public readonly Item $item,
        public readonly Pipeline $pipeline,
        public readonly array $payload,
        public readonly ?int $longestSide,
        public readonly string $language,
    ) {
    }

    public static function make(Item $item, Pipeline $pipeline, Source $source, JobSettings $settings): self
    {
        [$width, $height] = Geometry::upright($source);
        $limit = Geometry::longestSide($item->attachmentId, $source->path, $width, $height);
        $payload = Payload::of($item, $pipeline, $source);
        $language = Language::of($item->attachmentId, $settings);
        return new self($item, $pipeline, $payload, $pipeline->exports() ? $limit : null, $language);
    }

    /** An order that may have been sent before: exactly the same again. */
    public static function again(Item $item): self
    {
        ['payload' => $payload, 'longest_side' => $longestSide, 'language' => $language] = $item->result;
        return new self($item, $item->pipeline, $payload, $longestSide, $language);
    }

    /** What again() needs, to be kept in the item's `result` until there is a real one. */
    public function remembered(): string
    {
        return (string) wp_json_encode(['payload' => $this->payload, 'longest_side' => $this->longestSide,
            'language' => $this->language]);
    }

    /** A request has one pipeline, limit and language; orders that differ go into different requests. */
    public function groupKey(): string
    {
        return "{$this->pipeline->value}:{$this->longestSide}:{$this->language}";
    }

    /**
     * @param non-empty-list<self> $orders of one group
     * @return array<string, mixed> the contract's QuoteRequest
     */
    public static function quoteRequest(Job $job, array $orders): array
    {
        return [
            'pipeline' => $orders[0]->pipeline->value,
            'settings' => $job->settings->forService($orders[0]->longestSide, $orders[0]->language),
            'items' => array_column($orders, 'payload'),
        ];
    }
}
