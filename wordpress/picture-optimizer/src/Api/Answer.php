<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Api\Wire\Problem as Document;

/** One HTTP answer, not trusted yet. */
final class Answer
{
    /** @param array<string, string> $headers by lower-case name */
    public function __construct(
        public readonly int $status,
        private readonly array $headers,
        public readonly string $body,
    ) {
    }

    public function header(string $name): string
    {
        return $this->headers[strtolower($name)] ?? '';
    }

    /** @return int A moment of the service in seconds of this server's clock, which may be minutes off. */
    public function here(string $moment): int
    {
        $sent = strtotime($this->header('date'));
        return (int) strtotime($moment) + ($sent === false ? 0 : time() - $sent);
    }

    /** Media type without parameters, lower case. */
    public function mediaType(): string
    {
        return strtolower(trim(explode(';', $this->header('content-type'))[0]));
    }

    /** @throws ApiError unless the status is one of those wanted */
    public function expect(int ...$statuses): self
    {
        if (in_array($this->status, $statuses, true)) {
            return $this;
        }
        throw $this->problem();
    }

    /** @throws BrokenAnswer when it is not JSON object */
    public function json(): Reader
    {
        if ($this->mediaType() !== 'application/json') {
            throw $this->broken();
        }
        return $this->reader();
    }

    private function problem(): ApiError
    {
        if ($this->status < 400 || $this->mediaType() !== 'application/problem+json') {
            return $this->broken();
        }
        try {
            return new Problem(Document::read($this->reader()), $this->status, max(0, (int) $this->header('retry-after')));
        } catch (BrokenAnswer $broken) {
            return $broken;
        }
    }

    private function reader(): Reader
    {
        $data = json_decode($this->body, true, 64);
        return is_array($data) ? new Reader($data) : throw $this->broken();
    }

    private function broken(): BrokenAnswer
    {
        $requestId = $this->header('x-request-id');
        return BrokenAnswer::because($this->described(), $requestId);
    }

    private function described(): string
    {
        return sprintf(
            /* translators: 1: HTTP status, 2: media type, 3: number of bytes */
            __('HTTP %1$d, %2$s, %3$d bytes', 'picture-optimizer'),
            $this->status,
            $this->mediaType() ?: __('no type', 'picture-optimizer'),
            strlen($this->body)
        );
    }
}
