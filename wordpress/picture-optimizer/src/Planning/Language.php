<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\References\PostLanguage;
use PictureOptimizer\Settings\JobSettings;

/** In which language a picture's text is written: as the settings say, else its own (Polylang, WPML), else the site's. */
final class Language
{
    /** @return string BCP 47 */
    public static function of(int $attachmentId, JobSettings $settings): string
    {
        $language = $settings->text('language') ?: PostLanguage::of($attachmentId) ?: get_locale();
        /**
         * Filters the language of a picture's text.
         *
         * @param string $language locale or BCP 47 tag
         * @param int $attachmentId
         */
        $language = str_replace('_', '-', (string) apply_filters('picture_optimizer_language', $language, $attachmentId));
        return self::tag($language) ?? 'en';
    }

    /** @return string|null the same, or null when it is no language tag that the contract takes */
    public static function tag(string $tag): ?string
    {
        $isTag = preg_match('/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/D', $tag) === 1 && strlen($tag) <= 35;
        return $isTag ? $tag : null;
    }
}
