<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\Api\Wire;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;

/** The contract's QuoteItem. */
final class QuoteItem implements \JsonSerializable
{
    /**
     * @param bool $paidBefore The service has a paid result for at least one line, given again without charge.
     * @param int|null $estimatedBytes Of the full-size result; None for a pipeline without export.
     */
    public function __construct(
        public readonly string $reference,
        public readonly string $sha256,
        public readonly ?int $analysisCredits,
        public readonly ?int $exportCredits,
        public readonly bool $paidBefore,
        public readonly bool $uploaded,
        public readonly ?int $estimatedBytes,
    ) {
    }

    /** @throws BrokenAnswer naming the first field at fault */
    public static function read(Reader $from): self
    {
        return new self(
            reference: $from->text('reference', '/^[A-Za-z0-9._:-]{1,100}$/D'),
            sha256: $from->text('sha256', '/^[0-9a-f]{64}$/D'),
            analysisCredits: $from->has('analysis_credits') ? $from->whole('analysis_credits') : null,
            exportCredits: $from->has('export_credits') ? $from->whole('export_credits') : null,
            paidBefore: $from->flag('paid_before'),
            uploaded: $from->flag('uploaded'),
            estimatedBytes: $from->has('estimated_bytes') ? $from->whole('estimated_bytes') : null,
        );
    }

    /**
     * @return array{
     *     reference: string,
     *     sha256: string,
     *     analysis_credits: int|null,
     *     export_credits: int|null,
     *     paid_before: bool,
     *     uploaded: bool,
     *     estimated_bytes: int|null,
     * }
     */
    public function jsonSerialize(): array
    {
        return [
            'reference' => $this->reference,
            'sha256' => $this->sha256,
            'analysis_credits' => $this->analysisCredits,
            'export_credits' => $this->exportCredits,
            'paid_before' => $this->paidBefore,
            'uploaded' => $this->uploaded,
            'estimated_bytes' => $this->estimatedBytes,
        ];
    }
}
