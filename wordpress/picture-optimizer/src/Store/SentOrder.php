<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Wire\PictureItem;

/** An order as it lies in an item's column `result` until there is an answer: whoever sends it again sends the same. */
final class SentOrder
{
    /**
     * @param int|null $longestSide WordPress' limit of the full size, in pixels
     * @param string $language of its text, BCP 47
     * @param string $quoteId the quote of its plan, where it is ordered by that; empty where a new one is asked for
     */
    public function __construct(
        public readonly PictureItem $payload,
        public readonly ?int $longestSide,
        public readonly string $language,
        public readonly string $quoteId = '',
    ) {
    }

    /** @return self|null null when the text is something else */
    public static function fromJson(string $json): ?self
    {
        try {
            $from = Reader::ofJson($json);
            return new self(
                PictureItem::read($from->object('payload')),
                $from->has('longest_side') ? $from->whole('longest_side') : null,
                $from->text('language'),
                $from->has('quote') ? $from->text('quote') : '',
            );
        } catch (BrokenAnswer) {
            return null;
        }
    }

    public function toJson(): string
    {
        return (string) wp_json_encode(['payload' => $this->payload, 'longest_side' => $this->longestSide,
            'language' => $this->language] + ($this->quoteId === '' ? [] : ['quote' => $this->quoteId]));
    }
}
