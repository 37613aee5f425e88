<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Settings\JobSettings;
use PictureOptimizer\Settings\Labels;

/**
 * Lightboxes know links to images by the ends of their addresses. One that does not know a format lets the browser follow the link:
 * the image opens alone on a page. Only what is known is said.
 */
final class Lightboxes
{
    /** @return string What people should know before linked images get another format; empty when there is nothing. */
    public static function warning(JobSettings $settings): string
    {
        $formats = $settings->modernFormats();
        if ($formats === [] || $settings->is('keep_link_format')) {
            return '';
        }
        $blind = array_filter(self::installed(), static fn (array $known): bool => array_diff($formats, $known) !== []);
        return $blind === [] ? '' : sprintf(
            /* translators: 1: names of plugins, 2: formats of files */
            __(
                '%1$s may not open links to %2$s files in its lightbox. To be safe, turn on “Links to images” in the settings:'
                    . ' links then keep leading to the old files.',
                'picture-optimizer'
            ),
            implode(', ', array_keys($blind)),
            implode(', ', array_map(Labels::format(...), $formats))
        );
    }

    /** @return array<string, list<string>> Lightboxes of this site and the formats that they open. */
    private static function installed(): array
    {
        $active = static fn (string $plugin): bool => in_array($plugin, (array) get_option('active_plugins', []), true)
            || (is_multisite() && isset(((array) get_site_option('active_sitewide_plugins', []))[$plugin]));
        $known = [];
        if ($active('easy-fancybox/easy-fancybox.php')) {
            // Its setting "Autodetect"; the default of version 2.
            $words = (string) get_option('fancybox_autoAttribute', '.jpg,.png,.webp');
            $known['Easy FancyBox'] = preg_split('/[^a-z0-9]+/', strtolower($words), -1, PREG_SPLIT_NO_EMPTY) ?: [];
        }
        if ($active('responsive-lightbox/responsive-lightbox.php')) {
            $known['Responsive Lightbox & Gallery'] = ['bmp', 'gif', 'jpeg', 'jpg', 'png', 'webp'];
        }
        /**
         * Filters which formats the lightboxes of this site open.
         *
         * @param array<string, list<string>> $known extensions in lower case by name of the plugin or theme
         */
        $filtered = apply_filters('picture_optimizer_lightbox_formats', $known);
        return array_map(static fn (mixed $formats): array => (array) $formats, is_array($filtered) ? $filtered : $known);
    }
}
