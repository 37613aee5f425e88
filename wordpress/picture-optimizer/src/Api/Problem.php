<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** The service said no, in a problem document (RFC 9457). */
final class Problem extends ApiError
{
    /** @param array<string, mixed> $document */
    public function __construct(private readonly array $document, private readonly int $retryAfter = 0)
    {
        $detail = trim((string) $document['detail']) ?: (string) $document['title'];
        parent::__construct(wp_strip_all_tags($detail), (int) $document['status']);
    }

    public function isRetryable(): bool
    {
        return (bool) $this->document['retryable'];
    }

    public function retryAfter(): int
    {
        return $this->retryAfter;
    }

    public function reasonCode(): string
    {
        return (string) $this->document['code'];
    }

    public function is(string ...$codes): bool
    {
        return in_array($this->reasonCode(), $codes, true);
    }

    public function status(): int
    {
        return $this->getCode();
    }

    /** A number that belongs to the code: `needed`, `available`, `offset`. */
    public function number(string $name): int
    {
        return (int) ($this->document[$name] ?? 0);
    }

    /** Path of the first field at fault, dotted; empty when the problem is not about a field. */
    public function field(): string
    {
        return (string) ($this->document['field'] ?? '');
    }

    public function requestId(): string
    {
        return (string) ($this->document['request_id'] ?? '');
    }
}
