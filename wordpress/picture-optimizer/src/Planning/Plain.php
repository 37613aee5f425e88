<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

/** Text of a site as the contract takes it: without HTML and shortcodes, in one line, and short enough. */
final class Plain
{
    public static function text(string $text, int $longest = 2000): string
    {
        $plain = html_entity_decode(wp_strip_all_tags(strip_shortcodes($text), true), ENT_QUOTES, 'UTF-8');
        return mb_substr(mb_scrub($plain, 'UTF-8'), 0, $longest);
    }

    /** The end of a text, where its end is what matters; no word is cut. */
    public static function ending(string $text, int $longest): string
    {
        $text = mb_scrub($text, 'UTF-8');
        $end = mb_substr($text, max(0, mb_strlen($text) - $longest));
        return $end === $text ? $text : (string) preg_replace('~^\S*\s+~u', '', $end);
    }
}
