<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's AnalysisCapabilities. */
final class AnalysisCapabilities implements \JsonSerializable
{
    /**
     * @param bool $draft True for the embedded model: its text is a draft.
     * @param list<string> $languages BCP 47; empty means any.
     * @param list<TextField> $fields
     * @param int $credits Credits for an analysis line with this model: 1, or 0 for the embedded model unless it is
     *     billed.
     * @param bool $batches Whether orders with `may_wait` do wait for the model's batches; otherwise it changes
     *     nothing.
     */
    public function __construct(
        public readonly string $model,
        public readonly bool $draft,
        public readonly array $languages,
        public readonly array $fields,
        public readonly int $credits,
        public readonly bool $batches = false,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            model: $from->text('model'),
            draft: $from->flag('draft'),
            languages: $from->texts('languages'),
            fields: $from->known('fields', TextField::tryFrom(...)),
            credits: $from->whole('credits'),
            batches: $from->has('batches') ? $from->flag('batches') : false,
        );
    }

    /**
     * @return array{
     *     model: string,
     *     draft: bool,
     *     languages: list<string>,
     *     fields: list<TextField>,
     *     credits: int,
     *     batches: bool,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'model' => $this->model,
            'draft' => $this->draft,
            'languages' => $this->languages,
            'fields' => $this->fields,
            'credits' => $this->credits,
            'batches' => $this->batches,
        ];
    }
}
