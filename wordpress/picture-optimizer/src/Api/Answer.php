<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

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

    /**
     * @param array<string, mixed> $shape see Shape
     * @return array<string, mixed>
     * @throws BrokenAnswer
     */
    public function json(array $shape): array
    {
        if ($this->mediaType() !== 'application/json') {
            throw BrokenAnswer::because($this->described());
        }
        return Shape::check($this->decode(), $shape);
    }

    private function problem(): ApiError
    {
        if ($this->status < 400 || $this->mediaType() !== 'application/problem+json') {
            return BrokenAnswer::because($this->described());
        }
        try {
            $document = Shape::check($this->decode(), Shape::PROBLEM);
        } catch (BrokenAnswer $broken) {
            return $broken;
        }
        return new Problem(['status' => $this->status] + $document, max(0, (int) $this->header('retry-after')));
    }

    /** @return array<mixed> */
    private function decode(): array
    {
        $data = json_decode($this->body, true, 64);
        if (!is_array($data)) {
            throw BrokenAnswer::because($this->described());
        }
        return $data;
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
