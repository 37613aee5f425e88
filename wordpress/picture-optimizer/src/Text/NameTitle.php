<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

use PictureOptimizer\Api\Wire\Analysis;

/**
 * A title in the place of a camera's file name, where the service has none because it would repeat the alt text: the words that name
 * the new file, as the alt text has them ("Cup of coffee" of "A cup of coffee" and cup-of-coffee).
 */
final class NameTitle
{
    /** The analysis with such a title, where the present one says nothing. */
    public static function completed(Analysis $analysis, string $present): Analysis
    {
        $title = self::isBare($present) ? self::of($analysis) : '';
        return $title === '' ? $analysis : new Analysis(...array_merge(get_object_vars($analysis), ['title' => $title]));
    }

    /** @return string "" where the service has a title of its own, or the file has other words than the alt text. */
    public static function of(Analysis $analysis): string
    {
        $words = $analysis->title === '' && $analysis->filename !== '' ? preg_split('/\s+/u', trim($analysis->alt)) ?: [] : [];
        for ($length = count($words); $length > 0; $length--) {
            for ($from = 0; $from + $length <= count($words); $from++) {
                $phrase = trim(implode(' ', array_slice($words, $from, $length)), ' .,;:!?');
                if (sanitize_title($phrase) === $analysis->filename) {
                    return self::asTitle($phrase, $analysis);
                }
            }
        }
        return '';
    }

    private static function asTitle(string $phrase, Analysis $analysis): string
    {
        $title = mb_strtoupper(mb_substr($phrase, 0, 1, 'UTF-8'), 'UTF-8') . mb_substr($phrase, 1, null, 'UTF-8');
        $subject = new Subject('title', $title, others: ['alt' => $analysis->alt, 'caption' => $analysis->caption]);
        return Rules::broken($subject) === [] ? $title : '';
    }

    /** What a camera, a phone or a program has called it. Words that a person has joined by hyphens say more than a kind of thing. */
    public static function isBare(string $title): bool
    {
        $isJoined = preg_match_all('/\p{L}{3,}/u', $title) > 1 && preg_match('/^[\p{L}\d]+(?:[_-][\p{L}\d]+)+$/u', trim($title)) === 1;
        return !$isJoined && in_array('not_a_name', Rules::broken(new Subject('title', $title)), true);
    }
}
