<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** No answer at all: wrong address, no network, time-out. The cause is in the detail: few who meet this know what cURL is. */
final class Unreachable extends ApiError
{
    private function __construct(string $message, public readonly string $cause = '', private readonly string $detail = '')
    {
        parent::__construct($message);
    }

    /**
     * @param string $cause what WordPress' HTTP functions said
     * @param string $host whom they asked
     */
    public static function because(string $cause, string $host): self
    {
        return new self(
            __('The service can’t be reached right now. Nothing was changed.', 'picture-optimizer'),
            $cause,
            Diagnosis::of($cause, $host) . ($cause === '' ? '' : " ({$cause})")
        );
    }

    /** @param string $sentence why nothing is sent to the address that is set */
    public static function address(string $sentence): self
    {
        return new self($sentence);
    }

    public function detail(): string
    {
        return $this->detail;
    }

    public function isRetryable(): bool
    {
        return true;
    }

    /** @return array<string, int> */
    public function values(): array
    {
        return $this->detail === '' ? ['told' => 1] : []; // What is wrong with an address, only the message says.
    }

    public function reasonCode(): string
    {
        return 'unreachable';
    }
}
