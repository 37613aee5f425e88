<?php

declare(strict_types=1);

namespace PictureOptimizer\Connect;

/** One attempt to connect that waits for a person: what the site has to remember until then. */
final class Attempt
{
    public function __construct(
        public readonly string $service,
        public readonly string $site,
        public readonly string $deviceCode,
        public readonly string $verifier,
        public readonly string $userCode,
        public readonly string $url,
        public readonly int $expiresAt,
        public readonly int $interval,
        public readonly int $askedAt = 0,
    ) {
    }

    public function isOver(): bool
    {
        return time() >= $this->expiresAt;
    }

    public function mayAsk(): bool
    {
        return time() < $this->askedAt || time() - $this->askedAt >= $this->interval; // The clock may have been set back.
    }

    /** @param int $more seconds by which questions come less often from now on (RFC 8628, 3.5) */
    public function asked(int $more = 0): self
    {
        return new self(
            $this->service,
            $this->site,
            $this->deviceCode,
            $this->verifier,
            $this->userCode,
            $this->url,
            $this->expiresAt,
            $this->interval + $more,
            time(),
        );
    }
}
