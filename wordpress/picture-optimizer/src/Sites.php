<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** All sites of a network, or the one there is. */
final class Sites
{
    /**
     * Addresses that this site had, each with the time of the move, and the address that it moved to: in a copy of the database, which
     * has another one, they are not that copy's. In Base64: what moves or copies a site replaces its address everywhere.
     */
    private const FORMER = 'picture_optimizer_former_addresses';

    /** @return string The address that this site gives as its own, with its scheme. */
    public static function address(): string
    {
        return self::withHost(home_url());
    }

    /** @return string The same, whatever the language of the page. */
    public static function home(): string
    {
        return self::withHost((string) get_option('home'));
    }

    /** Some wp-config.php make the address of what a request asks for: on the command line, nothing. Then it is the database's. */
    public static function withHost(string $address, string $option = 'home'): string
    {
        if (preg_match('#^https?:#i', $address) !== 1 || wp_parse_url($address, PHP_URL_HOST)) {
            return $address;
        }
        $stored = preg_match('#^https?://[^/]+#i', (string) (wp_load_alloptions()[$option] ?? ''), $site) ? $site[0] : '';
        $path = ltrim((string) preg_replace('#^https?:#i', '', $address), '/');
        return $stored === '' ? $address : untrailingslashit("{$stored}/{$path}");
    }

    /** Somebody has said that this site is the one of a former address, and no copy of it. */
    public static function rememberFormer(string $address): void
    {
        $address = self::bare($address);
        // The site of that address had its own former ones.
        $former = [$address => time()] + self::formerAsOf($address);
        unset($former[self::today()]);
        $kept = array_map(static fn (string $at, int $time): array => [base64_encode($at), $time], array_keys($former), $former);
        update_option(self::FORMER, ['at' => base64_encode(self::today()), 'former' => $kept], false);
    }

    /** Somebody has said that this site is a copy: what a site of another address has left is never its own. */
    public static function forgetFormer(): void
    {
        delete_option(self::FORMER);
    }

    /**
     * Whether an address is this site's, with or without encryption and "www.", or was until it moved. Good for reading: what may delete
     * asks hasToday() and hadAt().
     */
    public static function isThisOne(string $address): bool
    {
        return self::hasToday($address) || self::areOne($address, self::home())
            || isset(self::formerAsOf(self::today())[self::bare($address)]);
    }

    /** Whether an address is the one that this site gives as its own now, which is what stands in its backups. */
    public static function hasToday(string $address): bool
    {
        return self::areOne($address, self::address());
    }

    /** Whether two addresses are one site's: with or without encryption and "www.", which in a network can be two sites. */
    public static function areOne(string $one, string $other): bool
    {
        return self::bare($one) === self::bare($other) && (!is_multisite() || self::withoutScheme($one) === self::withoutScheme($other)
            || !(self::isNeighbor($one) || self::isNeighbor($other)));
    }

    /** Whether an address was this site's at a time: another site can have it since, as a staging site that was made live and lives on. */
    public static function hadAt(string $address, int $time): bool
    {
        return $time > 0 && $time <= (self::formerAsOf(self::today())[self::bare($address)] ?? 0);
    }

    /** @return array<string, int> Times of moves by former address, of the site that has this address now. */
    private static function formerAsOf(string $today): array
    {
        $kept = get_option(self::FORMER, []);
        if (!is_array($kept) || ($kept['at'] ?? null) !== base64_encode($today) || !is_array($kept['former'] ?? null)) {
            return [];
        }
        $former = [];
        foreach ($kept['former'] as $one) {
            if (is_array($one) && is_string($one[0] ?? null) && is_int($one[1] ?? null)) {
                $former[(string) base64_decode($one[0])] = $one[1];
            }
        }
        return $former;
    }

    private static function today(): string
    {
        return self::bare(self::home());
    }

    private static function bare(string $address): string
    {
        return (string) preg_replace('#^www\.#', '', self::withoutScheme($address));
    }

    private static function withoutScheme(string $address): string
    {
        return strtolower((string) preg_replace('#^https?://#i', '', untrailingslashit($address)));
    }

    /** Whether another site of this network has an address: what is the network's, as a key in wp-config.php, is both's. */
    public static function isNeighbor(string $address): bool
    {
        [$domain, $path] = explode('/', self::withoutScheme($address) . '/', 2);
        return is_multisite() && get_sites(['domain' => $domain, 'path' => '/' . $path, 'site__not_in' => [get_current_blog_id()],
            'fields' => 'ids', 'number' => 1]) !== [];
    }

    /** Whether code of one site of a network works on another one's behalf at this moment. */
    public static function isSwitched(): bool
    {
        return is_multisite() && ms_is_switched();
    }

    /** @param callable(): void $work */
    public static function each(callable $work): void
    {
        if (!is_multisite()) {
            $work();
            return;
        }
        foreach (get_sites(['fields' => 'ids', 'number' => 0]) as $siteId) {
            switch_to_blog($siteId);
            $work();
            restore_current_blog();
        }
    }
}
