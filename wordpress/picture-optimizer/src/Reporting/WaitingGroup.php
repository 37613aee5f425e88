<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

/** Images of a job that wait or failed for the same reason, and what a person can do about it. */
final class WaitingGroup implements \JsonSerializable
{
    /** @param bool $failed else it waits */
    public function __construct(
        public readonly bool $failed,
        public readonly string $code,
        public readonly string $reason,
        public readonly int $number,
    ) {
    }

    /** @return array{state: string, code: string, reason: string, number: int, advice: array{text: string, link: string}} */
    public function jsonSerialize(): array
    {
        return [
            'state' => $this->failed ? 'failed' : 'waiting',
            'code' => $this->code,
            'reason' => $this->reason,
            'number' => $this->number,
            'advice' => Advice::for($this->code),
        ];
    }
}
