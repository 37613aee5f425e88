<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

/** What is at the address of a link, in words, where it is this site's own. */
final class LinkTitle
{
    public static function of(string $link): string
    {
        if ($link === '' || preg_match('~^(?:mailto|tel):~i', $link)) {
            return '';
        }
        $url = \WP_Http::make_absolute_url(html_entity_decode($link), home_url('/'));
        if (wp_parse_url($url, PHP_URL_HOST) !== wp_parse_url(home_url(), PHP_URL_HOST)) {
            return '';
        }
        $post = url_to_postid($url) ?: attachment_url_to_postid($url);
        if ($post === 0 && untrailingslashit((string) strtok($url, '?#')) === untrailingslashit(home_url())) {
            return self::ofQuery((string) wp_parse_url($url, PHP_URL_QUERY)) ?? Plain::text(get_bloginfo('name'), 300);
        }
        if ($post === 0) {
            return self::ofTerm(untrailingslashit((string) strtok($url, '?#')));
        }
        // What the public cannot read is nobody else's business.
        $isPublic = in_array(get_post_status($post), ['publish', 'inherit'], true);
        return $isPublic ? Plain::text(PostTitle::of($post), 300) : '';
    }

    /** What stands behind the home page's address where there are no permalinks; null for what makes it no other page. */
    private static function ofQuery(string $query): ?string
    {
        parse_str($query, $asked);
        $number = is_string($asked['cat'] ?? null) ? (int) $asked['cat'] : 0;
        foreach (get_taxonomies(['public' => true], 'objects') as $taxonomy) {
            $slug = $taxonomy->query_var ? $asked[$taxonomy->query_var] ?? '' : '';
            $term = is_string($slug) && $slug !== '' ? get_term_by('slug', wp_basename($slug), $taxonomy->name) : null;
            $term = $term ?: ($taxonomy->name === 'category' ? get_term($number, 'category') : null);
            if ($term instanceof \WP_Term) {
                return Plain::text($term->name, 300);
            }
        }
        return array_intersect(array_keys($asked), $GLOBALS['wp']->public_query_vars ?? []) === [] ? null : '';
    }

    /** The name of a category, a tag, a brand: the tiles of a shop lead to such pages. */
    private static function ofTerm(string $url): string
    {
        $slug = sanitize_title(urldecode(wp_basename($url)));
        $terms = $slug === '' ? [] : get_terms(['taxonomy' => get_taxonomies(['public' => true]), 'slug' => $slug, 'hide_empty' => false]);
        foreach (is_array($terms) ? $terms : [] as $term) {
            $link = get_term_link($term);
            if (is_string($link) && untrailingslashit($link) === $url) {
                return Plain::text($term->name, 300);
            }
        }
        return '';
    }
}
