<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Texts that a site sends by mail. Some mail programs, Outlook for Windows among them, show neither WebP nor AVIF; so there an image
 * keeps the name, and with it the file, that it had. What was sent already names that file as well.
 */
final class MailPlaces
{
    /** How names of tables end that say nothing of mail: MailPoet, Newsletter, FluentCRM, Icegram Express, MailerPress. */
    private const TABLES = [
        'mailpoet_newsletters', 'mailpoet_newsletter_templates', 'mailpoet_sending_queues', 'newsletter_emails', 'fc_campaigns',
        'fc_campaign_emails', 'ig_campaigns', 'ig_mailing_queue', 'mailerpress_campaigns(?:_revisions)?', 'mailerpress_templates',
    ];

    /** Of a type of posts or a table whose rows are mails or what they are made of: bp-email, edd_emails, mint_campaign_email_builder. */
    private const STORE = '(^|[_-])e?mails?([_-]|$)';

    /** Of a setting that goes into mails: email_logo, donation-receipt_email_message, emailHeaderImage, welcome_email_content. */
    private const ITEM = 'mails?([_-]([a-z0-9]+[_-])*)?(logo|header|footer|banner|image|img|picture|photo|background|signature|body'
        . '|content|message|template|tmpl|text|html)';

    /** What asks visitors for their address, or sends them to their mail program, stands on a page: email_popup_image. Others count. */
    private const ON_PAGES = 'mails?[_-]([a-z0-9]+[_-])*(forms?|sign[_-]?up|subscri[a-z]*|opt[_-]?in|popup|capture|field|input|share'
        . '|button|widget|stats)([_-]|$)';

    private const WORD = 'mail';

    /** FluentCRM, Icegram Express, Noptin, Mailster. */
    private const POST_TYPES = ['fc_template', 'es_template', 'noptin-campaign', 'newsletter'];

    /** Contact Form 7: what a form sends. */
    private const META_KEYS = ['_mail', '_mail_2'];

    /** In the words of a text of JSON that has no other around it: a member, up to what its string holds. */
    private const IN_STRING = '~"(?<name>[\w-]{1,80})"\s*:\s*"(?:[^"\\\\]++|\\\\.)*+~s';

    /** In any escaping: the same where the address is all that the string holds. */
    private const NAMED = '~' . Spelling::QUOTE . '(?<name>[\w-]{1,80})' . Spelling::QUOTE . '\s*:\s*' . Spelling::QUOTE . '(?:(?!'
        . Spelling::QUOTE . ')[^\s<>{}\[\],])*$~sD';

    /** @param string $name Without the site's prefix, which can have the word in it, or end without an underscore. */
    public static function isTable(string $name): bool
    {
        return preg_match('/(?:^|_)(?:' . implode('|', self::TABLES) . ')$/D', $name) === 1
            || (new Names([], self::STORE, self::WORD, self::ON_PAGES))->include($name);
    }

    public static function postTypes(): Names
    {
        return new Names(self::POST_TYPES, self::STORE, self::WORD, self::ON_PAGES);
    }

    public static function metaKeys(): Names
    {
        return new Names(self::META_KEYS, self::ITEM, self::WORD, self::ON_PAGES);
    }

    public static function settings(): Names
    {
        return new Names([], self::ITEM, self::WORD, self::ON_PAGES);
    }

    /** Whether a text up to an address names it in a member that goes into mails. */
    public static function isNamed(string $before): bool
    {
        if (stripos($before, self::WORD) === false) {
            return false;
        }
        if (preg_match(self::NAMED, $before, $member)) {
            return self::settings()->include($member['name']);
        }
        for ($at = 0; preg_match(self::IN_STRING, $before, $member, PREG_OFFSET_CAPTURE, $at);) {
            $at = $member[0][1] + strlen($member[0][0]);
            if ($at >= strlen($before)) {
                return self::settings()->include($member['name'][0]);
            }
        }
        return false;
    }
}
