<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** All sites of a network, or the one there is. */
final class Sites
{
    /** Addresses that this site had, each in Base64: what moves a site replaces its address everywhere. */
    private const FORMER = 'picture_optimizer_former_addresses';

    /** Somebody has said that this site is the one of a former address, and no copy of it. */
    public static function rememberFormer(string $address): void
    {
        $former = array_unique([...self::former(), base64_encode(self::bare($address))]);
        update_option(self::FORMER, array_values($former), false);
    }

    /** Whether an address is this site's, with or without encryption and "www.", or was until it moved. */
    public static function isThisOne(string $address): bool
    {
        $known = [self::bare(home_url()), self::bare((string) get_option('home')), ...array_map(base64_decode(...), self::former())];
        return in_array(self::bare($address), $known, true);
    }

    /** @return list<string> */
    private static function former(): array
    {
        $former = get_option(self::FORMER, []);
        return is_array($former) ? array_values(array_filter($former, is_string(...))) : [];
    }

    private static function bare(string $address): string
    {
        return strtolower((string) preg_replace('#^(?:https?://)?(?:www\.)?#i', '', untrailingslashit($address)));
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
