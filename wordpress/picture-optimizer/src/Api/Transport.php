<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Version;

/** One request by WordPress' HTTP functions, so that a site's proxy settings apply. No redirect is ever followed. */
final class Transport
{
    /**
     * @param array<string, string> $headers
     * @param int $timeout in seconds
     * @param int $atMost bytes of the answer's body that are read
     * @throws Unreachable when there is no answer
     * @throws BrokenAnswer when it is cut off or too long
     */
    public static function send(
        string $method,
        string $url,
        array $headers,
        ?string $body,
        int $timeout,
        int $atMost,
    ): Answer {
        $answer = wp_remote_request($url, [
            'method' => $method,
            'headers' => $headers,
            'body' => $body,
            'timeout' => $timeout,
            // Neither key nor bytes must ever follow a redirect to somewhere else.
            'redirection' => 0,
            'limit_response_size' => $atMost + 1,
            'user-agent' => self::userAgent(),
        ]);
        if (is_wp_error($answer)) {
            $host = (string) wp_parse_url($url, PHP_URL_HOST);
            throw Unreachable::because(self::withoutKey($answer->get_error_message()), $host);
        }
        return self::complete($answer, $atMost, $method);
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

    /** As WordPress writes its own: with the site's address last, by which the service tells a copied key. */
    private static function userAgent(): string
    {
        return 'PictureOptimizer/' . Version::NUMBER . '; WordPress/' . get_bloginfo('version') . '; ' . home_url();
    }

    private static function withoutKey(string $text): string
    {
        return (string) preg_replace('/po_(live|test)_[A-Za-z0-9_-]+/', 'po_…', $text);
    }
}
