<?php

declare(strict_types=1);

namespace PictureOptimizer\Guide;

use PictureOptimizer\Access;
use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Wire\Service;

/** Leads from wp-admin to a page of the guide. Where that is, is asked for on the click: no page waits for it. */
final class HelpLink
{
    private const ACTION = 'picture_optimizer_help';
    private const KNOWN = 'picture_optimizer_guide';

    public function __construct(private readonly Connection $connection, private readonly Client $client)
    {
    }

    public function register(): void
    {
        add_action('admin_post_' . self::ACTION, $this->lead(...));
    }

    /** @return string the link, or '' for as long as no service is known */
    public function to(Topic $topic): string
    {
        return $this->connection->url() === ''
            ? ''
            : add_query_arg(['action' => self::ACTION, 'topic' => $topic->value], admin_url('admin-post.php'));
    }

    private function lead(): never
    {
        if (!Access::mayUse()) {
            wp_die(esc_html__('You may not use Picture Optimizer.', 'picture-optimizer'), 403);
        }
        $topic = Topic::tryFrom(sanitize_key($_GET['topic'] ?? '')) ?? Topic::FirstBatch;
        try {
            $guide = $this->address();
        } catch (ApiError $error) {
            wp_die(esc_html($error->report()), '', ['response' => 502, 'back_link' => true]);
        }
        // Another host than this site's, and meant: it is the service that this site is connected to.
        wp_redirect("{$guide}/help/{$topic->value}");
        exit;
    }

    /** @throws ApiError when the service does not say */
    private function address(): string
    {
        $service = $this->connection->url();
        $known = get_transient(self::KNOWN);
        if (is_array($known) && $known['service'] === $service) {
            return $known['guide'];
        }
        $guide = untrailingslashit(Service::read($this->client->service($service)->json())->dashboardUrl);
        set_transient(self::KNOWN, ['service' => $service, 'guide' => $guide], DAY_IN_SECONDS);
        return $guide;
    }
}
