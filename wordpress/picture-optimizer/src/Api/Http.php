<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/** Sends requests to the service, with this site's key. */
final class Http
{
    /** A larger JSON answer is not the service's: 100 items with 40 files each stay below. */
    private const JSON_BYTES = 8 * MB_IN_BYTES;

    /** What a site asks before it has a key. */
    private const WITHOUT_KEY = ['/v1/service', '/v1/connect', '/v1/connect/token'];

    public function __construct(private readonly Connection $connection)
    {
    }

    /**
     * @param array<string, string> $headers
     * @param int $timeout in seconds
     * @param int $atMost bytes of the answer's body that are read
     * @param string|null $base a service's address that is not saved yet; null for the saved one
     * @throws ApiError
     */
    public function send(
        string $method,
        string $path,
        array $headers = [],
        ?string $body = null,
        int $timeout = 30,
        int $atMost = self::JSON_BYTES,
        ?string $base = null,
    ): Answer {
        $url = $this->address($base) . $path;
        return Transport::send($method, $url, $headers + $this->ownHeaders($path), $body, $timeout, $atMost);
    }

    private function address(?string $base): string
    {
        $url = $base ?? $this->connection->url();
        if ($url === '') {
            throw new NotConnected((string) $this->connection->obstacle());
        }
        try {
            return Address::check($url);
        } catch (\InvalidArgumentException $refused) {
            throw Unreachable::address($refused->getMessage());
        }
    }

    /** @return array<string, string> */
    private function ownHeaders(string $path): array
    {
        $headers = ['Accept' => 'application/json', 'X-Request-Id' => wp_generate_uuid4()];
        if (in_array($path, self::WITHOUT_KEY, true)) {
            return $headers;
        }
        $this->connection->settle();
        $key = $this->connection->apiKey();
        if ($key === null) {
            throw new NotConnected((string) $this->connection->obstacle());
        }
        return $headers + ['Authorization' => "Bearer {$key}"];
    }
}
