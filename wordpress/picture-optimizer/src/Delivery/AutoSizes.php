<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Hooks;

/**
 * `sizes="auto"` where WordPress does not add it itself (before 6.7): the browser takes the file for the width at which a lazy
 * image really stands. Which images are lazy, and which one comes first (`fetchpriority`), is WordPress' decision.
 */
final class AutoSizes
{
    public static function register(): void
    {
        add_filter('wp_content_img_tag', Hooks::onTexts(self::inTag(...)));
        add_filter('wp_get_attachment_image_attributes', Hooks::onArrays(self::inAttributes(...)));
    }

    /** @param string $tag an img element of content */
    public static function inTag(string $tag): string
    {
        $image = new \WP_HTML_Tag_Processor($tag);
        if (!$image->next_tag('img') || $image->get_attribute('loading') !== 'lazy' || !is_string($image->get_attribute('sizes'))) {
            return $tag;
        }
        $image->set_attribute('sizes', self::auto($image->get_attribute('sizes')));
        return $image->get_updated_html();
    }

    /**
     * @param array<string, string> $attributes
     * @return array<string, string>
     */
    public static function inAttributes(array $attributes): array
    {
        $isLazy = ($attributes['loading'] ?? '') === 'lazy' && ($attributes['sizes'] ?? '') !== '';
        return $isLazy ? ['sizes' => self::auto($attributes['sizes'])] + $attributes : $attributes;
    }

    /** What was there stays for browsers that don't know `auto`. */
    private static function auto(string $sizes): string
    {
        return preg_match('/^\s*auto\b/i', $sizes) ? $sizes : "auto, {$sizes}";
    }
}
