<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Hooks;

/**
 * Social networks, feed readers, shops, mail programs and what makes PDF files of HTML (dompdf) cannot show AVIF. Beside an AVIF picture
 * lies a copy in its former format, by a name that can be told from the AVIF's: no query is needed. Where pages name pictures for others,
 * that copy is named.
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

    /** Invoices and packing slips as HTML, of which PDF files are made: those of WP Overnight and of WebToffee. */
    private const DOCUMENT_FILTERS = ['wpo_wcpdf_get_html', 'wt_pklist_alter_final_order_template_html'];

    /** Products as plugins list them for shops (CTX Feed, Product Feed Pro, Facebook): Google takes no AVIF, and Meta neither. */
    private const SHOP_FILTERS = [
        'woo_feed_filter_product_image',
        'woo_feed_filter_product_feature_image',
        'woo_feed_filter_product_images',
        'adt_get_product_data',
        'facebook_for_woocommerce_integration_prepare_product',
    ];

    /** Tags of a page's head for social networks, and for tabs, tiles and phones, which cannot show AVIF as an icon. */
    private const HEAD_TAG = '~<(?:meta(?=[^>]*(?:(?:og|twitter):image|\sitemprop=["\']?image|msapplication-))'
        . '|link(?=[^>]*\srel=["\']?[^"\'>]*\b(?:icon|image_src)\b))[^>]*>~i';

    /** Bytes of a page that are held back at once, and of a tag that is not ended yet. */
    private const PIECE = 64 * KB_IN_BYTES;
    private const LONGEST_TAG = 8 * KB_IN_BYTES;

    /** How many buffers were open when ours was begun; 0 where none is. */
    private int $level = 0;

    /** The beginning of a tag whose end is not sent yet. */
    private string $begun = '';

    public function register(): void
    {
        foreach ([...self::URL_FILTERS, ...self::FEED_FILTERS, ...self::DOCUMENT_FILTERS] as $filter) {
            add_filter($filter, $this->inText(...), 99);
        }
        foreach (self::SHOP_FILTERS as $filter) {
            add_filter($filter, $this->inData(...), 99);
        }
        add_filter('woocommerce_gla_product_attribute_values', $this->forGoogle(...), 99, 3);
        // What a mail names by an image's number: a product in an order, a featured image in a digest.
        add_filter('wp_mail', Hooks::onArrays(fn (array $mail): array
            => isset($mail['message']) ? ['message' => $this->inText($mail['message'])] + $mail : $mail), 99);
        // Whoever prints such a tag, and wherever its address comes from; themes print some before they call wp_head(), and some plugins
        // print the whole page while they are asked for its template.
        add_filter('template_include', $this->beginPage(...), PHP_INT_MIN);
        add_action('wp_head', $this->endHead(...), PHP_INT_MAX);
        add_action('template_redirect', $this->beginFeed(...), PHP_INT_MAX);
        add_filter('wp_calculate_image_srcset_meta', Hooks::onArrays($this->withoutCopy(...)));
    }

    /** Whether a picture that becomes this type needs a copy of the former file. */
    public static function isWanted(string $newMime, string $oldName): bool
    {
        return $newMime === 'image/avif' && in_array(strtolower(pathinfo($oldName, PATHINFO_EXTENSION)), self::FORMATS, true);
    }

    private function beginPage(mixed $template): mixed
    {
        $this->begin(fn (string $html): string => preg_replace_callback(
            self::HEAD_TAG,
            fn (array $tag): string => (string) $this->inText($tag[0]),
            $html
        ) ?? $html);
        return $template;
    }

    /** Artwork of podcasts, too. */
    private function beginFeed(): void
    {
        is_feed() && $this->begin(fn (string $feed): string => (string) $this->inText($feed));
    }

    /**
     * Piece by piece, so that a template that sends a large file is not held in memory.
     *
     * @param \Closure(string): string $map
     */
    private function begin(\Closure $map): void
    {
        ob_start(function (string $piece, int $phase) use ($map): string {
            if ($phase & PHP_OUTPUT_HANDLER_CLEAN) {
                $this->begun = ''; // A template that sends a file throws away what was printed before.
                return '';
            }
            $piece = $this->begun . $piece;
            $last = $phase & PHP_OUTPUT_HANDLER_FINAL ? false : strrpos($piece, '<');
            $isCut = $last !== false && strlen($piece) - $last < self::LONGEST_TAG && !str_contains(substr($piece, $last), '>');
            $this->begun = $isCut ? substr($piece, $last) : '';
            $piece = $isCut ? substr($piece, 0, $last) : $piece;
            return str_contains($piece, '.avif') ? $map($piece) : $piece;
        }, self::PIECE);
        $this->level = ob_get_level();
    }

    /** A buffer that somebody else has begun and not ended stays theirs: ours then ends with the page. */
    private function endHead(): void
    {
        $this->level > 0 && ob_get_level() === $this->level && ob_end_flush();
        $this->level = 0;
    }

    /** @param string $stem What the picture's names have in common. */
    public static function name(string $stem, string $oldName): string
    {
        return $stem . self::SUFFIX . '.' . strtolower(pathinfo($oldName, PATHINFO_EXTENSION));
    }

    /** Leads every AVIF of ours in a text, in a URL or in a path on the disk, to its copy. */
    public function inText(mixed $text): mixed
    {
        if (!is_string($text) || !str_contains($text, '.avif')) {
            return $text;
        }
        // Behind a proxy, WordPress may have one scheme in its settings and another in its pages.
        $address = preg_quote((string) preg_replace('#^https?:#i', '', wp_get_upload_dir()['baseurl']), '~');
        $folders = array_map(wp_normalize_path(...), [Attachment::uploads(), (string) @realpath(Attachment::uploads())]);
        $folder = implode('|', array_map(static fn (string $path): string => preg_quote($path, '~'), array_filter(array_unique($folders))));
        return preg_replace_callback(
            "~((?:(?:https?:)?{$address}|{$folder})/)([^\s\"'<>]+?)(?:-\d+x\d+|-scaled)?\.avif\b~",
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

    private function inData(mixed $data): mixed
    {
        if (!is_array($data)) {
            return $this->inText($data);
        }
        array_walk_recursive($data, function (mixed &$value): void {
            $value = $this->inText($value);
        });
        return $data;
    }

    /**
     * Google for WooCommerce asks what is to stand in the place of what it has found.
     *
     * @param mixed $found What it has found, with a method for each.
     */
    private function forGoogle(mixed $attributes, mixed $product = null, mixed $found = null): mixed
    {
        if (!is_array($attributes) || !is_callable([$found, 'getImageLink']) || !is_callable([$found, 'getAdditionalImageLinks'])) {
            return $attributes;
        }
        $images = ['imageLink' => $found->getImageLink(), 'additionalImageLinks' => $found->getAdditionalImageLinks()];
        $copies = $this->inData($images);
        return $this->inData($attributes) + ($copies === $images ? [] : $copies);
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
