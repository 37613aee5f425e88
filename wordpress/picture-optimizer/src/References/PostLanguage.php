<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** The language of a post where a plugin keeps one for each (Polylang, Bogo, WPML). */
final class PostLanguage
{
    /** @return string A locale; empty where posts have no language of their own. */
    public static function of(int $postId): string
    {
        if ($postId === 0) {
            return '';
        }
        if (function_exists('pll_get_post_language')) {
            return (string) pll_get_post_language($postId, 'locale');
        }
        if (function_exists('bogo_get_post_locale') && function_exists('bogo_is_localizable_post_type')) {
            return bogo_is_localizable_post_type(get_post_type($postId)) ? (string) bogo_get_post_locale($postId) : '';
        }
        $details = apply_filters('wpml_post_language_details', null, $postId);
        return is_array($details) ? (string) ($details['locale'] ?? '') : '';
    }
}
