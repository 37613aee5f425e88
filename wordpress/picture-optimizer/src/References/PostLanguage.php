<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** The language of a post where a plugin keeps one for each (Polylang, WPML). */
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
        $details = apply_filters('wpml_post_language_details', null, $postId);
        return is_array($details) ? (string) ($details['locale'] ?? '') : '';
    }
}
