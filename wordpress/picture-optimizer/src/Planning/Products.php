<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\Wire\Product;

/** What the shop says of the product that an image shows, read as WooCommerce stores it. */
final class Products
{
    private const TYPES = ['product', 'product_variation'];

    /** WooCommerce's own taxonomy of brands, and those of the plugins that came before it. */
    private const BRANDS = ['product_brand', 'pwb-brand', 'yith_product_brand'];

    /** As many as the contract takes. */
    private const ATTRIBUTES = 20;
    private const CATEGORIES = 10;

    /** @param list<int> $posts where the image is used, in order of their weight */
    public static function of(int $attachmentId, array $posts): ?Product
    {
        foreach ($posts as $id) {
            $post = get_post($id);
            if ($post instanceof \WP_Post && in_array($post->post_type, self::TYPES, true)) {
                return self::describe($attachmentId, $post);
            }
        }
        return null;
    }

    private static function describe(int $attachmentId, \WP_Post $post): Product
    {
        $isVariation = $post->post_type === 'product_variation';
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
            $name = is_array($attribute) ? (string) ($attribute['name'] ?? $key) : '';
            $values = taxonomy_exists($name) ? self::terms($productId, $name)
                : array_map(trim(...), explode('|', is_array($attribute) ? (string) ($attribute['value'] ?? '') : ''));
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
