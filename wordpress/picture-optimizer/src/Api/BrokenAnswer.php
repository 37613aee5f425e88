<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** An answer that is not the service's: a proxy's web page, a cut-off body, other bytes than announced. */
final class BrokenAnswer extends ApiError
{
    private string $requestId = '';
    private string $cause = '';

    /** @param string $requestId by the answer's header, where there was one */
    public static function because(string $cause, string $requestId = ''): self
    {
        $broken = new self(sprintf(
            /* translators: %s: what was wrong with the answer */
            __('The service’s answer cannot be used: %s. Nothing was changed.', 'picture-optimizer'),
            $cause
        ));
        $broken->requestId = $requestId;
        $broken->cause = $cause;
        return $broken;
    }

    public function requestId(): string
    {
        return $this->requestId;
    }

    /** @return array{cause: string} */
    public function values(): array
    {
        return ['cause' => $this->cause];
    }

    public function isRetryable(): bool
    {
        return true;
    }

    public function reasonCode(): string
    {
        return 'broken_answer';
    }
}
