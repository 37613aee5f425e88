<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Texts that a site sends by mail. Some mail programs, Outlook for Windows among them, show neither WebP nor AVIF; so there an image
 * keeps the name, and with it the file, that it had. What was sent already names that file as well.
 */
final class MailPlaces
{
    /** How names of tables end: MailPoet, Newsletter, FluentCRM, Icegram Express. */
    private const TABLES = [
        'mailpoet_newsletters', 'mailpoet_newsletter_templates', 'mailpoet_sending_queues', 'newsletter_emails', 'fc_campaigns',
        'fc_campaign_emails', 'ig_campaigns', 'ig_mailing_queue',
    ];

    /** WooCommerce, MailPoet's block editor, FluentCRM, Icegram Express, Noptin, Mailster. */
    public const POST_TYPES = ['woo_email', 'mailpoet_email', 'fc_template', 'es_template', 'noptin-campaign', 'newsletter'];

    /** Contact Form 7: what a form sends. */
    public const META_KEYS = ['_mail', '_mail_2'];

    public const OPTIONS = ['woocommerce_email_header_image', 'woocommerce_email_footer_text'];

    public static function isTable(string $name): bool
    {
        return preg_match('/(?:^|_)(?:' . implode('|', self::TABLES) . ')$/D', $name) === 1;
    }
}
