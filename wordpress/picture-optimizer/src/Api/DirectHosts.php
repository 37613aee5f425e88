<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/**
 * The hosts of the service's bucket, as the service itself names them to this site; no other is trusted with bytes. They are
 * remembered for the service that named them, and for an hour; a bucket that did not answer is left alone for a while.
 */
final class DirectHosts
{
    private const MEMORY = 'picture_optimizer_direct_hosts';
    private const AVOIDED = 10 * MINUTE_IN_SECONDS;

    public function __construct(private readonly Connection $connection, private readonly Client $client)
    {
    }

    /** Whether there is a bucket that bytes may go to. */
    public function areThere(): bool
    {
        return $this->hosts() !== [];
    }

    /** Whether the address is one of a named host, encrypted on its way, and nothing but an address. */
    public function allow(string $url): bool
    {
        $parts = wp_parse_url($url);
        if (!is_array($parts) || array_diff_key($parts, array_flip(['scheme', 'host', 'port', 'path', 'query'])) !== []) {
            return false;
        }
        $host = strtolower($parts['host'] ?? '') . (isset($parts['port']) ? ":{$parts['port']}" : '');
        return in_array($host, $this->hosts(), true) && self::isSafe(($parts['scheme'] ?? '') . "://{$host}");
    }

    /** Lets everything go through the service for some minutes, which whoever comes meanwhile does not prolong. */
    public function avoid(): void
    {
        if ($this->areThere()) {
            $this->remember([], self::AVOIDED);
        }
    }

    /** @return list<string> with their ports where they have one */
    private function hosts(): array
    {
        $known = get_transient(self::MEMORY);
        if (is_array($known) && ($known['service'] ?? '') === $this->connection->url()) {
            return $known['hosts'];
        }
        try {
            $named = array_map(strtolower(...), $this->client->capabilities()->directHosts);
        } catch (ApiError) {
            return []; // What is wrong is said to the request that goes to the service now.
        }
        $hosts = array_values(array_filter($named, self::isAnyway(...)));
        $this->remember($hosts, HOUR_IN_SECONDS);
        return $hosts;
    }

    /** @param list<string> $hosts */
    private function remember(array $hosts, int $seconds): void
    {
        set_transient(self::MEMORY, ['service' => $this->connection->url(), 'hosts' => $hosts], $seconds);
    }

    private static function isAnyway(string $host): bool
    {
        return self::isSafe("https://{$host}") || self::isSafe("http://{$host}");
    }

    /** By the same rules as the service's own address: its name must not lead into this server's own network. */
    private static function isSafe(string $address): bool
    {
        try {
            Address::checkNew($address);
            return true;
        } catch (\InvalidArgumentException) {
            return false;
        }
    }
}
