<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Hooks;

/**
 * Social networks and feed readers cannot show AVIF. Beside an AVIF picture lies a copy in its former format, by a name that can be
 * told from the AVIF's: no query is needed. Where pages name pictures for others, that copy is named.
 */
final class SocialImages
{
    /** The size by which WordPress knows the copy. */
    public const SIZE = Attachment::SOCIAL;

    private const SUFFIX = '-social';

    /** Formats that everybody can show. */
    private const FORMATS = ['jpg', 'jpeg', 'png', 'gif'];

    /** Filters of SEO plugins that give the URL of a picture for social networks. */
    private const URL_FILTERS = [
        'wpseo_opengraph_image',
        'wpseo_twitter_image',
        'rank_math/opengraph/facebook/image',
        'rank_math/opengraph/twitter/image',
        'aioseo_opengraph_image',
        'seopress_social_og_thumb',
        'jetpack_open_graph_image_default',
    ];

    private const FEED_FILTERS = ['the_content_feed', 'the_excerpt_rss', 'rss_enclosure'];

    /** Tags of a page's head for social networks, and for tabs and phones, which cannot show AVIF as an icon. */
    private const HEAD_TAG = '~<(?:meta(?=[^>]*(?:og|twitter):image)|link(?=[^>]*\srel=["\']?[^"\'>]*\bicon\b))[^>]*>~i';

    /** How many buffers were open in the head when ours was; 0 where none is. */
    private int $level = 0;

    public function register(): void
    {
        foreach ([...self::URL_FILTERS, ...self::FEED_FILTERS] as $filter) {
            add_filter($filter, $this->inText(...), 99);
        }
        // Whoever prints such a tag, and wherever its address comes from.
        add_action('wp_head', $this->beginHead(...), PHP_INT_MIN);
        add_action('wp_head', $this->endHead(...), PHP_INT_MAX);
        add_filter('wp_calculate_image_srcset_meta', Hooks::onArrays($this->withoutCopy(...)));
    }

    /** Whether a picture that becomes this type needs a copy of the former file. */
    public static function isWanted(string $newMime, string $oldName): bool
    {
        return $newMime === 'image/avif' && in_array(strtolower(pathinfo($oldName, PATHINFO_EXTENSION)), self::FORMATS, true);
    }

    private function beginHead(): void
    {
        ob_start($this->inHead(...));
        $this->level = ob_get_level();
    }

    /** A buffer that somebody else has begun and not ended stays theirs: ours then ends with the page. */
    private function endHead(): void
    {
        $this->level > 0 && ob_get_level() === $this->level && ob_end_flush();
        $this->level = 0;
    }

    private function inHead(string $html): string
    {
        return str_contains($html, '.avif')
            ? preg_replace_callback(self::HEAD_TAG, fn (array $tag): string => (string) $this->inText($tag[0]), $html) ?? $html
            : $html;
    }

    /** @param string $stem What the picture's names have in common. */
    public static function name(string $stem, string $oldName): string
    {
        return $stem . self::SUFFIX . '.' . strtolower(pathinfo($oldName, PATHINFO_EXTENSION));
    }

    /** Leads every AVIF of ours in a text, or in a URL, to its copy. */
    public function inText(mixed $text): mixed
    {
        if (!is_string($text) || !str_contains($text, '.avif')) {
            return $text;
        }
        // Behind a proxy, WordPress may have one scheme in its settings and another in its pages.
        $base = '(?:https?:)?' . preg_quote((string) preg_replace('#^https?:#i', '', wp_get_upload_dir()['baseurl']), '~');
        return preg_replace_callback(
            "~({$base}/)([^\s\"'<>]+?)(?:-\d+x\d+|-scaled)?\.avif\b~",
            static function (array $match): string {
                foreach (self::FORMATS as $format) {
                    $path = $match[2] . self::SUFFIX . ".{$format}";
                    if (is_file(Attachment::uploads() . '/' . rawurldecode($path))) {
                        return $match[1] . $path;
                    }
                }
                return $match[0];
            },
            $text
        ) ?? $text;
    }

    /**
     * Browsers that take AVIF are not to be offered the copy.
     *
     * @param array<string, mixed> $meta
     * @return array<string, mixed>
     */
    private function withoutCopy(array $meta): array
    {
        unset($meta['sizes'][self::SIZE]);
        return $meta;
    }
}
