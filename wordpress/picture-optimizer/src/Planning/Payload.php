<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Replace\Source;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Tags;

/** What the service is told about a picture (the contract's `PictureItem`). */
final class Payload
{
    /** @return array<string, mixed> */
    public static function of(Item $item, Pipeline $pipeline, Source $source): array
    {
        [$width, $height] = Geometry::upright($source);
        return [
            'reference' => $item->reference(),
            'sha256' => $source->sha256,
            'bytes' => $source->bytes,
            'width' => max(1, min(65535, $width)),
            'height' => max(1, min(65535, $height)),
            'media_type' => $source->mime,
            'sizes' => $pipeline->exports() ? Geometry::sizes($item->attachmentId, $width, $height) : [],
            'context' => self::context($item->attachmentId),
            'text' => self::text($item->attachmentId),
        ];
    }

    /** @return array<string, string> */
    private static function context(int $attachmentId): array
    {
        $parent = get_post((int) wp_get_post_parent_id($attachmentId));
        $isProduct = $parent instanceof \WP_Post && $parent->post_type === 'product';
        $isHero = $parent instanceof \WP_Post && (int) get_post_thumbnail_id($parent) === $attachmentId;
        return array_map(self::plain(...), [
            'page_title' => $parent->post_title ?? '',
            'surrounding_text' => $parent === null ? '' : wp_trim_words(strip_shortcodes($parent->post_content), 60),
            'product_name' => $isProduct ? $parent->post_title : '',
            'existing_alt' => (string) get_post_meta($attachmentId, '_wp_attachment_image_alt', true),
            'file_name' => wp_basename((string) wp_get_original_image_path($attachmentId)),
        ]) + ['role' => $isHero ? 'hero' : 'content'];
    }

    /** @return array<string, string|list<string>> */
    private static function text(int $attachmentId): array
    {
        $post = get_post($attachmentId);
        $image = wp_get_attachment_metadata($attachmentId)['image_meta'] ?? [];
        $tags = get_the_terms($attachmentId, Tags::TAXONOMY);
        return array_map(self::plain(...), [
            'alt' => (string) get_post_meta($attachmentId, '_wp_attachment_image_alt', true),
            'title' => $post->post_title ?? '',
            'caption' => $post->post_excerpt ?? '',
            'description' => $post->post_content ?? '',
            'copyright' => (string) ($image['copyright'] ?? ''),
            'credit' => (string) ($image['credit'] ?? ''),
        ]) + ['tags' => is_array($tags) ? array_slice(array_column($tags, 'name'), 0, 50) : []];
    }

    private static function plain(string $text): string
    {
        $plain = html_entity_decode(wp_strip_all_tags($text, true), ENT_QUOTES, 'UTF-8');
        return mb_substr(wp_check_invalid_utf8($plain, true), 0, 2000);
    }
}
