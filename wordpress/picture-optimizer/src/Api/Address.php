<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/**
 * Checks the service's address. WordPress' own check (wp_http_validate_url) refuses unusual ports, and the service may
 * have one; this one is stricter elsewhere: HTTPS only, and no address inside the server's own network, except on
 * development sites, for an address set in wp-config.php, and where site and service are on the same machine.
 */
final class Address
{
    /**
     * For an address that somebody typed: its name is looked up, too.
     *
     * @return string the address without trailing slash
     * @throws \InvalidArgumentException with a sentence for the person who typed it
     */
    public static function checkNew(string $url): string
    {
        $url = self::check($url);
        if (!self::isTrusted($url)) {
            $host = trim((string) wp_parse_url($url, PHP_URL_HOST), '[]');
            $found = function_exists('gethostbynamel') ? gethostbynamel($host) : false;
            array_map(self::refuseInside(...), $found ?: []);
        }
        return $url;
    }

    /**
     * @return string the address without trailing slash
     * @throws \InvalidArgumentException with a sentence for the person who typed it
     */
    public static function check(string $url): string
    {
        $url = untrailingslashit(trim($url));
        $parts = wp_parse_url($url);
        $host = is_array($parts) ? trim((string) ($parts['host'] ?? ''), '[]') : '';
        $scheme = is_array($parts) ? strtolower($parts['scheme'] ?? '') : '';
        if ($host === '' || !in_array($scheme, ['http', 'https'], true)) {
            throw new \InvalidArgumentException(
                __('Enter the full address of the service, such as https://api.example.com.', 'picture-optimizer')
            );
        }
        if (array_diff_key($parts, array_flip(['scheme', 'host', 'port', 'path'])) !== []) {
            throw new \InvalidArgumentException(
                __('The address can’t contain a user name, a question mark, or a #.', 'picture-optimizer')
            );
        }
        if (!self::isTrusted($url)) {
            self::refuseUnsafe($scheme, $host);
        }
        return $url;
    }

    private static function isTrusted(string $url): bool
    {
        return in_array(wp_get_environment_type(), ['local', 'development'], true)
            || (self::isThisMachine($url) && self::isThisMachine(home_url()))
            || (defined('PICTURE_OPTIMIZER_URL') && untrailingslashit((string) PICTURE_OPTIMIZER_URL) === $url);
    }

    /** Whether the address is a loopback one: what is sent there never leaves the machine. */
    private static function isThisMachine(string $url): bool
    {
        $host = strtolower(trim((string) wp_parse_url($url, PHP_URL_HOST), '[]'));
        return $host === 'localhost' || $host === '::1' || str_ends_with($host, '.localhost')
            || (filter_var($host, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4) && str_starts_with($host, '127.'));
    }

    private static function refuseUnsafe(string $scheme, string $host): void
    {
        if ($scheme !== 'https') {
            throw new \InvalidArgumentException(
                __('The address must start with https:// so that your key is encrypted on its way.', 'picture-optimizer')
            );
        }
        if (filter_var($host, FILTER_VALIDATE_IP)) {
            self::refuseInside($host);
        }
    }

    private static function refuseInside(string $ip): void
    {
        if (!filter_var($ip, FILTER_VALIDATE_IP, FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_NO_RES_RANGE)) {
            throw new \InvalidArgumentException(
                __('That address is inside this server’s own network. Enter the service’s public address.', 'picture-optimizer')
            );
        }
    }
}
