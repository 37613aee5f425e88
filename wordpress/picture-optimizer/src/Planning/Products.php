<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\Wire\Product;
use PictureOptimizer\References\LanguageMarks;
use PictureOptimizer\References\PostLanguage;

/** What the shop says of the product that an image shows, read as WooCommerce stores it. */
final class Products
{
    private const TYPES = ['product', 'product_variation'];

    /** WooCommerce's own taxonomy of brands, and those of the plugins that came before it. */
    private const BRANDS = ['product_brand', 'pwb-brand', 'yith_product_brand'];

    /** As many as the contract takes. */
    private const ATTRIBUTES = 20;
    private const CATEGORIES = 10;

    /** Of an image that more products than this share, nothing is said of any. */
    private const SHARED = 20;

    /**
     * What is true of all products and variations whose main image it is, else of all that show it: a table of sizes is of none alone.
     *
     * @param list<int> $posts    where the image is used
     * @param string    $language of its text: a product's translations are the same product
     */
    public static function of(int $attachmentId, array $posts, string $language = ''): ?Product
    {
        $shown = self::shown($posts, LanguageMarks::main($language));
        $main = array_filter($shown, static fn (\WP_Post $post): bool => (int) get_post_thumbnail_id($post) === $attachmentId);
        $common = null;
        foreach (count($shown) > self::SHARED ? [] : ($main ?: $shown) as $post) {
            $product = self::describe($attachmentId, $post);
            $common = $common === null ? $product : self::common($common, $product);
        }
        return $common === null || [$common->name, $common->attributes, $common->categories, $common->brand] === ['', [], [], '']
            ? null : $common;
    }

    /**
     * @param list<int> $posts
     * @return list<\WP_Post> products and variations, without a product whose variation shows it, in one language where one is theirs
     */
    private static function shown(array $posts, string $language): array
    {
        $found = array_filter(array_map(get_post(...), array_unique(array_filter($posts))), static fn (?\WP_Post $post): bool
            => $post !== null && in_array($post->post_type, self::TYPES, true));
        $ofVariations = array_column(array_filter($found, self::isVariation(...)), 'post_parent');
        $found = array_filter($found, static fn (\WP_Post $post): bool => !in_array($post->ID, $ofVariations, true));
        $spoken = array_filter($found, static fn (\WP_Post $post): bool
            => LanguageMarks::main(PostLanguage::of($post->post_parent ?: $post->ID)) === $language);
        return array_values($spoken ?: $found);
    }

    private static function isVariation(\WP_Post $post): bool
    {
        return $post->post_type === 'product_variation';
    }

    private static function common(Product $one, Product $other): Product
    {
        return new Product(
            name: $one->name === $other->name ? $one->name : '',
            attributes: array_intersect_assoc($one->attributes, $other->attributes),
            categories: array_values(array_intersect($one->categories, $other->categories)),
            brand: $one->brand === $other->brand ? $one->brand : '',
            gallery: $one->gallery && $other->gallery,
        );
    }

    private static function describe(int $attachmentId, \WP_Post $post): Product
    {
        $isVariation = self::isVariation($post);
        $product = $isVariation ? get_post($post->post_parent) ?? $post : $post;
        $attributes = $isVariation ? self::ofVariation($post->ID) : self::attributes($product->ID);
        return new Product(
            name: Plain::text($product->post_title, 300),
            attributes: array_slice($attributes, 0, self::ATTRIBUTES, true),
            categories: array_slice(self::terms($product->ID, 'product_cat'), 0, self::CATEGORIES),
            brand: self::brand($product->ID),
            gallery: (int) get_post_thumbnail_id($post) !== $attachmentId,
        );
    }

    /** @return array<string, string> values by the attribute's name, both as customers read them */
    private static function attributes(int $productId): array
    {
        $stored = get_post_meta($productId, '_product_attributes', true);
        $attributes = [];
        foreach (is_array($stored) ? $stored : [] as $key => $attribute) {
            // What customers do not see, such as a supplier's number, is nobody else's business.
            if (!is_array($attribute) || (empty($attribute['is_variation']) && ($attribute['is_visible'] ?? 1) == 0)) {
                continue;
            }
            $name = (string) ($attribute['name'] ?? $key);
            $values = taxonomy_exists($name) ? self::terms($productId, $name)
                : array_map(trim(...), explode('|', (string) ($attribute['value'] ?? '')));
            $attributes[self::label($name)] = Plain::text(implode(', ', array_filter($values)), 300);
        }
        return array_filter($attributes, static fn (string $value): bool => $value !== '');
    }

    /** @return array<string, string> what tells the variation from others: `Color` => `Red` */
    private static function ofVariation(int $variationId): array
    {
        $attributes = [];
        foreach ((array) get_post_meta($variationId) as $key => [$value]) {
            if (str_starts_with((string) $key, 'attribute_') && $value !== '') {
                $name = substr((string) $key, strlen('attribute_'));
                $term = taxonomy_exists($name) ? get_term_by('slug', (string) $value, $name) : null;
                $attributes[self::label($name)] = Plain::text($term instanceof \WP_Term ? $term->name : (string) $value, 300);
            }
        }
        return $attributes;
    }

    private static function label(string $name): string
    {
        $taxonomy = get_taxonomy($name);
        $label = $taxonomy === false ? ucwords(str_replace(['pa_', '-', '_'], ['', ' ', ' '], $name))
            : $taxonomy->labels->singular_name;
        return Plain::text($label, 300);
    }

    private static function brand(int $productId): string
    {
        foreach (self::BRANDS as $taxonomy) {
            $brand = self::terms($productId, $taxonomy)[0] ?? '';
            if ($brand !== '') {
                return $brand;
            }
        }
        return '';
    }

    /** @return list<string> */
    private static function terms(int $postId, string $taxonomy): array
    {
        $terms = taxonomy_exists($taxonomy) ? get_the_terms($postId, $taxonomy) : false;
        $names = is_array($terms) ? array_column($terms, 'name') : [];
        return array_map(static fn (string $name): string => Plain::text($name, 300), $names);
    }
}
