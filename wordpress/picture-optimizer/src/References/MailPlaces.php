<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Texts that a site sends by mail. Some mail programs, Outlook for Windows among them, show neither WebP nor AVIF; so there an image
 * keeps the name, and with it the file, that it had. What was sent already names that file as well.
 */
final class MailPlaces
{
    /** How names of tables end that say nothing of mail: MailPoet, Newsletter, FluentCRM, Icegram Express, MailerPress; Amelia, Bookly. */
    private const TABLES = [
        'mailpoet_newsletters', 'mailpoet_newsletter_templates', 'mailpoet_sending_queues', 'newsletter_emails', 'fc_campaigns',
        'fc_campaign_emails', 'ig_campaigns', 'ig_mailing_queue', 'mailerpress_campaigns(?:_revisions)?', 'mailerpress_templates',
        'notifications',
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

    /** FluentCRM, Icegram Express, Noptin, Mailster, Newspack Newsletters; Notification. */
    private const POST_TYPES = [
        'fc_template', 'es_template', 'noptin-campaign', 'newsletter', 'newspack_nl_cpt', 'newspack_nl_layo_cpt', 'newspack_nl_ads_cpt',
        'notification',
    ];

    /** Contact Form 7; Fluent Forms, Quill Forms, weForms: what a form sends. */
    private const META_KEYS = ['_mail', '_mail_2', 'notifications'];

    /** What holds mails whose own members may have any name: notifications of WPForms and Gravity Forms, emails of MemberPress. */
    private const HOLDER = '(?:[\w-]*[_-])?(?:e-?mails|notifications|autoresponders?)';

    /** The same where it holds more than a text, which would be an address: send_email of JetFormBuilder, email of WP Travel Engine. */
    private const ENVELOPE = '(?:[\w-]*[_-])?(?:e-?)?mail';
    private const HELD = '~"(?:' . self::HOLDER . '|' . self::ENVELOPE . ')"\s*:\s*(?=[{\[])~i';
    private const TOKEN = '~"(?:[^"\\\\]++|\\\\.)*+"?|[{}\[\]]~s';

    /** Holds an address, or a mail: active_email of Restrict Content Pro. */
    private const LETTER = '[_-]e?mail$';

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
        return new Names(self::META_KEYS, self::ITEM . '|' . self::LETTER, self::WORD, self::ON_PAGES);
    }

    /** An address names no image: what does is a mail, as those of User Registration. */
    public static function options(): Names
    {
        return new Names([], self::ITEM . '|' . self::LETTER, self::WORD, self::ON_PAGES);
    }

    public static function settings(): Names
    {
        return new Names([], self::ITEM, self::WORD, self::ON_PAGES);
    }

    /** Whether a column of a table, or a member of data with all that is in it, goes into mails. */
    public static function isHolder(string $name): bool
    {
        return self::settings()->include($name) || preg_match('~^' . self::HOLDER . '$~iD', $name) === 1;
    }

    /** Whether a list or an object is what a mail is made of, by its name. */
    public static function isEnvelope(string $name): bool
    {
        return preg_match('~^' . self::ENVELOPE . '$~iD', $name) === 1;
    }

    /** Whether a text is a mail, by its name and because it is no address. */
    public static function isLetter(string $name, string $text): bool
    {
        return preg_match('~' . self::LETTER . '~iD', $name) === 1 && str_contains($text, '<');
    }

    /** Whether a text up to an address names it in a member that goes into mails. */
    public static function isNamed(string $before): bool
    {
        if (!preg_match('~' . self::WORD . '|notifications|autoresponder~i', $before)) {
            return false;
        }
        if (preg_match(self::NAMED, $before, $member) && self::settings()->include($member['name'])) {
            return true;
        }
        for ($at = 0; preg_match(self::IN_STRING, $before, $member, PREG_OFFSET_CAPTURE, $at);) {
            $at = $member[0][1] + strlen($member[0][0]);
            if ($at >= strlen($before) && self::settings()->include($member['name'][0])) {
                return true;
            }
        }
        return self::isHeld($before);
    }

    /** Whether JSON up to an address has a holder of mails that is still open there. */
    private static function isHeld(string $before): bool
    {
        preg_match_all(self::HELD, $before, $found, PREG_OFFSET_CAPTURE);
        foreach ($found[0] as [$match, $at]) {
            preg_match_all(self::TOKEN, $before, $tokens, 0, $at + strlen($match));
            $depth = 0;
            foreach ($tokens[0] as $token) {
                $depth += ['{' => 1, '[' => 1, '}' => -1, ']' => -1][$token] ?? 0;
                if ($depth === 0) {
                    continue 2;
                }
            }
            return true;
        }
        return false;
    }
}
