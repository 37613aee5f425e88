<?php

declare(strict_types=1);

namespace PictureOptimizer\Planning;

use PictureOptimizer\Api\Wire\AttachmentText;
use PictureOptimizer\Api\Wire\ItemContext;
use PictureOptimizer\Api\Wire\PictureItem;
use PictureOptimizer\Api\Wire\Role;
use PictureOptimizer\Replace\Source;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Pipeline;
use PictureOptimizer\Store\Tags;

/** What the service is told about a picture (the contract's `PictureItem`). */
final class Payload
{
    public static function of(Item $item, Pipeline $pipeline, Source $source): PictureItem
    {
        [$width, $height] = Geometry::upright($source);
        return new PictureItem(
            reference: $item->reference(),
            sha256: $source->sha256,
            bytes: $source->bytes,
            width: max(1, min(65535, $width)),
            height: max(1, min(65535, $height)),
            mediaType: $source->mime,
            sizes: $pipeline->exports() ? Geometry::sizes($item->attachmentId, $width, $height) : [],
            context: self::context($item->attachmentId),
            text: self::text($item->attachmentId),
        );
    }

    private static function context(int $attachmentId): ItemContext
    {
        $parent = get_post((int) wp_get_post_parent_id($attachmentId));
        $isProduct = $parent instanceof \WP_Post && $parent->post_type === 'product';
        $isHero = $parent instanceof \WP_Post && (int) get_post_thumbnail_id($parent) === $attachmentId;
        $around = $parent === null ? '' : wp_trim_words(strip_shortcodes($parent->post_content), 60);
        return new ItemContext(
            pageTitle: self::plain($parent->post_title ?? ''),
            surroundingText: self::plain($around),
            productName: self::plain($isProduct ? $parent->post_title : ''),
            existingAlt: self::plain((string) get_post_meta($attachmentId, '_wp_attachment_image_alt', true)),
            fileName: self::plain(wp_basename((string) wp_get_original_image_path($attachmentId))),
            role: $isHero ? Role::Hero : Role::Content,
        );
    }

    private static function text(int $attachmentId): AttachmentText
    {
        $post = get_post($attachmentId);
        $image = wp_get_attachment_metadata($attachmentId)['image_meta'] ?? [];
        $tags = get_the_terms($attachmentId, Tags::TAXONOMY);
        return new AttachmentText(
            alt: self::plain((string) get_post_meta($attachmentId, '_wp_attachment_image_alt', true)),
            title: self::plain($post->post_title ?? ''),
            caption: self::plain($post->post_excerpt ?? ''),
            description: self::plain($post->post_content ?? ''),
            copyright: self::plain((string) ($image['copyright'] ?? '')),
            credit: self::plain((string) ($image['credit'] ?? '')),
            tags: is_array($tags) ? array_slice(array_column($tags, 'name'), 0, 50) : [],
        );
    }

    private static function plain(string $text): string
    {
        $plain = html_entity_decode(wp_strip_all_tags($text, true), ENT_QUOTES, 'UTF-8');
        return mb_substr(wp_check_invalid_utf8($plain, true), 0, 2000);
    }
}
