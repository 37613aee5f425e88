<?php

declare(strict_types=1);

namespace PictureOptimizer\Settings;

use PictureOptimizer\Api\Address;
use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Problem;

/**
 * Gets this site's key without anybody copying one: the authorisation-code flow with PKCE (RFC 7636, S256). The browser
 * carries a one-time code; the key goes from server to server and is never in a page, an address or a log.
 */
final class OneClick
{
    private const SECONDS = 10 * MINUTE_IN_SECONDS;

    public function __construct(private readonly Connection $connection, private readonly Client $client)
    {
    }

    /**
     * Begins for the present user.
     *
     * @param string $returnUrl the page of wp-admin that the browser comes back to
     * @return string the address that the browser is to open
     * @throws \InvalidArgumentException with a sentence for the person
     */
    public function begin(string $serviceUrl, string $returnUrl): string
    {
        $service = Address::checkNew($serviceUrl);
        $asked = ['service' => $service, 'site' => self::siteUrl($returnUrl), 'state' => self::random(24),
            'verifier' => self::random(48)];
        set_transient(self::name(), $asked, self::SECONDS);
        return "{$service}/connect?" . http_build_query([
            'site_url' => $asked['site'],
            'return_url' => $returnUrl,
            'challenge' => self::base64url(hash('sha256', $asked['verifier'], true)),
            'state' => $asked['state'],
        ]);
    }

    /**
     * The browser is back with a code: exchanges it for the key and saves that. Each beginning is good for one try.
     *
     * @throws \DomainException with a sentence for the person
     */
    public function finish(string $code, string $state): void
    {
        $asked = get_transient(self::name());
        if (!is_array($asked)) {
            throw new \DomainException(__('More than ten minutes have passed since you pressed Connect, or it was'
                . ' finished already. Please press Connect again.', 'picture-optimizer'));
        }
        // A link that somebody else made must not use up what this person has begun.
        if (!hash_equals($asked['state'], $state)) {
            throw new \DomainException(__('This answer does not belong to your last click on Connect; nothing was'
                . ' changed. Please press Connect again.', 'picture-optimizer'));
        }
        delete_transient(self::name());
        try {
            $key = $this->client->connect($asked['service'], $code, $asked['verifier'], $asked['site']);
        } catch (ApiError $error) {
            throw new \DomainException(self::sentence($error));
        }
        $this->connection->save($asked['service'], $key);
    }

    private static function sentence(ApiError $error): string
    {
        return $error instanceof Problem && $error->is('not_found', 'validation')
            ? __('The service did not accept the code: it is good for five minutes, for one try, and for the site that'
                . ' asked for it. Please press Connect again.', 'picture-optimizer')
            : $error->report() . ' ' . __('Please press Connect again.', 'picture-optimizer');
    }

    /** The service sends the browser back only to the origin of the site that it connects. */
    private static function siteUrl(string $returnUrl): string
    {
        return self::origin(home_url()) === self::origin($returnUrl) ? home_url() : site_url();
    }

    private static function origin(string $url): string
    {
        $parts = wp_parse_url($url);
        return strtolower(($parts['scheme'] ?? '') . '://' . ($parts['host'] ?? '') . ':' . ($parts['port'] ?? ''));
    }

    private static function random(int $bytes): string
    {
        return self::base64url(random_bytes($bytes));
    }

    private static function base64url(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }

    private static function name(): string
    {
        return 'picture_optimizer_connect_' . get_current_user_id();
    }
}
