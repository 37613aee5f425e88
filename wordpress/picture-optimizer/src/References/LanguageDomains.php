<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/** Domains of a site's languages, where each has one of its own: all of them show the same uploads (Polylang, WPML, qTranslate). */
final class LanguageDomains
{
    private const WPML_DOMAINS = 2;
    private const QTRANSLATE_DOMAINS = 4;

    /** @return list<string> Addresses with their scheme; none where one address has all languages. */
    public static function urls(): array
    {
        $domains = array_filter([...self::ofPolylang(), ...self::ofWpml(), ...self::ofQTranslate()], is_string(...));
        $urls = array_map(static fn (string $one): string => str_contains($one, '://') ? $one : "http://{$one}", $domains);
        return array_values(array_filter($urls, static fn (string $url): bool => (string) wp_parse_url($url, PHP_URL_HOST) !== ''));
    }

    /** @return array<mixed> */
    private static function ofPolylang(): array
    {
        return function_exists('pll_languages_list') && function_exists('pll_home_url')
            ? array_map(static fn (mixed $language): mixed => pll_home_url($language), (array) pll_languages_list())
            : [];
    }

    /** @return array<mixed> It keeps them when languages have become folders since. */
    private static function ofWpml(): array
    {
        $is = (int) apply_filters('wpml_setting', 0, 'language_negotiation_type') === self::WPML_DOMAINS;
        return $is ? (array) apply_filters('wpml_setting', [], 'language_domains') : [];
    }

    /** @return array<mixed> */
    private static function ofQTranslate(): array
    {
        return (int) get_option('qtranslate_url_mode') === self::QTRANSLATE_DOMAINS ? (array) get_option('qtranslate_domains', []) : [];
    }
}
