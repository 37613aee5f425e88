<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** Anything that went wrong between this site and the service. The message is a sentence for the user. */
abstract class ApiError extends \RuntimeException
{
    abstract public function isRetryable(): bool;

    /** Seconds to wait before trying again, when the service named them; else 0. */
    public function retryAfter(): int
    {
        return 0;
    }

    abstract public function reasonCode(): string;

    /** By this name support finds the request in the service's logs; empty when the service gave no answer of its own. */
    public function requestId(): string
    {
        return '';
    }

    /** What the machinery said, for whoever looks after the site; empty where the message says all there is. */
    public function detail(): string
    {
        return '';
    }

    /** @return array<string, int|string> what its sentence was made with, to say it again in another language */
    public function values(): array
    {
        return [];
    }

    /** The message and the request's id, for where it is kept or printed as plain text. */
    public function report(): string
    {
        return self::withId($this->getMessage(), $this->requestId());
    }

    /** The report with the detail, for a command line and Site Health. */
    public function fullReport(): string
    {
        return trim($this->report() . ' ' . $this->detail());
    }

    /** @param string $requestId as the service said it, not trusted yet; empty when there is none to name */
    public static function withId(string $sentence, string $requestId): string
    {
        $id = (string) preg_replace('/[^\w.:-]/', '', substr($requestId, 0, 100));
        return $id === '' ? $sentence : $sentence . ' ' . sprintf(
            /* translators: %s: id of a request, which support asks for */
            __('(Request ID: %s)', 'picture-optimizer'),
            $id
        );
    }
}
