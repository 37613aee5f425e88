<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Settings\TypedText;

/** Text of a site as the contract takes it: without HTML and shortcodes, in one line, and short enough. */
final class Plain
{
    /** A word that is longer is none: scripts without blanks write whole paragraphs in one. */
    private const LONGEST_WORD = 40;

    public static function text(string $text, int $longest = 2000): string
    {
        $html = (string) preg_replace(TypedText::NO_TAG, '&lt;', strip_shortcodes($text));
        return self::beginning(html_entity_decode(wp_strip_all_tags($html, true), ENT_QUOTES, 'UTF-8'), $longest);
    }

    /** The beginning of what is plain text already. */
    public static function beginning(string $text, int $longest): string
    {
        return mb_substr(mb_scrub($text, 'UTF-8'), 0, $longest);
    }

    /** Its end, where that is what matters; no word is cut. */
    public static function ending(string $text, int $longest): string
    {
        $text = mb_scrub($text, 'UTF-8');
        $end = mb_substr($text, max(0, mb_strlen($text) - $longest));
        $cutWord = '~^\S{0,' . self::LONGEST_WORD . '}\s+~u';
        return $end === $text ? $text : (string) preg_replace($cutWord, '', $end);
    }
}
