<?php

declare(strict_types=1);

namespace PictureOptimizer\Text;

/** What is wrong with an image's alt text, by the rules that the service writes by. */
final class AltFaults
{
    public const MISSING = 'missing';

    /**
     * @param bool $decorative the image was looked at and needs no text
     * @return string MISSING, the id of the first rule that is broken, or empty when all is well
     */
    public static function of(string $alt, string $title, string $caption, bool $decorative): string
    {
        if (trim($alt) === '') {
            return $decorative ? '' : self::MISSING;
        }
        $others = array_filter(['title' => $title, 'caption' => $caption]);
        return Rules::broken(new Subject('alt', $alt, others: $others))[0] ?? '';
    }

    public static function sentence(string $fault): string
    {
        return match ($fault) {
            '' => '',
            self::MISSING => __('No alt text.', 'picture-optimizer'),
            'no_lead_in' => __('Begins with words like “image of”; screen readers already say that.', 'picture-optimizer'),
            'alt_too_long' => __('Is longer than 125 characters.', 'picture-optimizer'),
            'not_a_name' => __('Is a file name, a URL, or a placeholder.', 'picture-optimizer'),
            'not_a_repeat' => __('Repeats the title or the caption.', 'picture-optimizer'),
            'no_stuffing' => __('Repeats or lists keywords.', 'picture-optimizer'),
            'one_plain_line' => __('Contains HTML, line breaks, or spaces at its ends.', 'picture-optimizer'),
            default => __('Breaks a rule for alt text.', 'picture-optimizer'),
        };
    }
}
