<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Api\Wire\UploadTarget;

/**
 * The service's bucket. Addresses in it hold for minutes and come from the service; only hosts that it announced are asked,
 * never with this site's key, and no redirect is followed.
 */
final class Bucket
{
    /** Less than an item's lease; a line that is slower sends smaller parts through the service. */
    private const SECONDS = 90;

    /** Room for what a bucket says when it has taken a part. */
    private const ANSWER_BYTES = 64 * KB_IN_BYTES;

    /** Headers that an address may want: what the signature covers, and nothing that means something else to a server. */
    private const SIGNED_HEADERS = '/^(x-[a-z0-9-]+|content-md5)$/i';

    public function __construct(private readonly DirectHosts $hosts)
    {
    }

    public function isThere(): bool
    {
        return $this->hosts->areThere();
    }

    /** Lets everything go through the service for some minutes. */
    public function avoid(): void
    {
        $this->hosts->avoid();
    }

    /** @throws BucketError when the part is not in the bucket now */
    public function put(UploadTarget $target, string $part): void
    {
        $headers = ['Content-Type' => 'application/octet-stream', 'Expect' => ''];
        foreach ($target->headers as $name => $value) {
            if (strcasecmp($name, 'Content-Length') === 0) {
                continue; // as long as the part is, which the HTTP library says
            }
            if (!preg_match(self::SIGNED_HEADERS, $name) || preg_match('/[^\x20-\x7e]/', $value)) {
                throw new BucketError("header {$name}");
            }
            $headers[$name] = $value;
        }
        $this->send('PUT', $target->url, $headers, $part, self::ANSWER_BYTES, 200);
    }

    /**
     * @param array<string, string> $headers
     * @throws BucketError when there are no bytes of a file
     */
    public function get(string $url, array $headers, int $atMost): Answer
    {
        return $this->send('GET', $url, $headers, null, $atMost, 200, 206);
    }

    /** @param array<string, string> $headers */
    private function send(string $method, string $url, array $headers, ?string $body, int $atMost, int ...$wanted): Answer
    {
        if (!$this->hosts->allow($url)) {
            throw new BucketError('host');
        }
        try {
            $answer = Transport::send($method, $url, $headers, $body, self::SECONDS, $atMost);
        } catch (ApiError $error) {
            throw new BucketError($error->getMessage());
        }
        return in_array($answer->status, $wanted, true) ? $answer : throw new BucketError("HTTP {$answer->status}");
    }
}
