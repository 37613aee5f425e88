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
            return Plain::text(get_bloginfo('name'), 300);
        }
        // What the public cannot read is nobody else's business.
        $isPublic = $post > 0 && in_array(get_post_status($post), ['publish', 'inherit'], true);
        return $isPublic ? Plain::text(get_the_title($post), 300) : '';
    }
}
