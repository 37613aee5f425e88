<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's JobRequest. */
final class JobRequest implements \JsonSerializable
{
    /**
     * @param list<PictureItem> $items
     * @param bool $review Stop after analysis until the text was reviewed.
     * @param bool $acceptDrafts Write texts that are only drafts (`Analysis.draft`) into files unseen. Without it
     *     files are made with the attachment's present text, and the draft comes beside them, to be reviewed;
     *     exporting again with the approved text is free.
     */
    public function __construct(
        public readonly string $quoteId,
        public readonly ?Pipeline $pipeline,
        public readonly array $items,
        public readonly JobSettings $settings = new JobSettings(),
        public readonly bool $review = false,
        public readonly bool $acceptDrafts = false,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            quoteId: $from->text('quote_id', '/^quo_[A-Za-z0-9]{1,40}$/D'),
            pipeline: Pipeline::tryFrom($from->text('pipeline')),
            settings: $from->has('settings') ? JobSettings::read($from->object('settings')) : new JobSettings(),
            items: array_map(PictureItem::read(...), $from->objects('items')),
            review: $from->has('review') ? $from->flag('review') : false,
            acceptDrafts: $from->has('accept_drafts') ? $from->flag('accept_drafts') : false,
        );
    }

    /**
     * @return array{
     *     quote_id: string,
     *     pipeline: Pipeline|null,
     *     settings: JobSettings,
     *     items: list<PictureItem>,
     *     review: bool,
     *     accept_drafts: bool,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'quote_id' => $this->quoteId,
            'pipeline' => $this->pipeline,
            'settings' => $this->settings,
            'items' => $this->items,
            'review' => $this->review,
            'accept_drafts' => $this->acceptDrafts,
        ];
    }
}
