<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/**
 * Why a server gave no answer, in words that somebody can act on. WordPress hands on what the transport said: cURL with a
 * number (libcurl's error codes), WordPress' own block, or PHP's streams.
 */
final class Diagnosis
{
    private const TLS = [35, 51, 53, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91];

    /** @param string $cause as WP_Error says it */
    public static function of(string $cause, string $host): string
    {
        $code = preg_match('/cURL error (\d+)/', $cause, $match) ? (int) $match[1] : 0;
        $sentence = match (true) {
            $code === 6, str_contains($cause, 'getaddrinfo') =>
                /* translators: %s: host name */
                __(
                    '%s was not found: its name has no DNS entry that this server can see. Check the spelling.',
                    'picture-optimizer'
                ),
            $code === 7, str_contains($cause, 'Connection refused') =>
                /* translators: %s: host name */
                __(
                    '%s refuses the connection. Check the address and its port, and that the service is running.',
                    'picture-optimizer'
                ),
            $code === 28, str_contains($cause, 'timed out') =>
                /* translators: %s: host name */
                __(
                    '%s does not answer. A firewall may block this server’s outgoing connections; ask your host to allow them.',
                    'picture-optimizer'
                ),
            in_array($code, self::TLS, true), stripos($cause, 'certificate') !== false =>
                /* translators: %s: host name */
                __(
                    'The certificate of %s was not accepted. It may have expired or be for another name,'
                        . ' or this server’s clock may be wrong.',
                    'picture-optimizer'
                ),
            str_contains($cause, 'blocked requests') || defined('WP_HTTP_BLOCK_EXTERNAL') && WP_HTTP_BLOCK_EXTERNAL =>
                /* translators: %s: host name */
                __(
                    'This WordPress blocks requests to other servers. Add %s to WP_ACCESSIBLE_HOSTS in wp-config.php.',
                    'picture-optimizer'
                ),
            /* translators: %s: host name */
            default => __('%s can’t be reached from this server.', 'picture-optimizer'),
        };
        return sprintf($sentence, $host);
    }
}
