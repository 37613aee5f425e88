<?php

declare(strict_types=1);

namespace PictureOptimizer\Connect;

use PictureOptimizer\Api\Address;
use PictureOptimizer\Api\Answer;
use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Diagnosis;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\Api\Wire\Service;
use PictureOptimizer\Version;

/** Looks at a service before anybody is sent there, and says in a sentence what is wrong and what to do. */
final class ServiceCheck
{
    private const PRODUCT = 'picture-optimizer';
    private const DASHBOARD = 'picture-optimizer-dashboard';
    /** Seconds that the clocks may differ. Minutes harm nothing; who is days off cannot tell whether a certificate is good. */
    private const CLOCKS_APART = DAY_IN_SECONDS;

    public function __construct(private readonly Client $client)
    {
    }

    /**
     * @return string the address as it is saved
     * @throws Refusal with a sentence for the person who typed the address
     */
    public function check(string $typed): string
    {
        try {
            $url = Address::checkNew($typed);
            $service = $this->read($url);
        } catch (ApiError $refused) {
            throw Refusal::of($refused);
        } catch (\InvalidArgumentException $refused) {
            throw new Refusal($refused->getMessage());
        }
        self::checkVersion($service);
        self::checkClock($service);
        return $url;
    }

    /** @throws ApiError|Refusal */
    private function read(string $url): Service
    {
        $host = (string) wp_parse_url($url, PHP_URL_HOST);
        try {
            $answer = $this->client->service($url);
        } catch (Unreachable $away) {
            if ($away->cause === '') {
                throw Refusal::of($away);
            }
            $advice = Diagnosis::of($away->cause, $host) . ' ' . __('Nothing was changed.', 'picture-optimizer');
            throw new Refusal($advice, $away->cause);
        }
        $found = json_decode($answer->body, true);
        $product = is_array($found) ? ($found['product'] ?? '') : '';
        if ($product === self::DASHBOARD) {
            throw new Refusal(sprintf(
                /* translators: %s: address of the service */
                __('That is the address of the dashboard. Enter the address of the service instead: %s', 'picture-optimizer'),
                esc_url_raw((string) ($found['api_url'] ?? ''))
            ));
        }
        if ($answer->status !== 200 || $product !== self::PRODUCT) {
            throw new Refusal(self::otherProduct($answer, $host));
        }
        try {
            return Service::read($answer->json());
        } catch (BrokenAnswer) {
            throw new Refusal(self::otherProduct($answer, $host));
        }
    }

    private static function otherProduct(Answer $answer, string $host): string
    {
        if ($answer->status >= 500) {
            return sprintf(
                /* translators: 1: host name, 2: HTTP status */
                __('%1$s answers, but with an error (HTTP %2$d). Wait a few minutes, then select Connect again.', 'picture-optimizer'),
                $host,
                $answer->status
            );
        }
        return sprintf(
            /* translators: 1: host name, 2: HTTP status */
            __(
                'Something answers at %1$s, but it is not Picture Optimizer, or an old version of it (HTTP %2$d).'
                    . ' Check the address; your account page shows the right one.',
                'picture-optimizer'
            ),
            $host,
            $answer->status
        );
    }

    private static function checkVersion(Service $service): void
    {
        if (version_compare(Version::NUMBER, $service->pluginAtLeast, '<')) {
            throw new Refusal(sprintf(
                /* translators: 1: wanted version, 2: present version */
                __('This service needs version %1$s of the plugin; this is %2$s. Update the plugin, then connect.', 'picture-optimizer'),
                $service->pluginAtLeast,
                Version::NUMBER
            ));
        }
    }

    private static function checkClock(Service $service): void
    {
        $ahead = time() - (int) strtotime($service->time);
        if (abs($ahead) > self::CLOCKS_APART) {
            $apart = human_time_diff(0, abs($ahead));
            throw new Refusal(sprintf(
                $ahead > 0
                    /* translators: %s: duration, such as "2 hours" */
                    ? __(
                        'This server’s clock is %s ahead of the service’s. Ask your host to correct it, then connect.',
                        'picture-optimizer'
                    )
                    /* translators: %s: duration, such as "2 hours" */
                    : __(
                        'This server’s clock is %s behind the service’s. Ask your host to correct it, then connect.',
                        'picture-optimizer'
                    ),
                $apart
            ));
        }
    }
}
