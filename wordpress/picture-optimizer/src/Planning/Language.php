<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Settings\JobSettings;

/** In which language a picture's text is written: as the settings say, else its own (Polylang, WPML), else the site's. */
final class Language
{
    /** @return string BCP 47 */
    public static function of(int $attachmentId, JobSettings $settings): string
    {
        $language = $settings->text('language') ?: self::own($attachmentId) ?: get_locale();
        /**
         * Filters the language of a picture's text.
         *
         * @param string $language locale or BCP 47 tag
         * @param int $attachmentId
         */
        $language = str_replace('_', '-', (string) apply_filters('picture_optimizer_language', $language, $attachmentId));
        $isTag = preg_match('/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/D', $language) === 1 && strlen($language) <= 35;
        return $isTag ? $language : 'en';
    }

    private static function own(int $attachmentId): string
    {
        if (function_exists('pll_get_post_language')) {
            return (string) pll_get_post_language($attachmentId, 'locale');
        }
        $details = apply_filters('wpml_post_language_details', null, $attachmentId);
        return is_array($details) ? (string) ($details['locale'] ?? '') : '';
    }
}
