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
     * @param string $batch The site's own name for the job that this is a part of; parts with one name are shown as
     *     one job.
     * @param bool $automatic Asked for by the site itself, for what was just uploaded, and by nobody in particular.
     * @param bool $mayWait Nobody waits for the analysis: it may go into a batch of the vision model's, which takes
     *     up to a day and is cheaper for whoever runs the service. The price in credits is the same. Meanwhile items
     *     are `queued` with the reason `waiting_for_batch`; what a batch does not bring is analyzed at once.
     */
    public function __construct(
        public readonly string $quoteId,
        public readonly ?Pipeline $pipeline,
        public readonly array $items,
        public readonly JobSettings $settings = new JobSettings(),
        public readonly bool $review = false,
        public readonly bool $acceptDrafts = false,
        public readonly string $batch = '',
        public readonly bool $automatic = false,
        public readonly bool $mayWait = false,
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
            batch: $from->has('batch') ? $from->text('batch', '/^[A-Za-z0-9._:-]{0,64}$/D') : '',
            automatic: $from->has('automatic') ? $from->flag('automatic') : false,
            mayWait: $from->has('may_wait') ? $from->flag('may_wait') : false,
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
     *     batch: string,
     *     automatic: bool,
     *     may_wait: bool,
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
            'batch' => $this->batch,
            'automatic' => $this->automatic,
            'may_wait' => $this->mayWait,
        ];
    }
}
