<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Version;

/** Sends requests to the service by WordPress' HTTP functions, so that a site's proxy settings apply. */
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
        $answer = wp_remote_request($this->address($base) . $path, [
            'method' => $method,
            'headers' => $headers + $this->ownHeaders($path),
            'body' => $body,
            'timeout' => $timeout,
            // The key must never follow a redirect to somewhere else.
            'redirection' => 0,
            'limit_response_size' => $atMost + 1,
            'user-agent' => self::userAgent(),
        ]);
        if (is_wp_error($answer)) {
            throw Unreachable::because(self::withoutKey($answer->get_error_message()));
        }
        return self::complete($answer, $atMost, $method);
    }

    /** As WordPress writes its own: with the site's address last, by which the service tells a copied key. */
    private static function userAgent(): string
    {
        return 'PictureOptimizer/' . Version::NUMBER . '; WordPress/' . get_bloginfo('version') . '; ' . home_url();
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
            throw Unreachable::because($refused->getMessage());
        }
    }

    /** @return array<string, string> */
    private function ownHeaders(string $path): array
    {
        $headers = ['Accept' => 'application/json', 'X-Request-Id' => wp_generate_uuid4()];
        if (in_array($path, self::WITHOUT_KEY, true)) {
            return $headers;
        }
        $key = $this->connection->apiKey();
        if ($key === null) {
            throw new NotConnected((string) $this->connection->obstacle());
        }
        return $headers + ['Authorization' => "Bearer {$key}"];
    }

    /** @param array<string, mixed> $answer as wp_remote_request() gives it */
    private static function complete(array $answer, int $atMost, string $method): Answer
    {
        $headers = [];
        foreach (wp_remote_retrieve_headers($answer) as $name => $value) {
            $headers[strtolower((string) $name)] = is_array($value) ? (string) end($value) : (string) $value;
        }
        $body = wp_remote_retrieve_body($answer);
        $announced = $headers['content-length'] ?? '';
        // A compressed body is unpacked by now, so its length says nothing.
        $cutOff = $method !== 'HEAD' && $announced !== '' && !isset($headers['content-encoding'])
            && strlen($body) < min((int) $announced, $atMost);
        if ($cutOff || strlen($body) > $atMost) {
            throw BrokenAnswer::because(
                $cutOff ? __('it was cut off', 'picture-optimizer') : __('it is too long', 'picture-optimizer')
            );
        }
        return new Answer((int) wp_remote_retrieve_response_code($answer), $headers, $body);
    }

    private static function withoutKey(string $text): string
    {
        return (string) preg_replace('/po_(live|test)_[A-Za-z0-9_-]+/', 'po_…', $text);
    }
}
