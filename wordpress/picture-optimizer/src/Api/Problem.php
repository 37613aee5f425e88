<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Api\Wire\Problem as Document;

/** The service said no, in a problem document (RFC 9457). */
final class Problem extends ApiError
{
    /** @param int $status of HTTP, which what lies between may have changed */
    public function __construct(
        private readonly Document $document,
        int $status,
        private readonly int $retryAfter = 0,
    ) {
        $own = ServiceWords::areRead('en_US') ? '' : ServiceWords::ofProblem($document->code, $this->values());
        parent::__construct($own ?: wp_strip_all_tags(trim($document->detail) ?: $document->title), $status);
    }

    /** @return array<string, int|string> `needed` and `available` credits, `field` at fault, where the service named them */
    public function values(): array
    {
        return array_filter(
            ['needed' => $this->document->needed, 'available' => $this->document->available, 'field' => $this->document->field],
            static fn (int|string|null $value): bool => $value !== null
        );
    }

    public function isRetryable(): bool
    {
        return $this->document->retryable;
    }

    public function retryAfter(): int
    {
        return $this->retryAfter;
    }

    public function reasonCode(): string
    {
        return $this->document->code;
    }

    public function is(string ...$codes): bool
    {
        return in_array($this->reasonCode(), $codes, true);
    }

    public function status(): int
    {
        return $this->getCode();
    }

    /** Credits that are wanted, where there are too few. */
    public function needed(): int
    {
        return $this->document->needed ?? 0;
    }

    /** Credits that there are, where there are too few. */
    public function available(): int
    {
        return $this->document->available ?? 0;
    }

    /** Path of the first field at fault, dotted; empty when the problem is not about a field. */
    public function field(): string
    {
        return $this->document->field ?? '';
    }

    public function requestId(): string
    {
        return $this->document->requestId;
    }
}
